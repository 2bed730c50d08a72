"""Hold the rows of a sheet to the book, the units and the closed periods."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from danvan.core.registers.kind import Kind, Type
from danvan.core.registers.read import Problem as Wrong
from danvan.core.registers.read import day_of
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.registers import checking, heads, locking
from danvan.registers.bulk import Row
from danvan.registers.labels import language, say
from danvan.registers.models import Lock
from danvan.registers.sheet import Sheet

_SHOWN = 80  # characters of a bad cell
_MOST_ACCEPTED = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """A bad cell: its address, what stands there, why, and what may stand there."""

    row: int  # as the sheet numbers it
    cell: str
    head: str
    value: str
    reason: str
    accepted: tuple[str, ...] = ()
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: what it becomes, or None with what is wrong."""

    number: int
    row: Row | None
    problems: Sequence[Problem] = ()


@dataclass
class Checker:
    """Checks the rows of one sheet for the units a person writes for."""

    kind: Kind
    sheet: Sheet
    unit: Unit  # whose the rows are that name none
    units: Sequence[Unit]
    today: datetime.date
    _locks: dict[int, Sequence[Lock]] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """Yield what every row comes to; a query for each unit that is named."""
        for number, said in self.sheet.rows():
            yield self._line(number, said)

    def _line(self, number: int, said: Mapping[str, str]) -> Line:
        problems: list[Problem] = []
        unit = self._unit(number, said, problems)
        day = day_of(said.get(heads.DAY, "")[:20])
        reading = checking.check(
            self.kind,
            unit or self.unit,
            day,
            said,
            today=self.today,
            codes=self._codes(day),
        )
        problems += [self._problem(number, said, wrong) for wrong in reading.problems]
        problems += self._not_then(number, said, day)
        if unit is not None and day is not None and (lock := self._lock(unit, day)):
            problems.append(self._at(number, said, heads.DAY, _closed(lock)))
        bad = any(problem.is_error for problem in problems)
        if bad or unit is None or day is None:
            return Line(number, None, problems)
        return Line(number, Row(number, day, reading.values, unit), problems)

    def _unit(
        self, number: int, said: Mapping[str, str], problems: list[Problem]
    ) -> Unit | None:
        if not (text := said.get(heads.UNIT, "")):
            return self.unit
        found = self._by_name.get(fold(text), ())
        if len(found) == 1:
            return found[0]
        names = found or self.units
        reason = (
            _("Several units have this name. Write the code.")
            if found
            else _("You keep this book for no such unit.")
        )
        accepted = tuple(f"{u.code} {u.name}" for u in names[:_MOST_ACCEPTED])
        problems.append(self._at(number, said, heads.UNIT, reason, accepted))
        return None

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Unit]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            for name in {fold(unit.code), fold(unit.name), fold(unit.office_name)}:
                found.setdefault(name, []).append(unit)
        return found

    def _codes(self, day: datetime.date | None) -> frozenset[str]:
        """Return the codes of the units there were; none where no field names one."""
        on = day or self.today
        return frozenset(
            code
            for code, first, last in self._all_units
            if (first is None or first <= on) and (last is None or on <= last)
        )

    @cached_property
    def _all_units(
        self,
    ) -> Sequence[tuple[str, datetime.date | None, datetime.date | None]]:
        if not any(f.type is Type.UNIT for f in self.kind.fields):
            return ()
        return list(Unit.objects.values_list("code", "valid_from", "valid_to"))

    def _lock(self, unit: Unit, day: datetime.date) -> Lock | None:
        if unit.pk not in self._locks:
            ever = datetime.date.min, datetime.date.max
            self._locks[unit.pk] = locking.locks(self.kind.id, unit, *ever)
        return next((k for k in self._locks[unit.pk] if k.start <= day <= k.end), None)

    def _not_then(
        self, number: int, said: Mapping[str, str], day: datetime.date | None
    ) -> list[Problem]:
        """Refuse what a later edition asks for: it would be lost without a word."""
        if len(self.kind.editions) == 1 or day is None:
            return []
        edition = self.kind.on(day)
        if edition is None:
            return []
        reason = _("On that day the book had no such column.")
        strays = said.keys() - edition.by_key.keys() - {heads.DAY, heads.UNIT}
        return [self._at(number, said, key, reason) for key in sorted(strays)]

    def _problem(self, number: int, said: Mapping[str, str], wrong: Wrong) -> Problem:
        accepted = tuple(say(words) for words in wrong.accepted)
        is_error = wrong.severity == "error"
        return self._at(
            number, said, wrong.key, say(wrong.message), accepted, is_error=is_error
        )

    def _at(
        self,
        number: int,
        said: Mapping[str, str],
        key: str,
        reason: str,
        accepted: tuple[str, ...] = (),
        *,
        is_error: bool = True,
    ) -> Problem:
        return Problem(
            row=number,
            cell=self.sheet.cell(number, key),
            head=heads.key_head(self.kind, key, language()),
            value=said.get(key, "")[:_SHOWN],
            reason=reason,
            accepted=accepted,
            is_error=is_error,
        )


def _closed(lock: Lock) -> str:
    return _(
        "The period %(start)s – %(end)s is closed: no new line. Correct a line of it instead."
    ) % {"start": f"{lock.start:%d/%m/%Y}", "end": f"{lock.end:%d/%m/%Y}"}
