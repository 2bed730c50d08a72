"""Filters of the queue."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.orgs.models import Unit
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.selectors import Filters


class QueueForm(forms.Form):
    """Filters of the queue; whatever is not understood narrows nothing."""

    q = forms.CharField(label=_("Number or words"), required=False, max_length=200)
    state = forms.MultipleChoiceField(
        label=_("State"),
        choices=list(STATES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.TypedChoiceField(
        label=_("Unit"), required=False, coerce=int, empty_value=None
    )
    overdue = forms.BooleanField(label=_("Only those past their term"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            every = ("", _("All units"))
            self.fields["unit"].choices = [every, *((u.pk, u.name) for u in units)]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    def filters(self) -> Filters:
        """Return what was understood."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            states=tuple(chosen.get("state", ())),
            kinds=tuple(chosen.get("kind", ())),
            unit=chosen.get("unit"),
            overdue=chosen.get("overdue", False),
            words=chosen.get("q", ""),
        )
