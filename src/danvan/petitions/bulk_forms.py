"""What is asked once for many petitions; each form knows the service's words."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.casework.workflow import Step
from danvan.orgs.models import Unit
from danvan.petitions import labels
from danvan.petitions.models import LONGEST_TEXT

Units = Sequence[Unit]


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Note for the office"),
        help_text=_("The citizen sees none."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BulkForm(forms.Form):
    """One step for many; its words are plain JSON until they are used."""

    verb: ClassVar[Step]

    def __init__(self, data: Mapping[str, Any] | None, *, units: Units = ()) -> None:
        super().__init__(data)
        self.units = {unit.pk: unit for unit in units}
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to what is offered."""

    def words(self) -> dict[str, Any]:
        """Return what was typed."""
        return dict(self.cleaned_data)


class BulkScreen(BulkForm):
    """The same field for all, and the same kind unless each keeps its own."""

    verb = Step.SCREEN
    kind = forms.ChoiceField(
        label=_("What kind of letters are they?"),
        choices=[("", _("As each sender chose")), *labels.KINDS.items()],
        required=False,
    )
    field = forms.ChoiceField(
        label=_("Field"), choices=[("", "–"), *labels.FIELDS.items()], required=False
    )
    note = _note()


class BulkAccept(BulkForm):
    """All are in order."""

    verb = Step.ACCEPT
    note = _note()


class BulkAssign(BulkForm):
    """Who looks into all of them?"""

    verb = Step.ASSIGN
    unit = forms.TypedChoiceField(label=_("Unit that verifies"), coerce=int)
    note = _note()

    def prepare(self) -> None:
        """Offer the units below those of the petitions."""
        units = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class BulkTransfer(BulkForm):
    """All go to one body."""

    verb = Step.TRANSFER
    to_unit = forms.TypedChoiceField(
        label=_("Unit that works with this system"),
        coerce=int,
        required=False,
        empty_value=None,
    )
    to_name = forms.CharField(
        label=_("Or another body"), max_length=200, required=False
    )
    reply = forms.CharField(
        label=_("Message to each of the citizens"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        """Offer the units of this system."""
        none = ("", _("None of these"))
        units = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["to_unit"].choices = [none, *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Demand a body, in one of the two ways."""
        said = super().clean() or {}
        if unit := self.units.get(said.get("to_unit") or 0):
            said["to_name"] = unit.name
        elif not said.get("to_name"):
            self.add_error("to_unit", _("Choose a unit, or write the body's name."))
        return said


class BulkClose(BulkForm):
    """Nothing is left to do in any."""

    verb = Step.CLOSE
    note = _note()


FORMS: Mapping[Step, type[BulkForm]] = {
    form.verb: form
    for form in (BulkScreen, BulkAccept, BulkAssign, BulkTransfer, BulkClose)
}
