"""The list of rules on the page docs/rules.md, written from their data."""

from collections.abc import Iterator, Sequence

from danvan.core.checks.rules import Rule

HEADING = "## The rules\n"


def listed(rules: Sequence[Rule]) -> str:
    """Return the part of the page from its heading on."""
    return HEADING + "\n" + "\n".join(_lines(rules)) + "\n"


def _lines(rules: Sequence[Rule]) -> Iterator[str]:
    yield "| id | rule | missing, left · right | severity | what it asks | source |"
    yield "|---|---|---|---|---|---|"
    for rule in rules:
        missing = f"{rule.left_missing} · {rule.right_missing}"
        of = ", ".join([*sorted(rule.levels), *sorted(rule.kinds)])
        only = f" (only: {of})" if of else ""
        yield (
            f"| {rule.id} | `{rule.text}` | {missing} | {rule.severity} "
            f"| {rule.instruction['vi']}{only} | {rule.source} |"
        )
