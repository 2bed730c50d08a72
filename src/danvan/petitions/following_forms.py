"""The forms of what is followed beside the steps, and of the leader's list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.petitions import labels
from danvan.petitions.settlement import ExecutionKind
from danvan.ui.widgets import DateField


def _day(label: Any, message: Any, **kwargs: Any) -> DateField:
    return DateField(label=label, error_messages={"required": message}, **kwargs)


class TaskForm(forms.Form):
    """What has to be done, by whom, until when?"""

    prefix = "task"
    what = forms.CharField(
        label=_("What has to be done"),
        max_length=300,
        error_messages={"required": _("Write what has to be done.")},
    )
    who = forms.CharField(
        label=_("Who does it"),
        max_length=120,
        error_messages={"required": _("Write who does it.")},
    )
    due = _day(_("Until"), _("Enter the day."))

    def clean_due(self) -> Any:
        """Take no day that is over."""
        return _coming(self.cleaned_data["due"])


class TaskDoneForm(forms.Form):
    """What came of it?"""

    result = forms.CharField(
        label=_("What came of it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OrderForm(forms.Form):
    """What does the decision order?"""

    prefix = "order"
    kind = forms.ChoiceField(
        label=pgettext_lazy("order", "Kind"), choices=list(labels.EXECUTIONS.items())
    )
    what = forms.CharField(
        label=_("What the decision orders"),
        max_length=300,
        error_messages={"required": _("Write what the decision orders.")},
    )
    who = forms.CharField(
        label=_("Who executes it"),
        max_length=200,
        error_messages={"required": _("Write who executes it.")},
    )
    ordered = forms.DecimalField(
        label=_("How much"),
        help_text=_("In đồng, m², people or times, as the kind says."),
        min_value=0.01,
        max_digits=16,
        decimal_places=2,
        localize=True,
        error_messages={"required": _("Enter how much.")},
    )
    officials = forms.IntegerField(
        label=_("Of these persons, officials"),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    due = DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Count officials among persons alone, and never more than there are."""
        said = super().clean() or {}
        persons = {ExecutionKind.PERSON, ExecutionKind.INVESTIGATORS}
        many = said.get("officials") or 0
        said["officials"] = many if said.get("kind") in persons else 0
        if said["officials"] > (said.get("ordered") or 0) and said.get("ordered"):
            self.add_error("officials", _("There are fewer persons than that."))
        return said


class DoneForm(forms.Form):
    """How much is done?"""

    done = forms.DecimalField(
        label=_("Done so far, in all"),
        min_value=0,
        max_digits=16,
        decimal_places=2,
        localize=True,
        error_messages={"required": _("Enter how much is done.")},
    )


class ReviewForm(forms.Form):
    """What is agreed, and when is it looked at again?"""

    plan = forms.CharField(
        label=_("Plan"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step = forms.CharField(
        label=_("Next step"),
        max_length=300,
        error_messages={"required": _("Write the next step.")},
    )
    review_on = _day(_("Looked at again on"), _("Enter the day."))

    def clean_review_on(self) -> Any:
        """Take no day that is over."""
        return _coming(self.cleaned_data["review_on"])


class WatchForm(ReviewForm):
    """Why is the matter watched, and who answers for it?"""

    title = forms.CharField(
        label=_("What the matter is about"),
        help_text=_("Without the name of any person."),
        max_length=200,
        error_messages={"required": _("Write what the matter is about.")},
    )
    grounds = forms.MultipleChoiceField(
        label=_("Why it is watched"),
        choices=list(labels.GROUNDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one reason.")},
    )
    leader = forms.CharField(
        label=_("Leader who answers for it"),
        help_text=_("The post, for example: vice chairman for land."),
        max_length=120,
        error_messages={"required": _("Write the leader’s post.")},
    )
    field_order = ("title", "grounds", "leader", "plan", "next_step", "review_on")


class CloseWatchForm(forms.Form):
    """What came of it?"""

    prefix = "close"
    result = forms.CharField(
        label=_("What came of it"),
        max_length=300,
        error_messages={"required": _("Write what came of it.")},
    )


def _coming(day: Any) -> Any:
    if day < timezone.localdate():
        raise forms.ValidationError(_("That day is over."))
    return day
