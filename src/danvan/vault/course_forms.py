"""What a step of the course asks: codes, days, yes or no; a note where the story is open."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.accounts.models import User
from danvan.core.casework.courses import Need, Step, Transition
from danvan.orgs.models import Unit
from danvan.ui.widgets import DateField, Radios
from danvan.vault import course_labels
from danvan.vault.course_rules import Said, needs_of

LONGEST_NOTE = 4000
_DECIDED = frozenset({
    Step.ACCEPT, Step.EXTEND, Step.SUSPEND, Step.RESUME, Step.TERMINATE, Step.PROTECT,
    Step.CONCLUDE, Step.EXECUTE, Step.INSPECT, Step.REFER, Step.DETERMINE,
})  # fmt: skip


class CourseStep(forms.Form):
    """One step; its fields are those that the law wants for it."""

    seq = forms.IntegerField(widget=forms.HiddenInput)
    on = DateField(label=_("Done on"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        line: Transition,
        today: datetime.date,
        seq: int,
        units: Any = None,
        officers: Any = None,
        note: bool = False,
    ) -> None:
        super().__init__(data, initial={"on": today, "seq": seq})
        self.line, self.today = line, today
        found = dict(_fields(line, today, units, officers))
        found |= _BY_STEP.get(line.step, dict)()
        if line.step in _DECIDED:
            found["decision"] = _decision()
        if note:
            found["note"] = _note()
        self.fields.update(found)

    def clean(self) -> dict[str, Any]:
        """Demand one receiver: a unit, or that it goes on paper to another body."""
        given = super().clean() or {}
        if "outside" in self.fields and bool(given.get("to")) == bool(
            given.get("outside")
        ):
            name = "to" if "to" in self.fields else "outside"
            self.add_error(
                name, _("Choose a unit, or say that it goes to another body.")
            )
        return given

    def said(self) -> Said:
        """Return what was said."""
        given = {k: v for k, v in self.cleaned_data.items() if v}
        for name in ("seq", "on", "note"):
            given.pop(name, None)
        if to := given.pop("to", None):
            given["to"] = to.code
        if officer := given.pop("officer", None):
            given["officer"] = str(officer.pk)
        for name in ("reasons", "criteria"):
            if name in given:
                given[name] = tuple(given[name])
        return Said(**given)


def _fields(
    line: Transition, today: datetime.date, units: Any, officers: Any
) -> Mapping[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    needs = needs_of(line)
    grounds = course_labels.reasons(line.course, line.step, today)
    if Need.REASONS in needs and grounds:
        found["reasons"] = _many(_("Grounds"), grounds)
    if Need.CRITERIA in needs:
        found["criteria"] = _many(_("Criteria of complexity"), course_labels.criteria())
    if Need.OUTCOME in needs:
        found["outcome"] = forms.ChoiceField(
            label=_("What the conclusion says"),
            choices=list(course_labels.outcomes(line.course).items()),
            widget=Radios,
        )
    if Need.BODY in needs:
        if line.step is not Step.TRANSFER and units is not None:
            found["to"] = _unit(units)
        found["outside"] = _yes(_("It goes on paper to a body that has no vault here"))
    if Need.UNIT in needs:
        found["officer"] = _officer(officers)
    for need, label in _CONFIRMED.items():
        if need in needs:
            found[_NAMES[need]] = _yes(label, required=True)
    return found


_CONFIRMED = {
    Need.SIGNATURE: _("Signed, or marked with a fingerprint, by whom it concerns"),
    Need.RESULT: _("The result is on file"),
    Need.NOTHING_LEFT: _("Nothing is left to be carried out"),
}
_NAMES = {
    Need.SIGNATURE: "signed",
    Need.RESULT: "result",
    Need.NOTHING_LEFT: "nothing_left",
}


def _screening() -> dict[str, forms.Field]:
    return {
        "danger": _yes(
            _("The act threatens serious damage: the head is told at once"),
            help_text=_("The leader of the unit sees it on the page of the case."),
        ),
        "places": _yes(_("It has to be checked in several places (10 working days)")),
        "not_own": _yes(_("Another body is competent (forward within 5 working days)")),
        "follow_up": _yes(
            _("This is a follow-up denunciation (reviewed within 20 days)")
        ),
        "overdue": _yes(_("The follow-up says that the body below is late")),
    }


_BY_STEP: Mapping[Step, Callable[[], dict[str, forms.Field]]] = {
    Step.SCREEN: _screening,
    Step.PUBLISH: lambda: {"posted": _yes(_("Posted at the office (15 days or more)"))},
    Step.PROTECT: lambda: {
        "measure": forms.ChoiceField(
            label=_("Measure"),
            choices=list(course_labels.MEASURES.items()),
            widget=Radios,
        )
    },
    Step.EXTEND: lambda: {
        "days": forms.IntegerField(
            label=_("Days more"),
            help_text=_("At most 30 each time. Empty: 30."),
            min_value=1,
            max_value=30,
            required=False,
        )
    },
}


def _yes(label: Any, *, required: bool = False, help_text: Any = "") -> forms.Field:
    return forms.BooleanField(label=label, required=required, help_text=help_text)


def _many(label: Any, choices: Mapping[str, str]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices.items()),
        widget=forms.CheckboxSelectMultiple,
    )


def _decision() -> forms.Field:
    return forms.RegexField(
        r"^[\w./\- ]{3,60}$",
        label=_("Number of the decision"),
        help_text=_("For example 12/QĐ-UBND"),
        max_length=60,
        required=False,
    )


def _note() -> forms.Field:
    return forms.CharField(
        label=_("Note beside the step"),
        help_text=_(
            "Sealed with the content, and read with it alone. Name nobody who speaks."
        ),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


def _unit(units: Any) -> forms.Field:
    field = forms.ModelChoiceField(
        label=_("Receiving unit"),
        queryset=units if units is not None else Unit.objects.none(),
        empty_label=_("Choose"),
        required=False,
    )
    field.label_from_instance = lambda unit: str(unit.office_name)  # type: ignore[method-assign, assignment]
    return field


def _officer(officers: Any) -> forms.Field:
    field = forms.ModelChoiceField(
        label=_("Verifier"),
        queryset=officers if officers is not None else User.objects.none(),
        empty_label=_("Choose"),
    )
    field.label_from_instance = lambda user: str(user.label)  # type: ignore[method-assign, assignment]
    return field
