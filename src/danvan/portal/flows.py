"""Which questions are asked for which matter, one page each, in which order."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.portal import forms


@dataclass(frozen=True, slots=True)
class Page:
    """One question page; ``slug`` is its address and the key of its answers."""

    slug: str
    form: type[forms.PageForm]
    template: str = "portal/question.html"


@dataclass(frozen=True, slots=True)
class Flow:
    """The pages of one kind of matter; ``slug`` is its address."""

    slug: str
    kind: str
    title: str | Promise
    pages: tuple[Page, ...]

    def page(self, slug: str) -> Page | None:
        """Return a page by its address."""
        return next((p for p in self.pages if p.slug == slug), None)

    def position(self, page: Page) -> int:
        """Return the place of a page, from 1."""
        return self.pages.index(page) + 1

    def before(self, page: Page) -> Page | None:
        """Return the page before, None on the first."""
        return self.pages[i - 1] if (i := self.pages.index(page)) else None

    def open_page(self, answered: set[str]) -> Page | None:
        """Return the first page without an answer, None when all are answered."""
        return next((p for p in self.pages if p.slug not in answered), None)


WHERE = Page("noi-nao", forms.WhereForm, "portal/where.html")
FEEDBACK = Flow(
    slug="gop-y",
    kind="feedback",
    title=pgettext_lazy("citizen", "Feedback"),
    pages=(
        Page("noi-dung", forms.FeedbackForm, "portal/what.html"),
        WHERE,
        Page("lien-he", forms.ContactForm, "portal/contact.html"),
    ),
)
COMPLAINT = Flow(
    slug="khieu-nai",
    kind="complaint",
    title=_("Complaint"),
    pages=(
        Page("quyet-dinh", forms.DecisionForm, "portal/decision.html"),
        Page("noi-dung", forms.ComplaintForm, "portal/what.html"),
        WHERE,
        Page("nguoi-khieu-nai", forms.ComplainantForm),
    ),
)
FLOWS = {flow.slug: flow for flow in (FEEDBACK, COMPLAINT)}
BY_KIND = {flow.kind: flow for flow in FLOWS.values()}
