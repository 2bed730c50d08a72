"""What is asked when a draft is begun and when its text is edited."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.calendar import periods
from danvan.core.drafting.outline import Outline
from danvan.indicators.labels import period_name
from danvan.orgs.models import Unit
from danvan.publishing.models.drafts import LONGEST


class StartForm(forms.Form):
    """For which period and unit, and after which file of last year."""

    period = forms.ChoiceField(label=_("Reporting period"))
    unit = forms.ModelChoiceField(
        label=_("Unit whose report it is"), queryset=Unit.objects.none()
    )
    file = forms.FileField(
        label=_("Last year's report as the frame (not required)"),
        help_text=_(
            "Word (DOCX). Its headings and sentences are kept, its figures are "
            "replaced by those of this period."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(
        self,
        *args: Any,
        outline: Outline,
        units: Sequence[Unit],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        """``units`` are those whose reports the viewer writes, the usual one first."""
        super().__init__(*args, **kwargs)
        begun = periods.ending_up_to(outline.chain, today, years=2)
        found = [p for p in begun if p.kind in outline.kinds]
        period = self.fields["period"]
        period.choices = [(p.key, period_name(p)) for p in found]  # type: ignore[attr-defined]
        # A report is mostly of what has just ended, not of what is going on.
        period.initial = next((p.key for p in found if p.end < today), None)
        unit = self.fields["unit"]
        unit.queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            pk__in=[u.pk for u in units]
        )
        unit.initial = units[0] if units else None
        if len(units) == 1:
            del self.fields["unit"]


class TextForm(forms.Form):
    """The words of one paragraph."""

    text = forms.CharField(
        label=_("Text of the paragraph"),
        help_text=_(
            "A new line begins a new paragraph on paper. Figures stay linked to their "
            "records; one you change without its record is marked."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "null_characters_not_allowed": _(
                "The text holds a character that is no letter (NUL). Copy it again."
            )
        },
    )
    version = forms.IntegerField(
        min_value=1, max_value=10**6, widget=forms.HiddenInput()
    )


class LooseForm(forms.Form):
    """Why a figure stands without a record."""

    reason = forms.CharField(
        label=_("Why does this figure stand without a record?"),
        help_text=_(
            "For example: taken from the plan, decided at the meeting of 5/12."
        ),
        max_length=300,
        error_messages={"required": _("Write the reason; it is kept with the draft.")},
    )
