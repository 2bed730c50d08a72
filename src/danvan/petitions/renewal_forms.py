"""What is asked before a lost code is replaced."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danvan.core.text.fold import fold
from danvan.petitions import renewal
from danvan.petitions.models import Petition

# The journal keeps the code, so that somebody can ask later what was looked at.
PAPERS = {
    "identity-card": _("Identity card"),
    "identity-phone": _("Identity in the VNeID application, opened before me"),
    "passport": _("Passport"),
    "proxy": _("Papers of a proxy, and the written authorisation"),
}
WORDS = {"told-content": _("Knew the day it was sent and what it says, asked openly")}


class RenewForm(forms.Form):
    """What was checked, said in one's own typing."""

    checked = forms.ChoiceField(
        label=_("What did you check?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you checked.")},
    )
    statement = forms.CharField(
        max_length=60, error_messages={"required": _("Type the sentence.")}
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, petition: Petition) -> None:
        super().__init__(data, initial={"seen": renewal.mark(petition)})
        nameless = petition.anonymous or not petition.name
        self.said = gettext("asked with care") if nameless else gettext("papers seen")
        choices = WORDS if nameless else PAPERS
        self.fields["checked"].choices = list(choices.items())  # type: ignore[attr-defined]
        label = gettext("Confirm by typing: %(sentence)s") % {"sentence": self.said}
        self.fields["statement"].label = label

    def clean_statement(self) -> str:
        """Take the sentence with or without its signs, in any case."""
        typed = " ".join(str(self.cleaned_data["statement"]).split())
        if fold(typed) != fold(self.said):
            message = gettext("Type exactly: %(sentence)s") % {"sentence": self.said}
            raise forms.ValidationError(message)
        return typed
