"""What the apps' records come to under the code of an indicator, and the rows behind.

Two roads lead there: apps that count under the code itself (books), and the columns
of a statutory form (``01/TCD:[13] + [22]`` in the catalogue), which are counted for
any period by the days of the records.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache

from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.checks import expression
from danvan.core.desk import Item
from danvan.core.forms import engine, load
from danvan.core.forms.form import Form
from danvan.core.indicators import catalogue
from danvan.indicators import sources

# The regime whose columns the catalogue names.
_REGIME = "2024"


def is_counted(code: str) -> bool:
    """Say whether some app counts the indicator, by itself or through a form."""
    return sources.counts(code) or bool(_columns(code))


def totals(
    codes: Collection[str], period: Period, unit_ids: Collection[int]
) -> Mapping[str, Decimal]:
    """Return what is counted for the units together, by code.

    A code without a line in any book is left out: empty is not zero. A form's column
    is counted whenever its app runs, so nought of them is zero. A query per count.
    """
    forms = {form for code in codes if (form := _form(code))}
    cells = {form: _cells(form, period, unit_ids) for form in forms}
    found: dict[str, Decimal] = {}
    for code in codes:
        values = [*sources.of_indicator(code, period, unit_ids).values()]
        worked = _work_out(code, cells.get(_form(code), {}))
        values += [] if worked is None else [worked]
        if values:
            found[code] = sum(values, Decimal(0))
    return found


def behind(
    code: str, period: Period, unit_ids: Collection[int], viewer: Viewer
) -> list[Item]:
    """Return the rows behind a counted value that the viewer may see, each once."""
    found = sources.behind_indicator(code, period, unit_ids, viewer)
    form = _form(code)
    for number in sorted(columns_of(code), key=int):
        found += sources.records(form, number, period, unit_ids, viewer)
    return list({item.url: item for item in found}.values())


def columns_of(code: str) -> frozenset[str]:
    """Return the columns that come to an indicator, sums taken apart.

    >>> sorted(columns_of("TCD05"))
    ['13', '22']
    """
    if not _columns(code):
        return frozenset()
    form = _forms()[_form(code)]
    pending = [name.name for name in expression.names_of(_expression(code))]
    found = set()
    while pending:
        number = pending.pop()
        parts = form.by_number[number].parts
        pending += parts
        found |= set() if parts else {number}
    return frozenset(found)


def _cells(
    form_id: str, period: Period, unit_ids: Collection[int]
) -> Mapping[str, Decimal | None]:
    given = sources.totals(form_id, period, unit_ids)
    return engine.fill(_forms()[form_id], given).cells


def _work_out(code: str, cells: Mapping[str, Decimal | None]) -> Decimal | None:
    if not _columns(code):
        return None
    known = {number: value for number, value in cells.items() if value is not None}
    try:
        return expression.work_out(_expression(code), known)
    except KeyError:
        return None


def _columns(code: str) -> str:
    row = catalogue.known().get(code)
    return row.columns or "" if row else ""


def _form(code: str) -> str:
    """Return the id of the form whose columns come to the code, or nothing."""
    named = _columns(code).partition(":")[0]
    return f"{named}/{_REGIME}" if named else ""


@cache
def _expression(code: str) -> expression.Expression:
    return expression.parse_expression(_columns(code).partition(":")[2])


@cache
def _forms() -> Mapping[str, Form]:
    return {form.id: form for form in load.known()}
