"""What is asked of those who handle sealed cases."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from danvan.accounts.models import User
from danvan.orgs.models import Unit
from danvan.vault import opening
from danvan.vault.case_labels import GROUNDS, PARTS, STATES
from danvan.vault.case_selectors import CaseFilters
from danvan.vault.sealing import IDENTITY, STORY

LONGEST_REASON = 1000
LONGEST_EXTRACT = 50_000
# A file as the page names it: its id and the ending of its name.
_FILE = re.compile(r"([0-9a-f-]{36})(\.[a-z0-9]{2,5})?")


class CaseFilter(forms.Form):
    """Which cases to list."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *STATES.items()], required=False
    )
    kept = forms.ChoiceField(
        label=_("How it is kept"),
        choices=[("", _("All")), ("sealed", _("Sealed")), ("paper", _("On paper"))],
        required=False,
    )
    overdue = forms.BooleanField(label=_("Only those that are late"), required=False)

    def filters(self) -> CaseFilters:
        """Return what to list; a wrong choice lists everything."""
        if not self.is_valid():
            return CaseFilters()
        return CaseFilters(**self.cleaned_data)


class Open(forms.Form):
    """On what ground, and why."""

    ground = forms.ChoiceField(
        label=_("What for"), choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "In your own words, 10 characters or more. Whoever opens this part later reads it."
        ),
        min_length=opening.SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class Assign(forms.Form):
    """Who may open the case."""

    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker: it was made so above # nosec B101
        field.queryset = people
        field.label_from_instance = _label  # type: ignore[method-assign, assignment]


class LetVerify(Assign):
    """Which of the assigned verifiers is given the key of the content."""

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.fields["officer"].label = _("Verifier")


class Shred(forms.Form):
    """The act that ends retention."""

    decision = forms.RegexField(
        r"^[\w./\- ]{3,60}$",
        label=_("Number of the decision"),
        help_text=_("For example 12/QĐ-UBND"),
        max_length=60,
    )


class Nothing(forms.Form):
    """A page that asks only whether one is sure."""


class PassOn(forms.Form):
    """To whom, and what: an extract, or compartments whole on a legal ground."""

    to = forms.ModelChoiceField(
        label=_("Receiving unit"), queryset=Unit.objects.none(), empty_label=_("Choose")
    )
    extract = forms.CharField(
        label=_("Extract"),
        help_text=_(
            "What the other unit must know, without anything that tells who speaks."
        ),
        required=False,
        max_length=LONGEST_EXTRACT,
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off"}),
    )
    accused = forms.CharField(
        label=_("Who is spoken of"),
        help_text=_("One to a line: none of them may handle the case there."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    whole = forms.MultipleChoiceField(
        label=_("Parts given whole"),
        choices=[(STORY, PARTS[STORY]), (IDENTITY, PARTS[IDENTITY])],
        required=False,
        help_text=_("Leave empty unless the law asks for it."),
        widget=forms.CheckboxSelectMultiple,
    )
    legal = forms.CharField(
        label=_("Legal ground for giving parts whole"),
        help_text=_("Article, law and the request of the other body."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    forward = forms.BooleanField(
        label=_("This is the forwarding to the competent unit"),
        help_text=_(
            "Once only: it gets content and identity whole, and the law’s course goes on there."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, units: Any, files: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker: it was made so above # nosec B101
        field.queryset = units
        field.label_from_instance = _name  # type: ignore[method-assign, assignment]
        if files:
            self.fields["files"] = forms.MultipleChoiceField(
                label=_("Files that go with the extract"),
                help_text=_(
                    "They get neutral names and lose what tells who made them."
                ),
                choices=files,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(
            ["to", "extract", "accused", "files", "whole", "legal", "forward"]
        )

    def clean(self) -> dict[str, Any]:
        """Demand an extract or a legal ground for the whole."""
        given = super().clean() or {}
        if not given.get("extract", "").strip() and not given.get("whole"):
            self.add_error(
                "extract", _("Write the extract, or choose what is passed on whole.")
            )
        if (
            given.get("whole")
            and len(given.get("legal", "").strip()) < opening.SHORTEST_REASON
        ):
            self.add_error(
                "legal", _("Say on what legal ground, in 10 characters or more.")
            )
        return given


def files_of(values: Sequence[str]) -> list[tuple[uuid.UUID, str]]:
    """Read chosen files as a page sent them: id and ending; others raise ValidationError."""
    found = [_FILE.fullmatch(value) for value in values]
    try:
        return [(uuid.UUID(m[1]), m[2] or "") for m in found if m]
    except ValueError:
        raise ValidationError(_("Choose the files again.")) from None


def _label(user: Any) -> str:
    return str(user.label)


def _name(unit: Any) -> str:
    return str(unit.office_name)
