"""The empty sheet of a place's units, and the gathered one, as workbooks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.core.indicators import catalogue, filled_sheets
from danvan.indicators import gather_labels, gather_units, labels, standing
from danvan.indicators.gather_units import Expected
from danvan.orgs.models import Unit
from danvan.writers import unit_sheet
from danvan.writers.unit_sheet import Gathering, Label, Line, Row

_MOST_NAME = 31  # characters of a sheet's name


def blank(expected: Expected, unit: Unit | None) -> bytes:
    """Return the empty sheet of ``unit``, or one for all in which it is chosen."""
    tongue, heads = labels.language(), filled_sheets.HEADS
    said = filled_sheets.LABELS
    level = unit.level if unit else _level(expected.units)
    return unit_sheet.blank(
        name=_("Figures")[:_MOST_NAME],
        lists=_("Units")[:_MOST_NAME],
        above=[
            labels.say(expected.sheet.name).upper(),
            _period(expected),
            _(
                "Fill in the yellow cells. Where nothing happened write 0 or “không "
                "phát sinh”; a cell left empty counts as missing."
            ),
        ],
        labels=[
            Label(said["sheet"][tongue], expected.sheet.id),
            Label(said["period"][tongue], expected.period.key),
            Label(said["unit"][tongue], unit.code if unit else "", open=not unit),
            Label(said["name"][tongue], unit.name if unit else "", open=not unit),
        ],
        heads=[heads[key][tongue] for key in ("code", "name", "unit", "amount")],
        rows=rows(expected, level),
        choices=() if unit else [(u.code, u.name) for u in expected.units],
        hint=_("A number is wanted here; for a zero you may write “không phát sinh”."),
    )


def _period(expected: Expected) -> str:
    name, days = (
        labels.period_name(expected.period),
        labels.period_days(expected.period),
    )
    return f"{name}. {days}"


def _level(units: Sequence[Unit]) -> str:
    return units[0].level if units else "commune"


def rows(expected: Expected, level: str) -> list[Row]:
    """Return the figures of the sheet that units of a level fill in."""
    codes = gather_units.codes(expected.sheet, expected.period, level)
    accepted = gather_units.accepts(codes)
    return [
        Row(
            code=code,
            name=labels.say(catalogue.of(code).name),
            measure=gather_labels.measure(code),
            decimals=accepted[code].decimals,
            negative=accepted[code].negative,
        )
        for code in codes
    ]


def workbook(expected: Expected, faults: Sequence[Sequence[str]] = ()) -> bytes:
    """Return units by codes with a total and coverage.

    The second sheet tells which figures are missing, and the ``faults`` of files as
    `gather_labels.fault_lines` gives them.
    """
    codes = _codes(expected)
    amounts = _amounts(expected, codes)
    lines = [_line(unit, codes, amounts) for unit in expected.units]
    have = [line for line in lines if not line.marked]
    return unit_sheet.gathered(
        Gathering(
            name=_("Gathered")[:_MOST_NAME],
            above=[
                labels.say(expected.sheet.name).upper(),
                f"{expected.place.name}. {_period(expected)}",
                _("%(came)s of %(all)s units have figures.")
                % {"came": len(have), "all": len(lines)},
            ],
            heads=[
                _("Unit code"),
                _("Unit"),
                *(labels.say(catalogue.of(code).name) for code in codes),
            ],
            codes=codes,
            lines=lines,
            total=_total(codes, expected.units, amounts),
            coverage=_coverage(codes, expected, amounts),
            faults_name=_("Missing and wrong")[:_MOST_NAME],
            faults_heads=gather_labels.fault_heads(),
            faults=[*_lacking(expected, amounts), *faults],
        )
    )


def _codes(expected: Expected) -> list[str]:
    """Return every code that some unit fills in, in the order of the sheet."""
    levels = {unit.level for unit in expected.units} or {"commune"}
    asked = {
        code
        for level in levels
        for code in gather_units.codes(expected.sheet, expected.period, level)
    }
    return [
        number
        for code in expected.sheet.codes
        for number in catalogue.numbers(code)
        if number in asked
    ]


_Amounts = Mapping[tuple[int, str], Decimal | None]


def _amounts(expected: Expected, codes: Collection[str]) -> _Amounts:
    units = [unit.pk for unit in expected.units]
    cells = standing.cells(units, [expected.period], codes)
    return {(unit, code): cell.amount for (unit, _key, code), cell in cells.items()}


def _line(unit: Unit, codes: Sequence[str], amounts: _Amounts) -> Line:
    values = [amounts.get((unit.pk, code)) for code in codes]
    return Line(unit.code, unit.name, values, marked=all(v is None for v in values))


def _total(codes: Sequence[str], units: Sequence[Unit], amounts: _Amounts) -> Line:
    """Add up what adds up; a share of many units is no sum of their shares."""
    sums: list[Decimal | None] = []
    for code in codes:
        known = [a for u in units if (a := amounts.get((u.pk, code))) is not None]
        adds = known and catalogue.of(code).adds_up
        sums.append(sum(known, Decimal(0)) if adds else None)
    return Line("", _("TOTAL"), sums)


def _coverage(codes: Sequence[str], expected: Expected, amounts: _Amounts) -> Line:
    asked = {unit.pk: set(expected.codes(unit)) for unit in expected.units}
    told = []
    for code in codes:
        of = [u for u in expected.units if code in asked[u.pk]]
        have = sum(amounts.get((u.pk, code)) is not None for u in of)
        told.append(f"{have}/{len(of)}")
    return Line("", _("Units that have it"), told)


def _lacking(expected: Expected, amounts: _Amounts) -> Iterable[Sequence[str]]:
    """Yield a row for each unit that has nothing, or not everything."""
    for unit in expected.units:
        asked = expected.codes(unit)
        lacks = [code for code in asked if amounts.get((unit.pk, code)) is None]
        if not lacks:
            continue
        whole = len(lacks) == len(asked)
        why = _("No figure of this unit") if whole else _("Figures are missing")
        which = "" if whole else ", ".join(lacks)
        yield (unit.code, unit.name, "", "", which, why, "")
