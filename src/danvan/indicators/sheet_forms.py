"""What is asked about submissions: reasons, days, files, decisions."""

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.registers.read import day_of
from danvan.journal.line import check_code
from danvan.journal.services import NotForTheJournal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 1000
_NARROW = {"class": "govuk-input--width-10", "autocomplete": "off"}


class Day(forms.Field):
    """A day as people write it, dd/mm/yyyy."""

    widget = forms.TextInput(_NARROW)

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day; None for nothing typed."""
        if isinstance(value, datetime.date) or not (text := str(value or "").strip()):
            return value or None
        if (day := day_of(text[:20])) is None:
            raise forms.ValidationError(gettext("Write a day like 27/3/2026."))
        return day

    def prepare_value(self, value: Any) -> Any:
        """Write a day as people do."""
        return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value


def _reason(
    label: "_StrPromise | str", missing: "_StrPromise | str"
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = _reason(_("Reason"), _("Write the reason; the other side reads it."))

    def __init__(self, *args: Any, label: Promise | str = "", **kwargs: Any) -> None:
        """``label`` asks for this very reason."""
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = str(label)


class DaysForm(forms.Form):
    """Which days the figures really cover."""

    start = Day(
        label=_("Figures from"), error_messages={"required": _("Write the first day.")}
    )
    end = Day(
        label=_("Figures to"), error_messages={"required": _("Write the last day.")}
    )
    reason = _reason(
        _("Why are they not the days of the period?"),
        _("Write why the figures cover other days."),
    )


class AttachForm(forms.Form):
    """The PDF signed in the office's own system."""

    file = forms.FileField(
        label=_("Signed PDF"),
        help_text=_("A PDF file of at most 10 MB."),
        allow_empty_file=True,  # the gate says what is wrong and what to do
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": _("Choose the signed PDF.")},
    )


class LateForm(forms.Form):
    """Until when a unit may send after the window closed."""

    until = Day(
        label=_("May send until the end of day"),
        help_text=_("For example 27/3/2026"),
        error_messages={"required": _("Write the day until which it may be sent.")},
    )
    reason = _reason(
        _("Why may it be sent late?"), _("Write why the unit may send late.")
    )


class Number(forms.CharField):
    """The number of a decision, which the journal keeps as a code."""

    def clean(self, value: Any) -> str:
        """Return the number; words beside it are refused."""
        said = super().clean(value).strip()
        try:
            check_code("why", said)
        except NotForTheJournal:
            raise forms.ValidationError(
                gettext("Write the number alone, without spaces, like 12/QĐ-UBND.")
            ) from None
        return str(said)


def _number() -> Number:
    return Number(
        label=_("Number of the decision"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        help_text=_("For example 12/QĐ-UBND"),
        error_messages={"required": _("Write the number of the decision.")},
    )


class DueForm(forms.Form):
    """By when a place wants a sheet."""

    what = forms.ChoiceField(label=_("Sheet and period"))
    due = Day(
        label=pgettext_lazy("sheet", "Due on"),
        help_text=_("The whole day counts, to 23:59."),
        error_messages={"required": _("Write the day it is due on.")},
    )
    closes = Day(
        label=_("Closed after"),
        help_text=_("Leave it empty if nothing closes it."),
        required=False,
    )
    decision = _number()

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        """``choices``: what may be asked for, by groups."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Which sheet a place asks for, and since when."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    since = Day(
        label=_("Expected for periods that end from"),
        help_text=_("For example 27/3/2026"),
        error_messages={"required": _("Write the first day.")},
    )
    until = Day(label=_("Until (leave empty: until further notice)"), required=False)
    decision = _number()

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        """``choices``: the sheets there are, by id and name."""
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = choices  # type: ignore[attr-defined]


class TimelinessForm(forms.Form):
    """Whether the public sees who was on time."""

    public = forms.TypedChoiceField(
        label=_("Who was on time and who was late"),
        choices=[
            ("yes", _("Show it to the public")),
            ("no", _("Keep it inside the place")),
        ],
        coerce=lambda said: said == "yes",
    )
    since = Day(
        label=_("From day"), error_messages={"required": _("Write the first day.")}
    )
    decision = _number()
