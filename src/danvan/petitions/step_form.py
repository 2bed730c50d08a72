"""What the forms of steps have in common: one version, one service, what was typed."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.actor import Actor
from danvan.orgs.models import Unit
from danvan.petitions.models import LONGEST_TEXT, Petition

Units = Mapping[int, Unit]


def text(label: Any, **kwargs: Any) -> forms.CharField:
    """Ask for a longer text."""
    kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    return forms.CharField(label=label, max_length=LONGEST_TEXT, **kwargs)


def note() -> forms.CharField:
    """Ask for a note that stays in the office."""
    return text(
        _("Note for the office"), required=False, help_text=_("The citizen sees none.")
    )


def document(label: Any, example: str) -> forms.CharField:
    """Ask for the number of a paper, which may come later."""
    return forms.CharField(
        label=label,
        help_text=_("For example %(number)s") % {"number": example},
        max_length=60,
        required=False,
    )


def reply(label: Any, message: Any) -> forms.CharField:
    """Ask for what the citizen is told."""
    return text(
        label,
        help_text=_("The citizen reads this with the code of the receipt."),
        error_messages={"required": message},
    )


class StepForm(forms.Form):
    """One step on one version of a petition; its words go to one service."""

    service: ClassVar[Callable[..., Petition]]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        petition: Petition,
        verb: str,
        units: Sequence[Unit] = (),
    ) -> None:
        super().__init__(data, prefix=verb, initial={"version": petition.version})
        self.petition, self.verb = petition, verb
        self.units: Units = {unit.pk: unit for unit in units}
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the petition."""

    def said(self) -> dict[str, Any]:
        """Return what the service takes beside who, when and which version."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}

    def typed(self) -> list[tuple[str, str]]:
        """Return all that was filled in, by label, for who was too late."""
        return [
            (str(field.label), said)
            for field in self
            if not field.is_hidden and (said := _said(field))
        ]

    def take(self, *, by: Actor, now: datetime.datetime) -> Petition:
        """Take the step; raises what the service raises."""
        return type(self).service(
            petition=self.petition.pk,
            version=self.cleaned_data["version"],
            by=by,
            now=now,
            **self.said(),
        )


def _said(field: forms.BoundField) -> str:
    """Return a value as it was chosen or typed, in words."""
    value = field.value()
    if value in (None, "", False, []):
        return ""
    if value is True:
        return str(_("Yes"))
    chosen = value if isinstance(value, list) else [value]
    words = {str(k): str(v) for k, v in getattr(field.field, "choices", ())}
    return ", ".join(words.get(str(one), str(one)) for one in chosen)
