"""Sessions planned in bulk: every Thursday from a day to a day, seen before made."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.duty import Post
from danvan.orgs.models import Level, Unit
from danvan.receptions import labels
from danvan.receptions.models import Kind
from danvan.receptions.planning import Plan
from danvan.ui.widgets import DateField, Radios

LONGEST = datetime.timedelta(days=366)
_WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class TimeInput(forms.TimeInput):
    """The browser's own box for an hour."""

    input_type = "time"


def _hour(label: Any, initial: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        initial=initial,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": _("Write the hour as 08:30.")},
    )


class PlanForm(forms.Form):
    """Who receives, on which days, when and where."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    post = forms.ChoiceField(label=_("Who receives?"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of reception"),
        choices=list(labels.KINDS.items()),
        initial=Kind.PERIODIC,
        widget=Radios,
    )
    ground = forms.ChoiceField(label=_("Case of unscheduled reception"), required=False)
    first = DateField(
        label=_("First day"), error_messages={"required": _("Write the first day.")}
    )
    last = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: the first day alone."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On which days of the week?"),
        choices=_WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: the weekday of the first day."),
    )
    starts = _hour(pgettext_lazy("hour", "From"), "08:00")
    ends = _hour(pgettext_lazy("hour", "To"), "11:00")
    place = forms.CharField(
        label=_("Place"),
        max_length=300,
        error_messages={"required": _("Write where people are received.")},
    )
    expected = forms.CharField(
        label=_("Expected content"), max_length=500, required=False
    )
    participants = forms.CharField(
        label=_("Who takes part"), max_length=500, required=False
    )
    online = forms.BooleanField(label=_("Online reception"), required=False)
    every = forms.TypedChoiceField(
        label=_("Hours that can be booked"),
        coerce=int,
        choices=[
            (0, _("None")),
            (15, _("Every 15 minutes")),
            (30, _("Every 30 minutes")),
            (60, _("Every hour")),
        ],
        initial=30,
    )
    seats = forms.IntegerField(
        label=_("Appointments in an hour given"), min_value=1, max_value=20, initial=1
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self._choose("unit", [(u.pk, u.name) for u in units])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk
        posts = [(p.value, labels.post(p)) for p in _posts(units)]
        self._choose("post", [("", labels.post("")), *posts])
        if posts:
            self.initial.setdefault("post", posts[0][0])
        self._choose("ground", [("", "—"), *labels.unscheduled(today)])

    def clean(self) -> dict[str, Any]:
        """Hold days and hours in order; an unscheduled session has its ground."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error(
                "last", _("The last day comes after the first, within a year.")
            )
        if said.get("starts") and said.get("ends") and said["starts"] >= said["ends"]:
            self.add_error("ends", _("The session ends after it starts."))
        if said.get("kind") == Kind.UNSCHEDULED and not said.get("ground"):
            self.add_error("ground", _("Choose why the session is unscheduled."))
        return said

    @property
    def of_unit(self) -> Unit:
        """Return the unit chosen."""
        return self.units[self.cleaned_data["unit"]]

    def plans(
        self, calendar: WorkingCalendar
    ) -> tuple[list[Plan], list[datetime.date]]:
        """Return the sessions, and the days left out because nobody works on them."""
        said = self.cleaned_data
        first, last = said["first"], said["last"] or said["first"]
        wanted = {int(d) for d in said["weekdays"]} or {first.weekday()}
        days = [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
        chosen = [day for day in days if day.weekday() in wanted]
        free = said["kind"] == Kind.UNSCHEDULED
        off = [d for d in chosen if not (free or calendar.is_working(d))]
        return [self._plan(day) for day in chosen if day not in off], off

    def _plan(self, day: datetime.date) -> Plan:
        said = self.cleaned_data
        same = ("starts", "ends", "place", "online", "expected", "participants")
        return Plan(
            on=day,
            kind=Kind(said["kind"]),
            post=Post(said["post"]) if said["post"] else None,
            ground=said["ground"] if said["kind"] == Kind.UNSCHEDULED else "",
            every=said["every"],
            seats=said["seats"],
            **{name: said[name] for name in same},
        )

    def _choose(self, field: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


def _posts(units: Sequence[Unit]) -> list[Post]:
    """Return the posts that receive in these units, the likeliest first."""
    return list(dict.fromkeys(post for unit in units for post in posts_of(unit)))


def posts_of(unit: Unit) -> list[Post]:
    """Return the posts of a unit that owe reception (Law 42/2013, articles 12-18)."""
    chairs = {Level.COMMUNE: Post.COMMUNE_CHAIR, Level.PROVINCE: Post.PROVINCE_CHAIR}
    if unit.kind in {"territory", "peoples_committee"} and unit.level in chairs:
        return [chairs[Level(unit.level)]]
    if unit.kind == "service_unit":
        return [Post.SERVICE_HEAD]
    return [Post.AGENCY_HEAD]
