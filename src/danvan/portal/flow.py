"""Which pages a form has, in which order, and what each keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.portal.forms import (
    ComplainantForm,
    ContactForm,
    DecisionForm,
    PlaceForm,
    WhatForm,
    WhyForm,
)
from danvan.portal.models import SavedForm

CHECK = "kiem-tra"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its slug in the address, its title and its form."""

    slug: str
    title: str | Promise
    form: type[forms.Form]


@dataclass(frozen=True, slots=True)
class Flow:
    """The pages of one kind of form; the last page, check and send, is theirs all."""

    kind: str
    slug: str
    title: str | Promise
    pages: tuple[Page, ...]

    def page(self, slug: str) -> Page | None:
        """Return the page of a slug, or None."""
        return next((page for page in self.pages if page.slug == slug), None)

    def missing(self, answers: Mapping[str, Any]) -> Page | None:
        """Return the first page that has no answers yet."""
        return next((page for page in self.pages if page.slug not in answers), None)

    def before(self, slug: str) -> Page | None:
        """Return the page before ``slug``; None for the first."""
        slugs = [page.slug for page in self.pages] + [CHECK]
        place = slugs.index(slug)
        return self.pages[place - 1] if place else None

    def place_of(self, slug: str) -> int:
        """Return the number of a page, counted from 1."""
        return [*(page.slug for page in self.pages), CHECK].index(slug) + 1

    @property
    def length(self) -> int:
        """Return the number of pages with the last one."""
        return len(self.pages) + 1


_PLACE = Page("noi-xay-ra", _("Where is it?"), PlaceForm)
FEEDBACK = Flow(
    SavedForm.Kind.FEEDBACK,
    "phan-anh",
    pgettext_lazy("citizen", "Feedback"),
    (
        Page("su-viec", _("Tell us what happened"), WhatForm),
        _PLACE,
        Page("nguoi-gui", _("Who are you?"), ContactForm),
    ),
)
COMPLAINT = Flow(
    SavedForm.Kind.COMPLAINT,
    "khieu-nai",
    _("Complaint"),
    (
        Page("quyet-dinh", _("The decision"), DecisionForm),
        Page("ly-do", _("Why is the decision wrong?"), WhyForm),
        Page("noi-nhan", _("Which place does the decision concern?"), PlaceForm),
        Page("nguoi-gui", _("Who are you?"), ComplainantForm),
    ),
)
FLOWS = {flow.slug: flow for flow in (FEEDBACK, COMPLAINT)}
BY_KIND = {flow.kind: flow for flow in FLOWS.values()}


def merged(saved: SavedForm) -> dict[str, Any]:
    """Return the answers of all pages as one."""
    return {
        name: value
        for page in BY_KIND[saved.kind].pages
        for name, value in saved.answers.get(page.slug, {}).items()
    }
