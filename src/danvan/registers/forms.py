"""What the office types into a book; `checking` says what is wrong with it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core import data
from danvan.core.actor import Actor
from danvan.core.registers import read as reading
from danvan.core.registers import words
from danvan.core.registers.kind import Field, Kind, Type
from danvan.core.registers.read import day_of
from danvan.files import services as files
from danvan.files import uploads
from danvan.files.services import Taken
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.registers import checking, labels
from danvan.registers.models import LONGEST_REASON, Entry, Lock
from danvan.ui.widgets import Radios

PREFIX = "v-"  # of the fields a book has, apart from those every line has
_FEW = 4  # choices shown side by side on a phone
_MODES = {Type.COUNT: "numeric", Type.MEASURE: "decimal", Type.MONEY: "decimal"}


class LineForm(forms.Form):
    """One line of a book: quick on a phone, or all of its fields at a desk."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        units: Sequence[Unit],
        today: datetime.date,
        quick: bool = False,
        entry: Entry | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today, self.entry = kind, today, entry
        self.units = {str(unit.pk): unit for unit in units}
        self.taken: dict[str, Taken] = {}
        self.written: dict[str, str] = {}
        self.warnings: list[str] = []
        self.locked: Lock | None = None  # what closed the day
        day = entry.day if entry else today
        if self.is_bound:
            day = day_of(str(self.data.get("day", ""))[:20]) or day
        self.edition = kind.on(day) or kind.latest
        self._line_fields(day, quick)
        for field in self.edition.fields:
            if quick and not field.quick and not field.required:
                continue
            self.fields[PREFIX + field.key] = _control(field, quick=quick)
        if entry:
            self._fill_from(entry)
            self.fields["reason"] = forms.CharField(
                label=_("Reason of the correction"),
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Write why the line is corrected.")},
            )

    def _line_fields(self, day: datetime.date, quick: bool) -> None:
        self.fields["key"] = forms.UUIDField(
            widget=forms.HiddenInput,
            initial=uuid.uuid4,
            error_messages={"required": _KEY, "invalid": _KEY},
        )
        if self.entry is None:
            self.fields["unit"] = forms.ChoiceField(
                label=_("Unit"),
                choices=[(pk, unit.name) for pk, unit in self.units.items()],
                error_messages={"required": _UNIT, "invalid_choice": _UNIT},
            )
            if len(self.units) == 1:
                self.fields["unit"].widget = forms.HiddenInput()
                self.fields["unit"].required = False
                self.initial.setdefault("unit", next(iter(self.units)))
        self.fields["day"] = forms.Field(
            label=labels.say(self.kind.day),
            required=True,
            error_messages={"required": labels.say(checking.DAY)},
            widget=forms.DateInput({"type": "date"})
            if quick
            else forms.TextInput({"class": "govuk-input--width-10", **_PLAIN}),
            help_text="" if quick else _("For example 27/3/2026"),
        )
        self.initial.setdefault(
            "day", f"{day:%Y-%m-%d}" if quick else f"{day:%d/%m/%Y}"
        )

    def _fill_from(self, entry: Entry) -> None:
        values = reading.restored(self.edition, entry.values)
        for field in self.edition.fields:
            value = values.get(field.key)
            said = str(value or "") if field.type is Type.CHOICE else ""
            self.initial[PREFIX + field.key] = said or reading.written(field, value)

    @property
    def unit(self) -> Unit:
        """The unit whose book it is; the first one while none is chosen."""
        if self.entry:
            return self.entry.unit
        first = next(iter(self.units.values()))
        return self.units.get(str(self.data.get("unit", "")), first)

    @property
    def day(self) -> datetime.date | None:
        """The day as typed; None for none that there is."""
        return day_of(str(self.data.get("day", ""))[:20])

    def rows(self) -> list[forms.BoundField]:
        """Return the fields of the book, in its order."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong with the line, each beside its field."""
        said = super().clean() or {}
        self.written = {field.key: self._typed(field) for field in self.edition.fields}
        found = checking.check(
            self.kind, self.unit, self.day, self.written, today=self.today
        )
        for problem in found.problems:
            if problem.severity == "error":
                self.add_problem(problem)
            else:
                self.warnings.append(labels.problem(problem))
        return said

    def add_problem(self, problem: reading.Problem) -> None:
        """Say a problem beside its field, or on top where the form has it not."""
        name = "day" if problem.key == "day" else PREFIX + problem.key
        if self.errors.get(name):
            return  # said already, in the same words
        self.add_error(name if name in self.fields else None, labels.problem(problem))

    def _typed(self, field: Field) -> str:
        if field.type is not Type.FILE:
            return str(self.data.get(PREFIX + field.key, ""))
        uploaded = self.files.get(PREFIX + field.key)
        if uploaded is None:
            return self.entry.values.get(field.key, "") if self.entry else ""
        try:
            content = uploads.read(uploaded)
            taken = files.take(data=content, name=uploaded.name or "", by=_NOBODY_YET)
        except Refused as refused:
            self.add_error(PREFIX + field.key, refused.message)
            return ""
        self.taken[field.key] = taken
        return str(taken.id)


_KEY = _("Load the page again before you send it.")
_UNIT = _("Choose whose book it is.")
_PLAIN: Mapping[str, str] = {"autocomplete": "off", "spellcheck": "false"}
# The gate asks who brings a file; nothing of a refused one is kept or written down.
_NOBODY_YET = Actor(id="system", label="system", unit_code="system")


def label_of(field: Field) -> str:
    """Return what stands beside a field: its name, with its unit of measure."""
    name = labels.say(field.name)
    if not field.unit:
        return name
    measure = labels.say(data.load_toml("measures.toml")[field.unit])
    return name if measure.casefold() in name.casefold() else f"{name} ({measure})"


def _control(field: Field, *, quick: bool) -> forms.Field:
    said: dict[str, Any] = {
        "label": label_of(field),
        "required": field.required,
        "error_messages": {"required": labels.say(words.say("missing", field))},
        "initial": field.default or None,
        "help_text": labels.say(field.hint) if field.hint else "",
    }
    if field.type is Type.FILE:
        made: forms.Field = forms.FileField(**said, allow_empty_file=True)
    elif field.type is Type.CHOICE:
        made = forms.Field(**said, widget=_choice(field, quick=quick))
    elif field.long:
        made = forms.Field(**said, widget=forms.Textarea({"rows": 2}))
    else:
        made = forms.Field(**said, widget=forms.TextInput(_attrs(field)))
    return made


def _choice(field: Field, *, quick: bool) -> forms.Widget:
    choices = [(c.code, labels.say(c.name)) for c in field.choices]
    if quick and len(choices) <= _FEW:
        return Radios(choices=choices)
    empty = [] if field.required and field.default else [("", "—")]
    return forms.Select(choices=[*empty, *choices])


def _attrs(field: Field) -> dict[str, str]:
    attrs = dict(_PLAIN)
    if field.is_number:
        attrs |= {"inputmode": _MODES[field.type], "class": "govuk-input--width-10"}
    elif field.type is Type.DATE:
        attrs |= {"class": "govuk-input--width-10"}
    return attrs


class CancelForm(forms.Form):
    """Why a line should stand no more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    cancel_reason = forms.CharField(
        label=_("Why should this line not count?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the line is cancelled.")},
    )
