"""What entries come to: the reference that the database's own sums are held to."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from danvan.core.checks import expression
from danvan.core.registers.kind import Feed, Kind
from danvan.core.registers.read import Values


@dataclass(frozen=True, slots=True)
class Line:
    """One entry that stands: whose, of which day, and the order they were made in."""

    unit: int
    day: datetime.date
    order: int
    values: Values


def totals(
    feed: Feed, lines: Iterable[Line], subjects: tuple[str, ...] = ()
) -> dict[int, Decimal]:
    """Return what the feed comes to for each unit that has a line that counts.

    ``lines`` are those of the period. A unit whose lines lack the field is left out,
    for empty is not zero.

    >>> day = datetime.date(2026, 5, 4)
    >>> lines = [Line(7, day, n, {"people": Decimal(n)}) for n in (30, 12)]
    >>> totals(Feed("QT02", "sum", "people"), lines)
    {7: Decimal('42')}
    """
    found: dict[int, Decimal] = {}
    for line in chosen(feed, lines, subjects):
        amount = _amount(feed, line.values)
        if amount is not None:
            found[line.unit] = found.get(line.unit, Decimal(0)) + amount * feed.scale
    return found


def of_kind(kind: Kind, name: str, lines: Iterable[Line]) -> dict[int, Decimal]:
    """Return what a book brings to one number, each line by the edition of its day.

    Of states the last line stands for its subject whatever edition it is of.
    """
    subjects = subjects_of(kind, name)
    kept = list(lines)
    found: dict[int, Decimal] = {}
    for edition in kind.editions:
        for feed in (f for f in edition.feeds if f.id == name):
            standing = _last(kept, subjects) if feed.how == "last" else kept
            of_then = [line for line in standing if edition.holds_on(line.day)]
            plain = replace(feed, how="entries") if feed.how == "last" else feed
            for unit, amount in totals(plain, of_then).items():
                found[unit] = found.get(unit, Decimal(0)) + amount
    return found


def subjects_of(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the keys of what a state is the state of, over all editions."""
    editions = [e for e in kind.editions if any(f.id == name for f in e.feeds)]
    return tuple(sorted({key for edition in editions for key in edition.subjects}))


def chosen(
    feed: Feed, lines: Iterable[Line], subjects: tuple[str, ...] = ()
) -> Iterator[Line]:
    """Yield the lines behind a number; of states only the last of each subject.

    The last one is sought first and held to the conditions after: a commune that
    fell under a mark no longer counts by its older line.
    """
    standing = _last(lines, subjects) if feed.how == "last" else lines
    return (line for line in standing if counts(feed, line.values))


def counts(feed: Feed, values: Values) -> bool:
    """Say whether a line meets the feed's conditions; a missing number does not."""
    where: Mapping[str, tuple[str, ...]] = feed.where or {}
    if any(values.get(key) not in codes for key, codes in where.items()):
        return False
    numbers = {k: v for k, v in values.items() if isinstance(v, Decimal)}
    return all(expression.judge(rule, numbers).holds is True for rule in feed.when)


def _amount(feed: Feed, values: Values) -> Decimal | None:
    if not feed.field:
        return Decimal(1)
    value = values.get(feed.field)
    return value if isinstance(value, Decimal) else None


def _last(lines: Iterable[Line], subjects: tuple[str, ...]) -> Iterable[Line]:
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        key = (line.unit, *(line.values.get(s) for s in subjects))
        groups[key].append(line)
    return [max(group, key=lambda x: (x.day, x.order)) for group in groups.values()]
