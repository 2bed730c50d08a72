"""Fill a form from its cells, hold it to its rules, add up the rows of many units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from danvan.core.checks.expression import Verdict, judge
from danvan.core.forms import words
from danvan.core.forms.form import MEASURED, Column, Form, Rule, Severity

Cells = Mapping[str, Decimal | None]


class BadCell(ValueError):
    """A cell that the form has not, or a value that its unit cannot have."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form with a value in each numbered column; None is empty, and not zero.

    ``derived`` are the columns that were worked out here.
    """

    form: Form
    cells: Cells
    derived: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold, with what each side comes to."""

    rule: Rule
    severity: Severity
    columns: tuple[str, ...]
    message: Mapping[str, str]
    left: Decimal
    right: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """Rows added up; ``missing`` counts per column the rows that had no value."""

    filled: FilledForm
    rows: int
    missing: Mapping[str, int] = field(default_factory=dict)


def fill(form: Form, cells: Cells, note: str = "") -> FilledForm:
    """Take the values given and work out the sums nobody gave; raises BadCell.

    A sum with an empty part stays empty. A given value of a sum column stands, for
    `check` to hold against its parts.
    """
    for number, value in cells.items():
        _check_cell(form, number, value)
    given = {number: value for number, value in cells.items() if value is not None}
    worked: dict[str, Decimal | None] = {}
    for column in form.numbers:
        _work_out(form, column, given, worked)
    values = {c.number: given.get(c.number, worked.get(c.number)) for c in form.numbers}
    derived = frozenset(n for n in values if n not in given and values[n] is not None)
    return FilledForm(form, values, derived, note)


def _check_cell(form: Form, number: str, value: Decimal | None) -> None:
    column = form.by_number.get(number)
    if column is None or column.is_note:
        raise BadCell(f"{form.id} has no number in column {number}")
    if value is None:
        return
    if not value.is_finite() or value < 0:
        raise BadCell(f"column {number} of {form.id} cannot be {value}")
    if column.unit not in MEASURED and value != value.to_integral_value():
        raise BadCell(f"column {number} of {form.id} counts whole things: {value}")


def _work_out(
    form: Form,
    column: Column,
    given: Mapping[str, Decimal],
    worked: dict[str, Decimal | None],
) -> Decimal | None:
    if column.number in given:
        return given[column.number]
    if column.number not in worked:
        worked[column.number] = None  # an endless circle of sums stays empty
        parts = [
            _work_out(form, form.by_number[part], given, worked)
            for part in column.parts
        ]
        known = [part for part in parts if part is not None]
        if parts and len(known) == len(parts):
            worked[column.number] = sum(known, Decimal(0))
    return worked[column.number]


def check(
    filled: FilledForm,
    previous: FilledForm | None = None,
    beside: Iterable[FilledForm] = (),
) -> tuple[Finding, ...]:
    """Return the rules that do not hold; a rule with an empty cell is not judged.

    ``previous`` is the same form of the period that opens this one; of another
    regime its columns are others and nothing is held. ``beside`` are the other
    forms of the same unit and period, for rules across forms.
    """
    values: dict[str, Decimal | None] = dict(filled.cells)
    for other in beside:
        for number, value in other.cells.items():
            values[f"{other.form.code}:{number}"] = value
    same = previous is not None and previous.form.id == filled.form.id
    earlier = dict(previous.cells) if previous is not None and same else {}
    found = []
    for rule in filled.form.rules:
        verdict = judge(rule.identity, values, earlier)
        if verdict.holds is False:
            found.append(_finding(filled.form, rule, verdict))
    return tuple(found)


def _finding(form: Form, rule: Rule, verdict: Verdict) -> Finding:
    assert verdict.left is not None  # noqa: S101 - a judged identity has both sides # nosec B101
    assert verdict.right is not None  # noqa: S101 - for the type checker # nosec B101
    left, right = verdict.left.low, verdict.right.low
    return Finding(
        rule=rule,
        severity=rule.severity,
        columns=rule.columns,
        message=words.broken(form, rule, left, right),
        left=left,
        right=right,
    )


def total(rows: Sequence[FilledForm]) -> Total:
    """Add the rows up column by column; raises ValueError for none or for a mixture.

    A column is empty only where every row is. Derived columns are added too: the sum
    of sums is the sum of the parts.
    """
    forms = {row.form.id for row in rows}
    if len(forms) != 1:
        raise ValueError("rows of one form are added up")
    form = rows[0].form
    cells: dict[str, Decimal | None] = {}
    missing: dict[str, int] = {}
    for column in form.numbers:
        known = [v for row in rows if (v := row.cells.get(column.number)) is not None]
        cells[column.number] = sum(known, Decimal(0)) if known else None
        if len(known) < len(rows):
            missing[column.number] = len(rows) - len(known)
    return Total(FilledForm(form, cells), len(rows), missing)
