"""The page on which a report's figures become values, as its template shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.accounts.rights import Viewer
from danvan.core.indicators import catalogue
from danvan.indicators import reach, taking, value_page
from danvan.indicators import value_labels as labels
from danvan.indicators.matching import Doubt
from danvan.indicators.models import Value
from danvan.indicators.taking_state import Line, State
from danvan.indicators.value_list import cell_address, numbers
from danvan.indicators.value_page import Sentence

DOUBTS: Mapping[Doubt, Promise | str] = {
    Doubt.UNKNOWN: gettext_lazy("The reader knows no indicator here."),
    Doubt.PERIOD: gettext_lazy("Of which period is it?"),
    Doubt.UNIT: gettext_lazy("The sentence speaks of another unit."),
    Doubt.NOBODY: gettext_lazy("It names a unit that is not found."),
    Doubt.TWICE: gettext_lazy("Another figure says something else of this indicator."),
    Doubt.DIMENSION: gettext_lazy(
        "A share, an amount or a count: does it measure the same?"
    ),
    Doubt.KIND: gettext_lazy("The report counts another kind of thing."),
    Doubt.SCALE: gettext_lazy("The number is rounded."),
}
_WRONG: Mapping[str, Promise | str] = {
    "code": gettext_lazy(
        "No indicator has this code. Write one of the list, such as TCD01."
    ),
    "unit": gettext_lazy("Choose a unit from the list."),
    "period": gettext_lazy("Choose a period from the list."),
}
_FALL = ("giảm", "decrease")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the table."""

    key: str
    line: Line
    printed: str
    counted: str
    sentence: Sentence | None
    code: str
    amount: str
    doubts: tuple[Promise | str, ...]
    wrong: Promise | str
    may_fall: bool
    stands: str
    taken: bool
    link: str


def context(state: State, shown: "Page[Line]", viewer: Viewer) -> dict[str, Any]:
    """Return what the page shows; a query for what was taken before."""
    lines = list(shown.object_list)
    taken = _taken(state, lines)
    readable = reach.readable(viewer)
    return {
        "report": state.report,
        "state": state,
        "page": shown,
        "rows": [_row(state, line, taken, readable) for line in lines],
        "unit_options": [
            (unit.pk, f"{unit.name}{_of(unit.parent.name) if unit.parent else ''}")
            for unit in sorted(state.units.values(), key=lambda u: bytes(u.sort_key))
        ],
        "named": [(unit.pk, unit.name) for unit in state.named],
        "periods": [(p.key, labels.period(p)) for p in state.periods],
        "indicators": [
            (code, f"{code} – {labels.indicator_name(code)}") for code in numbers()
        ],
        "chosen": len(state.chosen),
        "figures": len(state.lines),
    }


def _of(parent: str) -> str:
    return f", {parent}"


def _taken(state: State, lines: list[Line]) -> dict[tuple[int, str, str], Value]:
    cells = Value.objects.standing().filter(
        origin=str(state.report.pk),
        code__in={line.code for line in lines},
        amount__isnull=False,
    )
    return {
        (value.unit_id, value.period.key, value.code): value
        for value in cells.select_related("period")
    }


def _row(
    state: State,
    line: Line,
    taken: Mapping[tuple[int, str, str], Value],
    readable: frozenset[int],
) -> Row:
    figure, code = line.proposal.figure, line.code
    value = line.before or taken.get((line.unit.pk, line.period.key, code))
    sentence = value_page.passage(state.report.text, figure.start, figure.end)
    before = sentence.before if sentence else figure.label
    derived = bool(code and catalogue.of(code).kind == "derived")
    link = cell_address(line.unit, line.period, code) if value else ""
    return Row(
        key=figure.key,
        line=line,
        printed=labels.amount_printed(figure.text, figure.bound),
        counted=f"{labels.scale_word(figure.scale)} {figure.unit}".strip(),
        sentence=sentence,
        code=f"{code} – {labels.indicator_name(code)}" if code else line.typed,
        amount=_amount(line),
        doubts=()
        if line.before
        else tuple(DOUBTS[doubt] for doubt in line.proposal.doubts),
        wrong=_WRONG.get(line.wrong, ""),
        may_fall=line.falls or derived or before.rstrip().lower().endswith(_FALL),
        stands=labels.of_value(value) if value else "",
        taken=line.before is not None,
        link=link if line.unit.pk in readable else "",
    )


def _amount(line: Line) -> str:
    """Return the number in the unit of the catalogue, where that is another one."""
    if not line.code:
        return ""
    found = taking.amount_of(line.proposal.figure, line.code, falls=line.falls)
    return f"{labels.amount(found.amount)} {labels.measure(line.code)}"


def said_twice(twice: taking.SaidTwice) -> str:
    """Say which figures contradict each other, and what to do."""
    first, second = twice.figures[:2]
    return _(
        "%(a)s and %(b)s say different things of one indicator, unit and period. "
        "Untick one of them, or give it another indicator, unit or period."
    ) % {"a": first.text, "b": second.text}
