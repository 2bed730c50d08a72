"""An audit for whoever reads it in a terminal, or on paper."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from danvan.writers.passage import marked, place
from danvan.writers.words import (
    RULES,
    SEVERITIES,
    failures,
    outcome,
    say,
    severities,
)

_WIDTH: Final = 92

Mark = Callable[[str], str]


def bracketed(number: str) -> str:
    """Mark a number where there is no colour.

    >>> bracketed("1.945")
    '[1.945]'
    """
    return f"[{number}]"


def underlined(number: str) -> str:
    """Mark a number for a terminal: bold and underlined."""
    return f"\x1b[1;4m{number}\x1b[0m"


def report(audit: Mapping[str, Any], language: str, mark: Mark = bracketed) -> str:
    """Write one audit: what was found, each with its place, sentence and sum."""
    head = f"{audit['source']['name']}: {outcome(audit, language)}"
    parts = [head]
    found = failures(audit)
    parts += [
        _finding(number, check, audit, language, mark)
        for number, check in enumerate(found, 1)
    ]
    if not any(c["severity"] != "note" for c in found):
        parts.append(say("clean", language))
    return "\n\n".join([*parts, say("foot", language)]) + "\n"


def _finding(
    number: int,
    check: Mapping[str, Any],
    audit: Mapping[str, Any],
    language: str,
    mark: Mark,
) -> str:
    severity = SEVERITIES[check["severity"]][language]
    rule = RULES[check["rule"]][language] if check["rule"] in RULES else check["rule"]
    lines = [f"{number}. {severity} · {rule} ({place(audit, check, language)})"]
    lines += _wrapped(f"“{marked(audit, check, mark)}”")
    lines += _wrapped(check["message"][language])
    if values := printed_and_computed(check, language):
        lines.append(f"   {values}")
    if check.get("repair"):
        lines += _wrapped(say("repair", language, check["repair"][language]))
    return "\n".join(lines)


def printed_and_computed(check: Mapping[str, Any], language: str) -> str:
    """Write "printed … computed …" of a check, as far as it has them."""
    write = str if check["rule"] == "date" else shown  # 2029 is a year, not 2.029
    return " · ".join(
        say(word, language, write(check[word]))
        for word in ("printed", "computed")
        if check[word]
    )


def shown(value: str) -> str:
    """Write a decimal string of danvan.audit/1 as Vietnamese reports do.

    >>> shown("1945"), shown("0.405"), shown("16/05/2016")
    ('1.945', '0,405', '16/05/2016')
    """
    whole, point, fraction = value.partition(".")
    sign = whole[:1] if whole[:1] in "+-−" else ""
    digits = whole[len(sign) :]
    if not digits.isdecimal() or (point and not fraction.isdecimal()):
        return value
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if point else sign + grouped


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="   ",
        subsequent_indent="   ",
        break_on_hyphens=False,
    )


class Row(NamedTuple):
    """A file in the closing table; ``figures`` is None where it could not be read."""

    name: str
    figures: int | None
    failures: int


def row_of(name: str, audit: Mapping[str, Any] | None) -> Row:
    """Return the row of a file: its errors and warnings count as failures."""
    if audit is None:
        return Row(name, None, 0)
    counted = severities(audit)
    return Row(name, len(audit["figures"]), counted["error"] + counted["warning"])


def table(rows: Sequence[Row], language: str) -> str:
    """Write the closing table of a folder: files, figures, failures."""
    width = max([len(row.name) for row in rows] + [len(say("total", language)), 12])
    lines = [_line(width, *(say(w, language) for w in ("file", "figures", "failures")))]
    lines.append("─" * (width + 22))
    for row in rows:
        if row.figures is None:
            lines.append(_line(width, row.name, say("unreadable", language), "–"))
        else:
            lines.append(_line(width, row.name, row.figures, row.failures))
    lines.append("─" * (width + 22))
    total = f"{say('total', language)}: {len(rows)}"
    figures = sum(row.figures or 0 for row in rows)
    lines.append(_line(width, total, figures, sum(row.failures for row in rows)))
    return "\n".join(lines) + "\n"


def _line(width: int, name: str, figures: object, bad: object) -> str:
    return f"{name:<{width}} {figures!s:>10} {bad!s:>10}"
