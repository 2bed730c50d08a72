"""The compiler's screen in words: rows, marks with their cure, what happens next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from danvan.core.checks.rules import Finding
from danvan.core.indicators import catalogue
from danvan.core.rollup import compare
from danvan.indicators import compiling, labels, value_labels
from danvan.indicators.compile_forms import EntryForm
from danvan.indicators.compile_numbers import Number
from danvan.indicators.compiling import Board, Then
from danvan.indicators.models import Stage

SEVERITIES: Mapping[str, tuple[str, Promise | str]] = {
    "error": ("error", gettext_lazy("Does not add up")),
    "warning": ("warning", gettext_lazy("Look again")),
    "question": ("note", gettext_lazy("A question")),
    "differs": ("warning", gettext_lazy("Two sources differ")),
}
_ORDER = [*SEVERITIES]
STAGES: Mapping[str, tuple[Promise | str, str]] = {
    Stage.OPEN: (pgettext_lazy("sheet", "Being compiled"), "yellow"),
    Stage.SIGNED: (pgettext_lazy("sheet", "Signed, not sent"), "blue"),
    Stage.SENT: (pgettext_lazy("sheet", "Sent"), "green"),
    Stage.RETURNED: (pgettext_lazy("sheet", "Returned"), "red"),
    Stage.APPROVED: (pgettext_lazy("sheet", "Approved"), "green"),
    Stage.LOCKED: (pgettext_lazy("sheet", "Concluded"), "grey"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A code with the address of what is behind its number; the address may be empty."""

    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is odd about a line: the rule in words and what mends it."""

    kind: str
    sign: str
    label: str
    message: str
    cure: str
    codes: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Was:
    """A number of an earlier period and the change since, in words.

    ``on_map`` is the same for the ground the unit holds now, where that changed.
    """

    shown: str = ""
    change: str = ""
    percent: str = ""
    why: str = ""
    on_map: Was | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the screen; addresses are empty where they lead nowhere."""

    code: str
    name: str
    measure: str
    shown: str
    source: str
    behind: str
    nothing: bool
    before: Was
    year_ago: Was
    note: str
    may_enter: bool
    entry: EntryForm | None = None
    marks: Sequence[Mark] = field(default=())


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one chapter."""

    name: str
    rows: Sequence[Row]


def address(board: Board, name: str = "compile", **more: str) -> str:
    """Return an address of the screen, or of one of its lines."""
    place = {
        "unit": board.unit.pk,
        "period": board.period.key,
        "sheet": board.sheet.id,
    }
    return reverse(f"indicators:{name}", kwargs={**place, **more})


def behind(board: Board, number: Number) -> str:
    """Return where the cases or the sentence behind a number are shown."""
    if number.amount is None:
        return ""
    return address(board, "compile-behind", code=number.code)


def marks(board: Board) -> list[Mark]:
    """Return all that is odd, errors first; each names the lines it is about."""
    found = [_of_rule(board, finding) for finding in board.findings]
    found += [
        _mark(board, "differs", _("The sources of this number do not agree."), "", [c])
        for c, number in board.numbers.items()
        if number.differs
    ]
    found += [
        _mark(board, "question", labels.say(words), "", [code])
        for code, words in board.questions.items()
    ]
    return sorted(found, key=lambda m: _ORDER.index(m.kind))


def tried(board: Board, code: str, amount: Decimal) -> list[Mark]:
    """Return what would be odd about a line with another number in it."""
    return [
        mark
        for mark in marks(compiling.with_amount(board, code, amount))
        if code in {link.code for link in mark.codes}
    ]


def _of_rule(board: Board, finding: Finding) -> Mark:
    message, cure = labels.say(finding.message), labels.say(finding.rule.cure)
    return _mark(board, finding.severity, message, cure, finding.codes)


_CURES: Mapping[str, Promise | str] = {
    "differs": gettext_lazy(
        "Open the number, see both sources and choose, or mend one."
    ),
    "question": gettext_lazy(
        "If it is right, say why in a note; it may be sent as it is."
    ),
}


def _mark(
    board: Board, kind: str, message: str, cure: str, codes: Iterable[str]
) -> Mark:
    sign, label = SEVERITIES[kind]
    links = [
        Link(code, f"#row-{code}" if code in board.numbers else "") for code in codes
    ]
    return Mark(kind, sign, str(label), message, cure or str(_CURES[kind]), links)


def groups(
    board: Board, entries: Mapping[str, EntryForm], *, empty: bool
) -> list[Group]:
    """Return the lines with a number, or those without one, by chapter.

    A line that something is wrong with is shown among the first even when empty.
    """
    all_marks = marks(board)
    marked = {link.code for mark in all_marks for link in mark.codes}
    found: dict[str, list[Row]] = {}
    for code, number in board.numbers.items():
        if (number.amount is None and code not in marked) is empty:
            row = _row(board, number, all_marks, entries)
            found.setdefault(_chapter(code), []).append(row)
    return [Group(name, rows) for name, rows in found.items()]


def _chapter(code: str) -> str:
    known = catalogue.known().get(code)
    group = catalogue.groups().get(known.group) if known else None
    return labels.say(group.name) if group else ""


def _row(
    board: Board,
    number: Number,
    all_marks: Sequence[Mark],
    entries: Mapping[str, EntryForm],
) -> Row:
    code = number.code
    may_enter = board.is_open and number.may_enter
    return Row(
        code=code,
        name=value_labels.indicator_name(code),
        measure=value_labels.measure(code),
        shown=shown(number),
        source=source(number),
        behind=behind(board, number),
        nothing=number.nothing,
        before=_was(number, board.before),
        year_ago=_was(number, board.year_ago),
        note=board.notes.get(code, ""),
        may_enter=may_enter,
        entry=(entries.get(code) or EntryForm(code=code)) if may_enter else None,
        marks=[m for m in all_marks if code in {link.code for link in m.codes[:1]}],
    )


def shown(number: Number) -> str:
    if number.nothing:
        return _("nothing")
    bound = number.value.bound if number.value else ""
    return value_labels.amount(number.amount, bound)


def source(number: Number) -> str:
    """Say where a number comes from."""
    if number.nothing:
        return _("Nothing to report")
    if number.units is not None:
        given, expected = number.units
        return _("Added up: %(given)s of %(expected)s units") % {
            "given": given,
            "expected": expected,
        }
    if number.source == "derived":
        return str(labels.SOURCES["derived"])
    return str(value_labels.PROVENANCES.get(number.source, ""))


def _was(number: Number, then: Then) -> Was:
    before, kind = then.amounts.get(number.code), catalogue.of(number.code).kind
    was = Was()
    if before is not None:
        was = _changed(compare.change(kind, number.amount, before), before)
    if number.code not in then.restated:
        return was
    on_map = then.restated[number.code]
    change = compare.change_on_map(kind, number.amount, on_map)
    return replace(was, on_map=_changed(change, on_map.value))


def _changed(change: compare.Change, before: Decimal | None) -> Was:
    why = labels.say(compare.MESSAGES[change.why]) if change.why else ""
    if change.points is not None:
        points = labels.shown(change.points, signed=True)
        return Was(labels.shown(before), _("%(n)s points") % {"n": points})
    if change.difference is None:
        return Was(labels.shown(before), why=why)
    percent = ""
    if change.percent is not None:
        percent = f"{labels.shown(change.percent, signed=True)} %"
    difference = labels.shown(change.difference, signed=True)
    return Was(labels.shown(before), difference, percent, why)


def next_step(board: Board, marked: Sequence[Mark]) -> str:
    """Say what the compiler does next, or what happens without him."""
    if board.closure is not None:
        return labels.say(board.closure.message)
    if not board.may_fill:
        return _("You may read this sheet; its unit compiles it.")
    to = board.sheet.to.get(board.unit.level)
    to_whom = labels.say(to) if to else _("the level above")
    if board.owed.stage == Stage.SIGNED:
        return _(
            "Send it. It then goes to %(whom)s, which approves it or returns it."
        ) % {"whom": to_whom}
    if board.unexplained():
        n = len(board.unexplained())
        return ngettext(
            "Look at %(n)s line that does not add up: put the case right, or write a note why it is so.",
            "Look at %(n)s lines that do not add up: put the cases right, or write a note why they are so.",
            n,
        ) % {"n": n}
    if board.empty:
        return _(
            "Say of the lines still empty that there was nothing, or give their number; then sign."
        )
    if marked:
        return _("Look at what is asked, write a note where it helps, then sign.")
    return _("Everything adds up: sign, then send.")
