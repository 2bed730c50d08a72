"""What a linked figure would be printed as today, and how it takes the old one's place."""

import re
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.drafting.compare import compared
from danvan.core.drafting.facts import Fact
from danvan.core.drafting.numbers import written
from danvan.core.drafting.phrase import Aspect, Phrase
from danvan.core.text.span import Span

_MONEY = re.compile(r" (?:(?:nghìn|triệu|tỷ) )?đồng\b")
_VERB = re.compile(r"\b(tăng|giảm)(?= $)")


@dataclass(frozen=True, slots=True)
class Told:
    """A number as a report prints it; ``amount`` is the record's, falls below zero.

    ``unit`` stands behind the number, with a space before it, if it is money.
    """

    printed: str
    amount: Decimal
    unit: str = ""


def told(fact: Fact, aspect: Aspect) -> Told | None:
    """Return what a fact says in one aspect; None where there is nothing to print."""
    if aspect == "amount":
        return _first(written(fact.amount, fact.measure), fact.amount)
    before = fact.before
    if before.amount is None or before.apart or before.rough:
        return None
    phrase = compared(fact.amount, before, fact.measure, source=fact.source())
    change = fact.amount - before.amount
    for n, token in enumerate(phrase.tokens):
        if token.source and token.source.aspect == aspect:
            amount = change if aspect == "change" else token.amount
            return Told(token.printed, amount, _unit_behind(phrase, n))
    return None


def retold(text: str, span: Span, now: Told) -> tuple[str, Span]:
    """Put what is true now in the place of an old figure.

    The word before a change (tăng, giảm) and the scale word behind money go with it.

    >>> retold("giảm 3 lượt so với cùng kỳ", Span(5, 6), Told("05", Decimal(5)))
    ('tăng 05 lượt so với cùng kỳ', Span(start=5, end=7))
    """
    head, tail = text[: span.start], text[span.end :]
    verb = _VERB.search(head)
    if verb:
        said = "giảm" if now.amount < 0 else "tăng"
        head = f"{head[: verb.start()]}{said}{head[verb.end() :]}"
    if now.unit:
        tail = _MONEY.sub(now.unit, tail, count=1) if _MONEY.match(tail) else tail
    start = len(head)
    return f"{head}{now.printed}{tail}", Span(start, start + len(now.printed))


def _first(phrase: Phrase, amount: Decimal) -> Told:
    (token,) = phrase.tokens
    return Told(token.printed, amount, _unit_behind(phrase, 0))


def _unit_behind(phrase: Phrase, number: int) -> str:
    """Return the words behind a token that are its money unit, '' for other units."""
    token = phrase.tokens[number]
    place = next(i for i, piece in enumerate(phrase.pieces) if piece is token)
    behind = phrase.pieces[place + 1] if place + 1 < len(phrase.pieces) else ""
    found = _MONEY.match(behind) if isinstance(behind, str) else None
    return found[0] if found else ""
