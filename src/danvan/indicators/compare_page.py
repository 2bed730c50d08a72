"""What the pages of comparison show: rows of text, notes on coverage, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.accounts.rights import Viewer
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue, chains
from danvan.core.rollup.compare import MESSAGES, Change
from danvan.core.rollup.restate import OnMap
from danvan.indicators import comparing, labels, reach, value_labels
from danvan.indicators.comparing import Compared
from danvan.indicators.figures import Figure
from danvan.orgs.models import Unit
from danvan.registers import chart

YEARS = 4  # of one indicator over time
NAMED = 6  # units named in a note; how many more is said


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a unit, a period, and one indicator or a sheet's."""

    unit: Unit
    period: periods.Period
    what: str
    codes: Sequence[str]
    name: str

    @property
    def one(self) -> bool:
        """Whether one indicator is asked for, over time."""
        return self.what in catalogue.known()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``notes`` say what to know before believing it."""

    code: str
    name: str
    url: str
    now: str
    printed: str
    printed_change: str
    restated: str
    restated_change: str
    notes: Sequence[str]

    def cells(self) -> list[str]:
        """Return the line as a sheet has it."""
        return [
            *(self.code, self.name, self.now),
            *(self.printed, self.printed_change),
            *(self.restated, self.restated_change, ". ".join(self.notes)),
        ]


class NotFound(LookupError):
    """Nothing the viewer may read is at this address."""


def asked(viewer: Viewer, unit_id: int, period: str, what: str) -> Asked:
    """Return what an address asks for; raises NotFound. Two queries."""
    if unit_id not in reach.readable(viewer):
        raise NotFound
    try:
        of, unit = periods.by_key(period), Unit.objects.get(pk=unit_id)
    except (periods.NoSuchPeriod, Unit.DoesNotExist):
        raise NotFound from None
    indicator = catalogue.known().get(what)
    if indicator is not None:
        name = value_labels.indicator_name(what)
        return Asked(unit, of, what, catalogue.numbers(what), name)
    try:
        sheet = chains.by_id(what)
    except KeyError:
        raise NotFound from None
    return Asked(unit, of, what, sheet.codes_for(of), labels.say(sheet.name))


def rows(asked: Asked) -> list[Row]:
    """Return a sheet's indicators beside the year before, or one over some years."""
    if not asked.one:
        found = comparing.compare(asked.unit, asked.period, asked.codes)
        return [_row(asked, cell, asked.period) for cell in found.values()]
    shown: list[Row] = []
    period: periods.Period | None = asked.period
    while period is not None and len(shown) < YEARS * len(asked.codes):
        found = comparing.compare(asked.unit, period, asked.codes, on=asked.period.end)
        shown += [_row(asked, cell, period) for cell in found.values()]
        period = comparing.a_year_before(period)
    return shown


def drawn(asked: Asked) -> chart.Chart | None:
    """Return bars of the first indicator: now, as printed and on today's map."""
    found = comparing.compare(asked.unit, asked.period, asked.codes[:1])
    cell = next(iter(found.values()), None)
    if cell is None:
        return None
    then = comparing.a_year_before(asked.period)
    names = [labels.period_name(asked.period)]
    if then is not None:
        year = {"period": labels.period_name(then)}
        names += [
            _("%(period)s, as printed then") % year,
            _("%(period)s, on today's map") % year,
        ]
    values = [
        cell.now.value,
        cell.printed.value,
        cell.restated.value if cell.restated else None,
    ]
    pairs = [(n, v) for n, v in zip(names, values, strict=False) if v is not None]
    title = value_labels.indicator_name(cell.code)
    return chart.bars(title, sorted(pairs, key=lambda pair: -pair[1]))


def _row(asked: Asked, cell: Compared, period: periods.Period) -> Row:
    name = value_labels.indicator_name(cell.code)
    if asked.one:
        name = f"{name}, {labels.period_name(period)}"
    return Row(
        code=cell.code,
        name=name,
        url=address(asked.unit, asked.period, cell.code),
        now=_figure(cell.now),
        printed=_figure(cell.printed),
        printed_change=_change(cell.printed_change),
        restated=value_labels.amount(cell.restated.value if cell.restated else None),
        restated_change=_change(cell.restated_change),
        notes=list(_notes(cell)),
    )


def address(unit: Unit, period: periods.Period, what: str) -> str:
    """Return the page of a sheet or an indicator."""
    return reverse("indicators:compare", args=[unit.pk, period.key, what])


def _figure(figure: Figure) -> str:
    return value_labels.amount(figure.value)


def _change(change: Change) -> str:
    """Write a change: +115 (+3,5 %), or in percentage points, or nothing."""
    if change.points is not None:
        points = labels.shown(change.points, signed=True)
        return _("%(n)s points") % {"n": points}
    if change.difference is None:
        return ""
    by = labels.shown(_short(change.difference), signed=True)
    if change.percent is None:
        return by
    return f"{by} ({labels.shown(change.percent, signed=True)} %)"


def _short(value: Decimal) -> Decimal:
    return round(value, 3)


def _notes(cell: Compared) -> list[str]:
    found = []
    if cell.now.value is not None and not cell.now.complete:
        found.append(
            _("Now: %(given)s of %(expected)s units have a figure")
            % {"given": cell.now.given, "expected": cell.now.expected}
        )
    if cell.now.uneven:
        found.append(_("Numerator and denominator come from different units"))
    if cell.now_apart is not None:
        found.append(labels.say(MESSAGES[cell.now_apart]))
    if cell.redrawn and cell.restated is not None:
        found.append(_coverage(cell, cell.restated))
    if cell.restated_change.why is not None:
        found.append(labels.say(MESSAGES[cell.restated_change.why]))
    return found


def _coverage(cell: Compared, restated: OnMap) -> str:
    said = _("Then: %(given)s of %(parts)s former units have a figure") % {
        "given": restated.given,
        "parts": restated.parts,
    }
    if not cell.without or not restated.given:
        return said
    named, more = cell.without[:NAMED], len(cell.without) - NAMED
    rest = ""
    if more > 0:
        rest = ngettext(" and %(n)s more", " and %(n)s more", more) % {"n": more}
    missing = ", ".join(named) + rest
    return _("%(said)s; missing: %(missing)s") % {"said": said, "missing": missing}


def heads(asked: Asked) -> list[str]:
    """Return the heads of the table, as a sheet has them."""
    then = comparing.a_year_before(asked.period)
    now = labels.period_name(asked.period)
    printed, restated = (
        _("A year before, as printed"),
        _("A year before, on today's map"),
    )
    if then is not None and not asked.one:
        period = {"period": labels.period_name(then)}
        printed = _("%(period)s, as printed then") % period
        restated = _("%(period)s, on today's map") % period
    return [
        *(_("Code"), _("Indicator"), _("This period") if asked.one else now),
        *(printed, _("Up or down")),
        *(restated, _("Up or down on today's map"), _("Notes")),
    ]


def sheets(asked: Asked) -> list[tuple[str, str]]:
    """Return the sheets of the unit to compare, by address and name."""
    unit, period = asked.unit, asked.period
    return [
        (address(unit, period, sheet.id), labels.say(sheet.name))
        for sheet in chains.of(unit.kind, unit.level, period)
        if sheet.id != asked.what
    ]
