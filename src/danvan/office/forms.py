"""What is asked for in the office's own pages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danvan.journal.selectors import Filter


class Search(forms.Form):
    """A few words."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("A number or words, with or without diacritics"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class JournalFilter(forms.Form):
    """Which lines of the journal."""

    chain = forms.ChoiceField(label=_("Chain of the unit"), required=False)
    action = forms.CharField(
        label=_("Action begins with"), max_length=60, required=False
    )
    record = forms.CharField(
        label=_("Number of the record"), max_length=120, required=False
    )
    actor = forms.CharField(label=_("Who (id)"), max_length=80, required=False)

    def __init__(self, *args: Any, chains: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [("", _("All")), *((code, chain_label(code)) for code in chains)]
        self.fields["chain"].choices = options  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """Return the filter; a wrong one finds what an empty one finds."""
        data = self.cleaned_data if self.is_valid() else {}
        return Filter(**{name: data.get(name, "") for name in self.fields})


def chain_label(code: str) -> str:
    """Say a chain in words; that of a unit is its code."""
    _room, sign, unit = code.rpartition(":")
    return gettext("%(unit)s, sealed cases") % {"unit": unit} if sign else code
