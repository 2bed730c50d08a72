"""What the page of a report shows, made of its rows: plain values for a template."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from danvan.reports.labels import (
    decimal_shown,
    digits_after_comma,
    rule_name,
    state_name,
)
from danvan.reports.marking import (
    Mark,
    Piece,
    Section,
    State,
    lines,
    section_of,
    sections,
)
from danvan.reports.models import Check, Figure, Remark
from danvan.reports.selectors import Contents

SHOWN = 300  # so many findings of each kind on one page; the export has all

_WEIGHT = {state: number for number, state in enumerate(State)}
_STATES = {"error": State.ERROR, "warning": State.WARNING, "note": State.NOTE}


@dataclass(frozen=True, slots=True)
class Link:
    """A printed number with the address of its place in the text."""

    text: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One check as the panel shows it; ``place`` leads into the text."""

    check: Check
    anchor: str
    state: State
    state_name: str
    rule: str
    message: str
    printed: str
    computed: str
    place: str
    figures: list[Link]
    repair: str
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure where there is no text to show it in."""

    figure: Figure
    state: State
    state_name: str
    target: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template draws, in the order in which it draws it."""

    findings: list[Finding]
    holding: list[Finding]
    counts: dict[str, int]
    hidden: int  # findings beyond SHOWN
    parts: list[Section]
    part: int
    lines: list[list[Piece]]
    rows: list[Row]


def build(contents: Contents, part: int = 1) -> Page:
    """Put a report's page together; ``part`` is the section of a long text."""
    parts = sections(contents.report.text)
    part = min(max(part, 1), max(len(parts), 1))
    states = _states(contents)
    figures = {figure.key: figure for figure in contents.figures}
    places = _Places(contents, parts, part)
    failing = sorted(
        (check for check in contents.checks if not check.holds),
        key=lambda check: (-_WEIGHT[_state(check, contents)], check.start),
    )
    holding = [check for check in contents.checks if check.holds]
    findings, holds = (places.nearest(checks) for checks in (failing, holding))
    text = contents.report.text
    shown = parts[part - 1] if parts else Section(1, 0, 0)
    marks = _marks(contents, shown, states, [*findings, *holds])
    return Page(
        findings=[places.finding(check, figures) for check in findings],
        holding=[places.finding(check, figures) for check in holds],
        counts=_counts(contents, states),
        hidden=len(contents.checks) - len(findings) - len(holds),
        parts=parts,
        part=part,
        lines=list(lines(text, shown, marks)) if parts else [],
        rows=[] if parts else _rows(contents, states, findings),
    )


def _state(check: Check, contents: Contents) -> State:
    if check.holds:
        return State.HOLDS
    return State.NOTE if check.pk in contents.remarks else _STATES[check.severity]


def _states(contents: Contents) -> dict[str, State]:
    """Return for each figure and citation the heaviest that is said of it."""
    found: dict[str, State] = {}
    for check in contents.checks:
        state = _state(check, contents)
        for key in (*check.figures, *check.citations):
            found[key] = max(found.get(key, state), state, key=_WEIGHT.__getitem__)
    return found


def _counts(contents: Contents, states: dict[str, State]) -> dict[str, int]:
    of_checks = Counter(_state(check, contents) for check in contents.checks)
    checked = sum(1 for figure in contents.figures if figure.key in states)
    return {
        "errors": of_checks[State.ERROR],
        "warnings": of_checks[State.WARNING],
        "notes": of_checks[State.NOTE],
        "holds": of_checks[State.HOLDS],
        "figures": len(contents.figures),
        "citations": len(contents.citations),
        "unchecked": len(contents.figures) - checked,
    }


def _marks(
    contents: Contents,
    shown: Section,
    states: dict[str, State],
    checks: Sequence[Check],
) -> list[Mark]:
    """Return a mark for each figure, each checked citation and each bare finding."""
    targets = _targets(checks)
    names = {state: state_name(state) for state in State}
    marks = [
        Mark(
            start=part.start,
            end=part.end,
            anchor=part.key,
            state=(state := states.get(part.key, State.UNCHECKED)),
            target=targets.get(part.key, ""),
            title=names[state],
        )
        for part in (*contents.figures, *contents.citations)
        if shown.start <= part.start < shown.end
        and (isinstance(part, Figure) or part.key in states)
    ]
    marks += [
        Mark(check.start, check.start, f"{check.key}-place")
        for check in checks
        if not check.figures and not check.citations
    ]
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def _targets(checks: Iterable[Check]) -> dict[str, str]:
    """Return for each figure and citation the heaviest finding about it."""
    found: dict[str, str] = {}
    for check in checks:
        for key in (*check.figures, *check.citations):
            found.setdefault(key, check.key)
    return found


def _rows(
    contents: Contents, states: dict[str, State], failing: Sequence[Check]
) -> list[Row]:
    targets = _targets(failing)
    return [
        Row(
            figure=figure,
            state=(state := states.get(figure.key, State.UNCHECKED)),
            state_name=state_name(state),
            target=targets.get(figure.key, ""),
        )
        for figure in contents.figures
    ]


class _Places:
    """Addresses of places in the text, from the section that is being shown."""

    def __init__(self, contents: Contents, parts: list[Section], part: int) -> None:
        self._contents = contents
        self._parts = parts
        self._part = part

    def url(self, anchor: str, offset: int) -> str:
        """Return the address of an anchor, in this section or another."""
        part = section_of(self._parts, offset)
        return f"#{anchor}" if part == self._part else f"?part={part}#{anchor}"

    def nearest(self, checks: list[Check]) -> list[Check]:
        """Return the checks to show: all, or of very many those of this section."""
        if len(checks) <= SHOWN:
            return checks
        near = [c for c in checks if section_of(self._parts, c.start) == self._part]
        return near[:SHOWN]

    def finding(self, check: Check, figures: dict[str, Figure]) -> Finding:
        """Return a check as the panel shows it."""
        state = _state(check, self._contents)
        vietnamese = get_language() != "en"
        keys = [*check.figures, *check.citations, f"{check.key}-place"]
        repair = check.more.get("repair") or {}
        return Finding(
            check=check,
            anchor=check.key,
            state=state,
            state_name=state_name(state),
            rule=rule_name(check.rule),
            message=check.message_vi if vietnamese else check.message_en,
            printed=decimal_shown(check.printed),
            # As exact as what was printed, and to be told apart from it.
            computed=decimal_shown(
                check.computed, max(digits_after_comma(check.printed), 2)
            ),
            place=self.url(keys[0], check.start),
            figures=[
                Link(figure.text, self.url(figure.key, figure.start), figure.label)
                for key in check.figures
                if (figure := figures.get(key))
            ],
            repair=repair.get("vi" if vietnamese else "en", ""),
            remark=self._contents.remarks.get(check.pk),
        )
