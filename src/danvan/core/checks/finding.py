"""What a rule says about figures: that they add up, or that they do not and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from danvan.core.text.span import Span

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check that was made.

    ``figures`` and ``citations`` are places in the lists the rule was given; ``span``
    counts in the document's text. ``printed`` and ``computed`` are decimal strings.
    ``severity`` weighs a check that does not hold: an error is certain, a warning asks
    to look, a note is no mistake. ``message`` speaks Vietnamese and English.
    """

    rule: str
    holds: bool
    severity: Severity
    figures: tuple[int, ...]
    printed: str
    computed: str
    message: dict[str, str]
    span: Span
    citations: tuple[int, ...] = ()
    repair: dict[str, str] | None = field(default=None)


def shown(value: Decimal, places: int | None = None) -> str:
    """Write ``value`` as reports do: 1234.5 is 1.234,5.

    ``places`` rounds to so many digits after the comma.

    >>> shown(Decimal("1234.50"))
    '1.234,5'
    """
    if places is not None:
        value = round(value, places)
    plain = f"{value:,f}"
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0") if places is None else fraction
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole


def plain(value: Decimal) -> str:
    """Write ``value`` as a decimal string without an exponent, as JSON carries it."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def both(vi: str, en: str) -> dict[str, str]:
    """Return a message in both languages."""
    return {"vi": vi, "en": en}


def weight(checks: Sequence[Check]) -> list[Check]:
    """Return ``checks`` in the order of their places, failures before what holds."""
    return sorted(checks, key=lambda c: (c.span.start, c.holds, c.span.end))
