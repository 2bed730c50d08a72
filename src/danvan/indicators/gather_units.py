"""Which units a place gathers sheets from, and which of them a sheet speaks of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.core.calendar.periods import Period
from danvan.core.indicators import catalogue
from danvan.core.indicators.chains import Sheet
from danvan.core.indicators.filled_cells import Accepts
from danvan.core.text.fold import fold
from danvan.indicators import rungs
from danvan.orgs.models import ChangeKind, Unit, UnitChange


class NotRecognised(ValueError):
    """A sheet is of no unit that is gathered from; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The units that owe a place a sheet for a period, in order, with their names.

    ``names`` leads from a name without diacritics, the former ones of renamed units
    too, to every unit that it may mean; ``gone`` from a former unit's name to the one
    that took it over.
    """

    place: Unit
    sheet: Sheet
    period: Period
    units: Sequence[Unit]
    names: Mapping[str, Sequence[Unit]]
    gone: Mapping[str, str]

    def codes(self, unit: Unit) -> Sequence[str]:
        """Return the codes that a unit fills in, in the order of the sheet."""
        return codes(self.sheet, self.period, unit.level)

    def find(self, code: str, name: str) -> Unit:
        """Return the unit a sheet names; raises NotRecognised.

        The code goes first; a name beside it has to be of the same unit.
        """
        by_code = {unit.code.casefold(): unit for unit in self.units}
        meant = self.names.get(fold(name), ())
        if not code:
            return self._by_name(name, meant)
        unit = by_code.get(code.casefold())
        if unit is None:
            raise NotRecognised(
                _("The unit code %(code)s is not of a unit that owes this sheet here.")
                % {"code": code[:40]}
            )
        if name and meant and unit not in meant:
            raise NotRecognised(
                _(
                    "Code and name are of different units: %(code)s is %(unit)s, but "
                    "the sheet says %(name)s."
                )
                % {"code": unit.code, "unit": unit.name, "name": name[:80]}
            )
        return unit

    def _by_name(self, name: str, meant: Sequence[Unit]) -> Unit:
        if not name:
            raise NotRecognised(_("The sheet names no unit: fill in the unit code."))
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise NotRecognised(
                _(
                    "Several units are called %(name)s: fill in the unit code (%(codes)s)."
                )
                % {"name": name[:80], "codes": ", ".join(u.code for u in meant[:8])}
            )
        if successor := self.gone.get(fold(name)):
            raise NotRecognised(
                _(
                    "%(name)s is now a part of %(unit)s, which owes the sheet as a whole."
                )
                % {"name": name[:80], "unit": successor}
            )
        raise NotRecognised(
            _("No unit called %(name)s owes this sheet here.") % {"name": name[:80]}
        )


def expected(place: Unit, sheet: Sheet, period: Period) -> Expected:
    """Return the units that owe ``place`` the sheet; three queries at most."""
    units = rungs.expected(place, sheet, period)
    names: dict[str, list[Unit]] = defaultdict(list)
    gone: dict[str, str] = {}
    for unit in units:
        _add(names, unit.name, unit)
    changes = UnitChange.objects.filter(to_unit__in=units, on__lte=period.end)
    by_id = {unit.pk: unit for unit in units}
    for change in changes.select_related("from_unit"):
        unit = by_id[change.to_unit_id]  # type: ignore[index] # chosen by it
        if change.kind in {ChangeKind.RENAME, ChangeKind.MOVE}:
            _add(names, change.from_unit.name, unit)
        else:
            gone[fold(change.from_unit.name)] = unit.name
    return Expected(place, sheet, period, units, names, gone)


def _add(names: dict[str, list[Unit]], name: str, unit: Unit) -> None:
    """Let a unit be found by its name, with and without what it is before it."""
    folded = fold(name)
    short = fold(_proper(name))
    for key in {folded, short, fold(unit.office_name)}:
        if unit not in names[key]:
            names[key].append(unit)


def _proper(name: str) -> str:
    kinds = ("tỉnh", "thành phố", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
    for kind in kinds:
        if name.casefold().startswith(f"{kind} "):
            return name[len(kind) + 1 :]
    return name


def codes(sheet: Sheet, period: Period, level: str) -> Sequence[str]:
    """Return the codes with a number of their own that units of a level fill in."""
    return [
        number
        for code in sheet.codes
        for number in catalogue.numbers(code)
        if level in catalogue.of(number).level
        and catalogue.of(number).stands_on(period.end)
    ]


def accepts(some: Sequence[str]) -> Mapping[str, Accepts]:
    """Return what each code takes, as the catalogue has it."""
    signed = {"percentage_point"}
    return {
        code: Accepts(
            decimals=catalogue.of(code).decimals,
            negative=catalogue.of(code).unit in signed
            or catalogue.of(code).kind == "derived",
        )
        for code in some
    }
