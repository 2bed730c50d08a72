"""Forms over the working days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.orgs import selectors, services
from danvan.ui.widgets import DateField, Radios


class DayForm(forms.Form):
    """A day that is off, or worked to make up for one, by decision."""

    date = DateField(
        label=_("Which day?"), error_messages={"required": _("Enter the day.")}
    )
    working = forms.TypedChoiceField(
        label=_("What is it?"),
        choices=[("off", _("A day off")), ("work", _("A make-up working day"))],
        coerce=lambda value: value == "work",
        widget=Radios,
        error_messages={
            "required": _("Say whether it is a day off or a make-up day."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("As it should stand in the explanation of a deadline."),
        max_length=200,
        error_messages={"required": _("Enter the reason.")},
    )
    decision = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("For example 12729/VPCP-KGVX"),
        max_length=60,
        error_messages={"required": _("Enter the number of the decision.")},
    )

    def clean_decision(self) -> str:
        """Take the number of an act and nothing else."""
        try:
            return services.decision_number(self.cleaned_data["decision"])
        except services.DecisionNeeded as wrong:
            raise forms.ValidationError(
                _("Enter the number as it stands on the decision: 12729/VPCP-KGVX.")
            ) from wrong

    def clean_date(self) -> Any:
        """Take days of the known years only."""
        date = self.cleaned_data["date"]
        known = selectors.working_calendar().known
        if date.year not in known:
            raise forms.ValidationError(
                _("The public holidays of %(year)s are not in the calendar yet.")
                % {"year": date.year}
            )
        return date
