"""Suggest what a letter is, whose it is and in which field, with the words that say so.

Rules (dated, `core/data/suggest.toml`) and a small linear model (`script/train`,
`core/data/suggest_weights.json`): a sum of weights over words, read aloud. It fills
in nothing and decides nothing.
"""

import datetime
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from danvan.core.casework.competence import (
    Competent,
    NobodyCompetent,
    Office,
    competent_body,
)
from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.ground import span
from danvan.core.data import load_toml, open_text
from danvan.core.text.fold import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST_PHRASE = 6  # words of a rule's phrase


class Axis(StrEnum):
    """What is suggested."""

    KIND = "kind"
    FIELD = "field"
    AGAINST = "against"  # whose decision, act or conduct


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code, the words of the letter that led to it, and how sure (0 to 1).

    ``rule``: by the words of a rule, which the model only confirms or not.
    """

    axis: Axis
    code: str
    words: tuple[str, ...]
    share: float
    rule: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One or more words of a letter, folded, and as they stand there."""

    folded: str
    said: str


def suggest(text: str, on: datetime.date) -> Mapping[Axis, Suggestion]:
    """Return what the text suggests on each axis, as of ``on``; nothing where unsure.

    >>> found = suggest("Tôi khiếu nại quyết định thu hồi đất", datetime.date(2026, 7, 1))
    >>> found[Axis.KIND].code, "khiếu nại" in found[Axis.KIND].words
    ('complaint', True)
    """
    found = {}
    here: dict[str, str] = {}
    for term in terms(text, _LONGEST_PHRASE):
        here.setdefault(term.folded, term.said)
    said = list(terms(text))
    for axis in Axis:
        best = _by_rule(axis, here, on) or _by_model(axis, said)
        if best is not None:
            found[axis] = best
    return found


def competent(kind: Kind, against: Office, on: datetime.date) -> Competent | None:
    """Return who would settle it in the first instance; None where no rule says."""
    try:
        return competent_body(kind, 1 if kind is Kind.COMPLAINT else 0, against, on)
    except NobodyCompetent:
        return None


def terms(text: str, longest: int = 2) -> Iterator[Term]:
    """Yield the words of ``text`` and what stands next to each other, folded."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    for start in range(len(words)):
        for end in range(start, min(start + longest, len(words))):
            said = text[words[start].start() : words[end].end()]
            yield Term(" ".join(folded[start : end + 1]), said)


@cache
def _rules() -> Sequence[tuple[Mapping[str, Any], Sequence[str]]]:
    """Return the rules, each with its words folded."""
    rules = load_toml("suggest.toml")["rule"]
    return [(rule, [fold(word) for word in rule["words"]]) for rule in rules]


def _by_rule(
    axis: Axis, here: Mapping[str, str], on: datetime.date
) -> Suggestion | None:
    """Return the code whose rule has most words in the text; the first of equals.

    ``here``: the folded phrases of the text, each as it first stands there.
    """
    best: Suggestion | None = None
    for rule, words in _rules():
        if rule["axis"] != axis or not span(rule).holds_on(on):
            continue
        said = [here[word] for word in words if word in here]
        if said and (best is None or len(said) > len(best.words)):
            best = Suggestion(axis, rule["code"], tuple(said), 1.0, rule=True)
    return best


def _by_model(axis: Axis, said: Sequence[Term]) -> Suggestion | None:
    model = weights()["axes"].get(axis)
    if model is None:
        return None
    scores = list(model["bias"])
    led: list[dict[str, float]] = [{} for _ in scores]
    seen = set()
    for term in said:
        if term.folded in seen or term.folded not in model["weights"]:
            continue
        seen.add(term.folded)
        for place, weight in model["weights"][term.folded]:
            scores[place] += weight
            if weight > 0:
                led[place][term.said] = weight
    share, place = max((s, p) for p, s in enumerate(_shares(scores)))
    rules = load_toml("suggest.toml")
    if share < rules["least"] or not led[place]:
        return None
    words = sorted(led[place], key=lambda word: -led[place][word])[: rules["shown"]]
    code = model["classes"][place]
    return Suggestion(axis, code, tuple(words), share, rule=False)


def _shares(scores: Sequence[float]) -> list[float]:
    """Return each class's share; the model knows each against all others."""
    each = [1 / (1 + math.exp(-max(min(score, 30), -30))) for score in scores]
    return [one / sum(each) for one in each]


@cache
def weights() -> Mapping[str, Any]:
    """Return the model: ``data`` (hash of what it was trained on), ``axes``."""
    read: Mapping[str, Any] = json.loads(open_text("suggest_weights.json"))
    return read
