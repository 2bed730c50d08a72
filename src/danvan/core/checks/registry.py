"""All rules, each under its id, and the one call that runs them."""

from collections.abc import Callable, Iterator, Sequence

from danvan.core.checks import differences, ratios, sums
from danvan.core.checks.finding import Check, weight
from danvan.core.checks.reading import Reading
from danvan.core.checks.splits import Split, find_splits

Rule = Callable[[Reading, Sequence[Split]], Iterator[Check]]

# A new rule is a new file and one line here; its page is docs/checks/<id>.md.
RULES: dict[str, Rule] = {
    sums.RULE: sums.check,
    ratios.RULE: ratios.check,
    differences.RULE: lambda reading, splits: differences.check(reading),
}

# Changes whenever a rule may judge a text otherwise; stored with every audit.
VERSION = "1"


def run(reading: Reading) -> list[Check]:
    """Return every check the rules make of ``reading``, in the order of the text."""
    splits = find_splits(reading)
    return weight([check for rule in RULES.values() for check in rule(reading, splits)])
