"""All rules, each under its id, and the one call that runs them."""

from collections.abc import Callable, Iterator, Sequence

from danvan.core.checks import (
    averages,
    changes,
    counts,
    dates,
    differences,
    earlier,
    formats,
    grids,
    growth,
    labels,
    ratios,
    shares,
    sums,
    twice,
    units,
)
from danvan.core.checks.finding import Check, weight
from danvan.core.checks.reading import Reading
from danvan.core.checks.repair import with_repairs
from danvan.core.checks.split import Split
from danvan.core.checks.splits import find_splits

Rule = Callable[[Reading, Sequence[Split]], Iterator[Check]]

# A new rule is a new file and one line here; its page is docs/checks/<id>.md. Some
# rules have two files: shares belong to "sum", averages to "ratio".
RULES: tuple[tuple[str, Rule], ...] = (
    (sums.RULE, sums.check),
    (shares.RULE, shares.check),
    (grids.RULE, lambda reading, splits: grids.check(reading)),
    (ratios.RULE, ratios.check),
    (changes.RULE, lambda reading, splits: changes.check(reading)),
    (averages.RULE, lambda reading, splits: averages.check(reading)),
    (differences.RULE, lambda reading, splits: differences.check(reading)),
    (counts.RULE, lambda reading, splits: counts.check(reading)),
    (growth.RULE, growth.check),
    (twice.RULE, twice.check),
    (units.RULE, lambda reading, splits: units.check(reading)),
    (labels.RULE, labels.check),
    (dates.RULE, lambda reading, splits: dates.check(reading)),
    (formats.RULE, lambda reading, splits: formats.check(reading)),
)

# Changes whenever a rule may judge a text otherwise; stored with every audit.
VERSION = "1"


def run(reading: Reading, previous: Reading | None = None) -> list[Check]:
    """Return every check the rules make of ``reading``, in the order of the text.

    ``previous`` is an earlier report of the same unit, to hold this one against.
    """
    splits = find_splits(reading)
    against = list(earlier.check(reading, previous)) if previous else []
    made = [check for _, rule in RULES for check in rule(reading, splits)]
    return weight(with_repairs(reading, [*against, *made]))
