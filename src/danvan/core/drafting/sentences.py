"""Sentences as data: words with slots for figures, filled in or left out.

    text    = { words | slot | "[" [ "~" ] text "]" }
    slot    = "{" name "}"                       unit, area, period (small letters)
            | "{" CODE [ "|" unit ] "}"          1.014 cuộc; with its own unit words
            | "{" CODE "/" CODE "|" unit "}"     07/07 công trình
            | "{" CODE ":change" "}"             tăng 05 cuộc (12,5 %) so với cùng kỳ

What stands in brackets is left out when a figure in it is not known or has nothing to
be compared with, and with "~" when it is zero too. A figure missing outside brackets leaves the whole sentence out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from danvan.core.drafting.compare import compared
from danvan.core.drafting.facts import Fact, Facts, Setting
from danvan.core.drafting.numbers import fraction, written
from danvan.core.drafting.phrase import Phrase, words

_PART = re.compile(
    r"\{(?P<name>[a-z_]+)\}"
    r"|\{(?P<code>[A-Z]{2,4}\d{2}[a-h]?)(?:/(?P<whole>[A-Z]{2,4}\d{2}[a-h]?))?"
    r"(?::(?P<aspect>change))?(?:\|(?P<unit>[^{}|]+))?\}"
    r"|(?P<open>\[~?)|(?P<close>\])|(?P<words>[^\[\]{}]+)"
)


class BadSentence(ValueError):
    """A sentence of an outline that cannot be read, with the place."""


class Missing(Exception):
    """A figure the sentence cannot do without is not known."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a figure."""

    code: str
    whole: str = ""
    change: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A place for a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Optional:
    """What is left out where a figure in it is not known, or (``bare``) is zero."""

    parts: "tuple[Part, ...]"
    bare: bool = False


Part = str | Slot | Name | Optional


def parse(text: str) -> tuple[Part, ...]:
    """Read a sentence; raises BadSentence.

    >>> parse("đã tiếp {TCD01}[ với {TCD02}].")[1]
    Slot(code='TCD01', whole='', change=False, unit='')
    """
    tokens = _tokens(text)
    parts, rest = _parts(tokens, text, inside=False)
    del rest
    return parts


def codes(parts: tuple[Part, ...], *, needed: bool = False) -> tuple[str, ...]:
    """Return the codes a sentence names, or only those it cannot do without."""
    found: dict[str, None] = {}
    for part in parts:
        if isinstance(part, Slot):
            found |= dict.fromkeys(c for c in (part.code, part.whole) if c)
        elif isinstance(part, Optional) and not needed:
            found |= dict.fromkeys(codes(part.parts))
    return tuple(found)


def compares(parts: tuple[Part, ...]) -> bool:
    """Say whether a comparison stands anywhere in a sentence."""
    return any(
        (isinstance(part, Slot) and part.change)
        or (isinstance(part, Optional) and compares(part.parts))
        for part in parts
    )


def fill(parts: tuple[Part, ...], facts: Facts, setting: Setting) -> Phrase:
    """Return the sentence with its figures; raises Missing."""
    found = Phrase()
    for part in parts:
        found = found + _filled(part, facts, setting)
    return found


def _filled(part: Part, facts: Facts, setting: Setting) -> Phrase:
    if isinstance(part, str):
        return words(part)
    if isinstance(part, Name):
        return words(setting.names[part.name])
    if isinstance(part, Slot):
        return _figure(part, facts)
    if part.bare and any(_zero(facts.get(code)) for code in codes(part.parts)):
        return Phrase()
    try:
        return fill(part.parts, facts, setting)
    except Missing:
        return Phrase()


def _zero(fact: Fact | None) -> bool:
    return fact is not None and fact.amount == 0


def _figure(slot: Slot, facts: Facts) -> Phrase:
    fact = _known(slot.code, facts)
    of = replace(fact.measure, word=slot.unit) if slot.unit else fact.measure
    if slot.change:
        if fact.before.amount is None or fact.before.apart:
            raise Missing(slot.code)  # told once for all, among the limitations
        return compared(fact.amount, fact.before, of, source=fact.source())
    if slot.whole:
        whole = _known(slot.whole, facts)
        if fact.amount > whole.amount or fact.bound or whole.bound:
            raise Missing(slot.whole)
        return fraction(
            *(fact.amount, whole.amount, of), sources=(fact.source(), whole.source())
        )
    return written(fact.amount, of, source=fact.source(), bound=fact.bound)


def _known(code: str, facts: Facts) -> Fact:
    fact = facts.get(code)
    if fact is None:
        raise Missing(code)
    return fact


def _tokens(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise BadSentence(f"{text[at : at + 20]!r} in {text!r}")
        yield match
        at = match.end()


def _parts(
    tokens: Iterator[re.Match[str]], text: str, *, inside: bool
) -> tuple[tuple[Part, ...], bool]:
    parts: list[Part] = []
    for token in tokens:
        if token["close"]:
            if not inside:
                raise BadSentence(f"a bracket too many in {text!r}")
            return tuple(parts), True
        if token["open"]:
            inner, _ = _parts(tokens, text, inside=True)
            parts.append(Optional(inner, bare="~" in token["open"]))
        else:
            parts.append(_part(token))
    if inside:
        raise BadSentence(f"a bracket is not closed in {text!r}")
    return tuple(parts), False


def _part(token: re.Match[str]) -> Part:
    if token["words"]:
        return token["words"]
    if token["name"]:
        return Name(token["name"])
    return Slot(
        token["code"],
        token["whole"] or "",
        bool(token["aspect"]),
        token["unit"] or "",
    )
