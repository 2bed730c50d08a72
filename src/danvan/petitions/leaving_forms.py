"""What is asked before a letter leaves the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.petitions.models import Petition
from danvan.vault.counter_forms import Questions


class LeaveForm(Questions):
    """Who may receive it, and whether the words are safe on paper first."""

    kept = forms.BooleanField(
        label=_(
            "The letter and its attachments lie printed, or as they came, before me"
        ),
        help_text=_("Needed where the receiving body keeps a paper register."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": petition.version})
        super().__init__(*args, **kwargs)
