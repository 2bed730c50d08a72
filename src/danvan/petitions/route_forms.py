"""What the clerk reads over before he takes the way that the law names."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.casework.workflow import Kind, Step
from danvan.orgs.models import Unit
from danvan.petitions import drafts, labels
from danvan.petitions.classification import Classification
from danvan.petitions.models import LONGEST_TEXT, Petition
from danvan.petitions.routing import Proposal
from danvan.ui.widgets import Radios

_TO_BODY = frozenset({Step.TRANSFER, Step.RETURN, Step.DEMAND})


class RouteForm(forms.Form):
    """The message to the citizen and the body it goes to, drafted, to be changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    branch = forms.CharField(widget=forms.HiddenInput, max_length=60)
    to_unit = forms.TypedChoiceField(
        label=_("Unit that works with this system"),
        coerce=int,
        required=False,
        empty_value=None,
    )
    to_name = forms.CharField(
        label=_("Body it goes to"),
        max_length=200,
        error_messages={"required": _("Write the body's name.")},
    )
    reply = forms.CharField(
        label=_("Message to the citizen"),
        help_text=_("The citizen reads this with the code of the receipt."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the message to the citizen.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        petition: Petition,
        said: Classification,
        way: Proposal,
        units: Sequence[Unit] = (),
    ) -> None:
        self.petition, self.way = petition, way
        self.units = {unit.pk: unit for unit in units}
        drafted = drafts.reply(petition, said, way)
        to = petition.forwarded_by if way.step is Step.RETURN else drafts.body(way)
        super().__init__(
            data,
            initial={
                "version": petition.version,
                "branch": way.route.branch,
                "reply": drafted,
                "to_name": to,
            },
        )
        self._fit(drafted)

    def _fit(self, drafted: str) -> None:
        if self.way.step not in _TO_BODY:
            del self.fields["to_name"]
        if self.way.step is Step.TRANSFER:
            none = ("", _("None of these"))
            choices = [none, *((pk, unit.name) for pk, unit in self.units.items())]
            self.fields["to_unit"].choices = choices  # type: ignore[attr-defined]
            self.fields["to_name"].required = False
        else:
            del self.fields["to_unit"]
        if not drafted:
            del self.fields["reply"]

    def clean(self) -> dict[str, Any]:
        """Demand a body, in one of the two ways."""
        said = super().clean() or {}
        if "to_unit" in self.fields:
            unit = self.units.get(said.get("to_unit") or 0)
            said["to_unit"] = unit
            said["to_name"] = unit.name if unit else said.get("to_name", "")
            if not said["to_name"]:
                self.add_error("to_unit", _("Choose a unit, or write the body's name."))
        return said

    def said(self) -> dict[str, Any]:
        """Return what the service takes beside who, when and which version."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}


class PartForm(forms.Form):
    """One content of a mixed letter."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.TypedChoiceField(label=_("Which content?"), coerce=Kind, widget=Radios)
    what = forms.CharField(
        label=_("What happened, of this content alone"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    request = forms.CharField(
        label=_("What is asked for"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        petition: Petition,
        openable: Collection[Kind],
    ) -> None:
        super().__init__(data, initial={"version": petition.version})
        self.petition = petition
        chosen = [(k.value, labels.KINDS[k]) for k in sorted(openable)]
        self.fields["kind"].choices = chosen  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return what the service takes beside who, when and which version."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}
