"""What is asked about a decision on taking denunciations in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.ui.widgets import DateField
from danvan.vault.decision import Channel
from danvan.vault.labels import CHANNELS


class DecisionForm(forms.Form):
    """Number, dates and the post of who signed."""

    channel = forms.ChoiceField(
        label=_("For what comes in"),
        choices=[(c.value, CHANNELS[c]) for c in Channel],
        widget=forms.RadioSelect,
    )
    number = forms.RegexField(
        label=_("Number of the decision"),
        # As the journal takes it: a code, no sentence.
        regex=r"^[A-Za-z0-9][A-Za-z0-9Đ._:/+-]{0,59}$",
        max_length=60,
        help_text=_("As printed, for example 15/QĐ-UBND."),
        error_messages={"invalid": _("Write the number without spaces.")},
    )
    decided_on = DateField(label=_("Signed on"))
    signer = forms.CharField(
        label=_("Post of who signed"),
        max_length=120,
        help_text=_("The post, not the name."),
    )
    valid_from = DateField(label=_("In force from"))

    def clean(self) -> dict[str, Any]:
        """Hold the days against each other."""
        given = super().clean() or {}
        signed, begins = given.get("decided_on"), given.get("valid_from")
        if signed and begins and signed > begins:
            self.add_error(
                "valid_from", _("It cannot be in force before it is signed.")
            )
        return given
