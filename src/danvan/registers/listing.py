"""The list of a book as its page shows it: filters, columns, rows, sums."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core import data
from danvan.core.calendar import periods
from danvan.core.registers import read as reading
from danvan.core.registers.kind import Kind, Type
from danvan.core.registers.read import day_of
from danvan.orgs.models import Unit
from danvan.registers import labels
from danvan.registers.forms import label_of
from danvan.registers.models import Entry
from danvan.registers.selectors import Filters, Summary

STATES = (
    ("standing", pgettext_lazy("lines of a book", "That count")),
    ("corrected", pgettext_lazy("lines of a book", "Corrected or cancelled since")),
    ("all", pgettext_lazy("lines of a book", "All, the old ones too")),
)
_CHOICE = "c-"


class Day(forms.Field):
    """A day as people write it; what is no day narrows nothing and says so."""

    def clean(self, value: Any) -> datetime.date | None:
        """Return the day; None for nothing typed."""
        if not (text := str(value or "").strip()):
            return None
        if (day := day_of(text[:20])) is None:
            raise forms.ValidationError(_("Write a day like 27/3/2026."))
        return day


class ListForm(forms.Form):
    """What a list is narrowed to, in the address of the page."""

    q = forms.CharField(
        label=_("Words in it"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    period = forms.ChoiceField(label=_("Period"), required=False)
    since = Day(label=_("From day"), required=False)
    until = Day(label=_("To day"), required=False)
    state = forms.ChoiceField(label=_("Lines"), required=False, choices=STATES)
    feed = forms.ChoiceField(label=_("Lines behind"), required=False)

    def __init__(
        self, said: QueryDict, kind: Kind, units: Sequence[Unit], today: datetime.date
    ) -> None:
        super().__init__(said)
        self.kind = kind
        self._choose("period", [("", _("Any day")), *offered(today)])
        names = [(name, feed_name(kind, name)) for name in kind.feeds]
        self._choose("feed", [("", _("Every line")), *names])
        if len(units) > 1:
            named = [(str(u.pk), u.name) for u in units]
            self.fields["unit"] = forms.ChoiceField(
                label=_("Unit"), required=False, choices=[("", _("All units")), *named]
            )
        for field in kind.fields:
            if field.type is Type.CHOICE:
                choices = [(c.code, labels.say(c.name)) for c in field.choices]
                self.fields[_CHOICE + field.key] = forms.ChoiceField(
                    label=labels.say(field.name),
                    required=False,
                    choices=[("", _("All")), *choices],
                )
        for control in self.fields.values():
            control.widget.attrs["class"] = "govuk-!-width-full"

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def sides(self) -> list[forms.BoundField]:
        """Return what stands under "Filter"."""
        return [field for field in self if field.name != "q"]

    def filters(self) -> Filters:
        """Return what is narrowed; a filter that makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if key := said.get("period"):
            chosen = periods.by_key(key)
            since, until = chosen.start, chosen.end
        return Filters(
            unit=int(said["unit"]) if said.get("unit") else None,
            since=since,
            until=until,
            choices={
                name.removeprefix(_CHOICE): code
                for name, code in said.items()
                if name.startswith(_CHOICE) and code
            },
            words=said.get("q", ""),
            state=said.get("state") or "standing",
            feed=said.get("feed", ""),
        )

    def query(self) -> str:
        """Return the filters that hold, as an address bears them."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if name in self.cleaned_data and (said := self.data.get(name)):
                kept[name] = said
        return kept.urlencode()


def offered(today: datetime.date) -> list[tuple[str, str]]:
    """Return the periods to choose from: of both chains, the last to end first."""
    return [
        (period.key, f"{labels.period(period)} ({labels.days(period)})")
        for chain in ("calendar", "inspectorate")
        for period in periods.ending_up_to(chain, today, 2)  # type: ignore[arg-type] # a Chain
    ]


def feed_name(kind: Kind, name: str) -> str:
    """Return what a number is called: by the book, or as the indicator is."""
    for edition in reversed(kind.editions):
        for feed in edition.feeds:
            if feed.id != name:
                continue
            if feed.name:
                return labels.say(feed.name)
    return f"{name} {labels.say(data.indicators()[name])}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in one column."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    entry: Entry
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A page of a list, with what the whole list adds up to."""

    columns: Sequence[Cell]
    rows: Sequence[Row]
    sums: Sequence[Cell]
    added: bool  # whether there is anything to add up


def table(kind: Kind, entries: Sequence[Entry], summary: Summary) -> Table:
    """Put the columns of a book together; short ones only, the rest is on the line."""
    fields = [f for f in kind.fields if not f.long and f.type is not Type.FILE]
    rows = []
    for entry in entries:
        shown = values_of(kind, entry)
        cells = [Cell(shown.get(f.key, ""), f.is_number) for f in fields]
        rows.append(Row(entry, cells))
    return Table(
        columns=[Cell(label_of(f), f.is_number) for f in fields],
        rows=rows,
        sums=[
            Cell(
                labels.amount(summary.sums[f.key]) if f.key in summary.sums else "",
                f.is_number,
            )
            for f in fields
        ],
        added=bool(summary.sums) and summary.lines > 0,
    )


def values_of(kind: Kind, entry: Entry) -> Mapping[str, str]:
    """Return what a line says, by key, in the words of its edition."""
    edition = kind.on(entry.day) or kind.latest
    values = reading.restored(edition, entry.values)
    return {
        key: reading.written(edition.by_key[key], value, labels.language())
        for key, value in values.items()
    }
