"""Forms over the working days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.orgs import selectors, services
from danvan.orgs.models import Unit
from danvan.ui.widgets import DateField, Radios


class RemoteForm(forms.Form):
    """A unit that a decision lists as lying in a remote area."""

    unit = forms.CharField(
        label=_("Code of the unit"),
        help_text=_("For example C31135; the catalogue of units has it."),
        max_length=24,
        error_messages={"required": _("Enter the code of the unit.")},
    )
    since = DateField(
        label=_("From which day?"), error_messages={"required": _("Enter the day.")}
    )
    until = DateField(
        label=_("Until which day?"),
        help_text=_("Empty: still in force."),
        required=False,
    )
    decision = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("That lists the remote areas, for example 861/QĐ-TTg"),
        max_length=60,
        error_messages={"required": _("Enter the number of the decision.")},
    )

    def clean_unit(self) -> Unit:
        """Take the code of a unit that we know."""
        code = self.cleaned_data["unit"].strip().upper().replace("\0", "")
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(_("No unit has this code."))
        return unit

    def clean_decision(self) -> str:
        """Take the number of an act and nothing else."""
        try:
            return services.decision_number(self.cleaned_data["decision"])
        except services.DecisionNeeded as wrong:
            raise forms.ValidationError(
                _("Enter the number as it stands on the decision: 861/QĐ-TTg.")
            ) from wrong

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        return said


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
