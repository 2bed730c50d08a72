"""Tying a letter to a likely duplicate, and taking that back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.petitions.linking import Tie
from danvan.petitions.models import LONGEST_TEXT, Petition
from danvan.ui.widgets import Radios

_KINDS = {
    Tie.DUPLICATE: _("A copy: the same letter once more"),
    Tie.CONTINUATION: _("A continuation: what came after it"),
    Tie.MATTER: _("Another letter in the same matter"),
}


class LinkForm(forms.Form):
    """What is this letter to the other?"""

    kind = forms.TypedChoiceField(
        label=_("What is this letter to the other?"),
        choices=list(_KINDS.items()),
        coerce=Tie,
        widget=Radios(
            hints={
                Tie.DUPLICATE: _(
                    "Its own term stops; the other's runs on. It keeps its number and"
                    " its code, and can be taken apart again."
                ),
                Tie.CONTINUATION: _("Both terms run on."),
                Tie.MATTER: _("Both terms run on."),
            }
        ),
        error_messages={"required": _("Say what this letter is to the other.")},
    )
    reply = forms.CharField(
        label=_("Message to the sender of a copy"),
        help_text=_("The citizen reads this with the code of the receipt."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    of = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        petition: Petition,
        of: Petition | None = None,
    ) -> None:
        initial = {
            "version": petition.version,
            "of": of.pk if of else None,
            "reply": _(
                "Your letter says the same as one that the office has already and is"
                " handling. Both are handled together, and you will be answered."
            ),
        }
        # Several stand on one page: each with ids of its own.
        auto_id = f"id_{of.pk}_%s" if of else "id_%s"
        super().__init__(data, initial=initial, auto_id=auto_id)

    def clean(self) -> dict[str, Any]:
        """Tell the sender of a copy what happens to it."""
        said = super().clean() or {}
        if said.get("kind") is Tie.DUPLICATE and not said.get("reply"):
            self.add_error(
                "reply", _("Write to the sender what happens to the letter.")
            )
        return said


class UntieForm(forms.Form):
    """Which tie is taken back?"""

    kind = forms.TypedChoiceField(
        choices=list(_KINDS.items()), coerce=Tie, widget=forms.HiddenInput
    )
    of = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        petition: Petition,
        of: Petition | None = None,
        kind: str = "",
    ) -> None:
        initial = {
            "version": petition.version,
            "of": of.pk if of else None,
            "kind": kind,
        }
        auto_id = f"id_untie_{kind}_{of.pk}_%s" if of else "id_%s"
        super().__init__(data, initial=initial, auto_id=auto_id)
