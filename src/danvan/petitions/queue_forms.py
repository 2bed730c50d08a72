"""The filters of the queue as one types them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.orgs.models import Unit
from danvan.petitions.labels import CHANNELS, FIELDS, KINDS, LEFT, SORTS, STATES
from danvan.petitions.queue import Filters


def _several(label: Any, words: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(words.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _one(label: Any, words: Any, empty: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", empty), *words.items()], required=False
    )


class QueueForm(forms.Form):
    """Filters of the queue; whatever is not understood narrows nothing."""

    q = forms.CharField(label=_("Number or words"), required=False, max_length=200)
    state = _several(_("State"), STATES)
    kind = _several(_("Kind"), KINDS)
    field = _several(_("Field"), FIELDS)
    channel = _several(_("How it came"), CHANNELS)
    left = _one(_("Days left"), LEFT, _("Any"))
    unit = forms.TypedChoiceField(
        label=_("Unit"), required=False, coerce=int, empty_value=None
    )
    overdue = forms.BooleanField(label=_("Only those past their term"), required=False)
    hard = forms.BooleanField(label=_("Only complex cases"), required=False)
    group = forms.BooleanField(
        label=_("Only those of five people or more"), required=False
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS.items(), required=False)

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
            fields=tuple(chosen.get("field", ())),
            channels=tuple(chosen.get("channel", ())),
            unit=chosen.get("unit"),
            left=chosen.get("left", ""),
            overdue=chosen.get("overdue", False),
            hard=chosen.get("hard", False),
            group=chosen.get("group", False),
            words=chosen.get("q", ""),
            sort=chosen.get("sort", ""),
        )
