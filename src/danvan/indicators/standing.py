"""Which values of a cell stand, which of them counts, and whether they agree."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.calendar import periods
from danvan.core.indicators import agreement
from danvan.core.indicators.agreement import Written
from danvan.indicators.models import Choice, Provenance, Value

# Without a choice the first of these counts (contract of the room).
ORDER = (
    Provenance.COUNTED,
    Provenance.ENTERED,
    Provenance.IMPORTED,
    Provenance.REPORTED,
)
Key = tuple[int, str, str]  # the unit's id, the period's key, the code


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of one indicator of one unit and period that stand side by side.

    ``values`` have an amount each, in the order of the sources; one that was taken back
    is none of them. ``choice`` is a person's last word if its value still stands.
    ``differs``: they cannot all be true, and nobody has chosen since.
    """

    values: tuple[Value, ...]
    chosen: Value | None
    differs: bool
    choice: Choice | None = None

    @property
    def amount(self) -> Decimal | None:
        """The number that counts; None where there is none, which is not zero."""
        return self.chosen.amount if self.chosen else None

    @property
    def gap(self) -> Decimal:
        """How far the values lie apart, as a share of the largest."""
        return agreement.gap([written(value) for value in self.values])


EMPTY = Cell((), None, differs=False)


def cells(
    unit_ids: Collection[int],
    for_periods: Collection[periods.Period],
    codes: Collection[str],
) -> Mapping[Key, Cell]:
    """Return the cells that have a value, by unit, key of the period and code.

    Two queries, whatever is asked for. Row-level security keeps what is not the
    viewer's; who may ask for which units is the caller's business.
    """
    place = {
        "unit__in": unit_ids,
        "period__key__in": {period.key for period in for_periods},
        "code__in": codes,
    }
    found = Value.objects.standing().filter(amount__isnull=False, **place)
    values: dict[Key, list[Value]] = defaultdict(list)
    for value in found.select_related("period", "unit"):
        values[_key(value)].append(value)
    choices = {
        _key(choice): choice
        for choice in Choice.objects.filter(**place).select_related("period")
    }
    return {key: together(of, choices.get(key)) for key, of in values.items()}


def together(values: Sequence[Value], choice: Choice | None) -> Cell:
    """Put the standing values of one cell side by side; ``choice`` is the last made.

    A choice holds as long as its value stands. It settles a difference until a value
    comes after it that cannot be true beside the chosen one.
    """
    ordered = tuple(sorted(values, key=lambda v: (_rank(v), -v.pk)))
    by_id = {value.pk: value for value in ordered}
    taken = by_id.get(choice.value_id) if choice else None
    rivals = ordered
    if choice and taken:
        rivals = (taken, *(v for v in ordered if v.at > choice.at and v != taken))
    differs = not all(
        agreement.agree([written(a), written(b)])
        for n, a in enumerate(rivals)
        for b in rivals[n + 1 :]
    )
    first = ordered[0] if ordered else None
    return Cell(ordered, taken or first, differs, choice if taken else None)


def written(value: Value) -> Written:
    """Return a value with the precision it was written in.

    A counted one is exact. Of others ``evidence["step"]`` is the worth of the last
    digit; without it whole numbers are exact and fractions as exact as their digits.
    """
    amount = value.amount if value.amount is not None else Decimal(0)
    return Written(amount, _step(value, amount), value.bound)


def _step(value: Value, amount: Decimal) -> Decimal | None:
    if value.provenance == Provenance.COUNTED:
        return None
    given = value.evidence.get("step")
    if given:
        return Decimal(str(given))
    exponent = amount.normalize().as_tuple().exponent
    fraction = isinstance(exponent, int) and exponent < 0
    return Decimal(1).scaleb(exponent) if fraction else None  # type: ignore[arg-type]


def _rank(value: Value) -> int:
    return ORDER.index(Provenance(value.provenance))


def _key(row: Value | Choice) -> Key:
    return row.unit_id, row.period.key, row.code
