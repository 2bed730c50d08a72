"""How the model of suggestions is trained and judged; script/train runs it.

It is judged on letters made of patterns that it never saw in training: on letters of
its own patterns it would only show that it can repeat them.
"""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from letters import Made, Maker

from danvan.core.casework.fields import fields
from danvan.core.casework.suggest import terms

HERE = Path(__file__).parent
SEED, LETTERS, SHORT, JUDGED = 7, 6_000, 3_000, 3_000
# Every fourth pattern is kept for judging.
KEPT = 4
AXES = ("kind", "field")
LEAST = 0.05  # smaller weights are left out
SOURCES = ("letters.toml", "letters.py", "training.py")
KINDS = ("feedback", "complaint", "denunciation")
Example = tuple[frozenset[str], str]  # terms, code


def fingerprint() -> str:
    """Return the hash of what the model is trained on and how."""
    told = hashlib.sha256()
    for name in SOURCES:
        told.update((HERE / name).read_bytes())
    return told.hexdigest()


def halves(maker: Maker) -> tuple[Any, Any]:
    """Return the patterns to train on, and those kept for judging."""
    train = {**maker.patterns, "field": {}}
    kept = {**maker.patterns, "field": {}}
    for code, lines in maker.patterns["field"].items():
        train["field"][code] = [x for n, x in enumerate(lines) if n % KEPT]
        kept["field"][code] = [x for n, x in enumerate(lines) if not n % KEPT] * 2
    return train, kept


def made(seed: int, count: int, patterns: Any) -> list[Made]:
    """Make letters of these patterns, each kind and field as often."""
    maker = Maker(seed)
    maker.patterns = patterns
    codes = [field.code for field in fields()]
    return [
        maker.letter(KINDS[n % len(KINDS)], codes[n // len(KINDS) % len(codes)])
        for n in range(count)
    ]


def short(maker: Maker, count: int) -> list[Made]:
    """Make short texts of the words of a field; they are of no kind."""
    luck = random.Random(SEED)  # noqa: S311 - examples, no secrets # nosec B311
    words = maker.patterns["vocabulary"]
    codes = list(words)
    return [
        Made("", code, ". ".join(luck.sample(words[code], luck.randint(2, 5))))
        for code in (codes[n % len(codes)] for n in range(count))
    ]


def examples(axis: str, letters: Iterable[Made]) -> list[Example]:
    """Return the terms of each letter and its code on the axis, where it has one."""
    return [
        (frozenset(term.folded for term in terms(letter.text)), getattr(letter, axis))
        for letter in letters
        if getattr(letter, axis)
    ]


def fit(data: Sequence[Example]) -> dict[str, Any]:
    """Return classes, bias and the weights of words for each class."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    seen = Counter(term for said, _ in data for term in said)
    known = {term for term, often in seen.items() if often >= 15 and not _number(term)}
    vectors = CountVectorizer(analyzer=list, vocabulary=sorted(known))
    rows = vectors.fit_transform([said for said, _ in data])
    one = LogisticRegression(l1_ratio=1, solver="liblinear", C=0.5, random_state=SEED)
    model = OneVsRestClassifier(one).fit(rows, [code for _, code in data])
    found: dict[str, list[tuple[int, float]]] = {}
    for place, each in enumerate(model.estimators_):
        for name, weight in zip(sorted(known), each.coef_[0], strict=True):
            if abs(weight) >= LEAST:
                found.setdefault(name, []).append((place, round(float(weight), 2)))
    return {
        "classes": [str(code) for code in model.classes_],
        "bias": [round(float(e.intercept_[0]), 2) for e in model.estimators_],
        "weights": dict(sorted(found.items())),
    }


def _number(term: str) -> bool:
    return any(c.isdigit() for c in term)


def run() -> tuple[str, str]:
    """Train, judge, and return the weights as JSON and the page that tells of them."""
    maker = Maker(SEED)
    train, kept = halves(maker)
    letters = made(SEED, LETTERS, train) + short(maker, SHORT)
    judged = made(SEED + 1, JUDGED, kept)
    axes = {axis: fit(examples(axis, letters)) for axis in AXES}
    held = {"data": fingerprint(), "axes": axes}
    weights = json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n"
    return weights, page(axes, judged)


def guess(model: dict[str, Any], said: frozenset[str]) -> str:
    """Return the class with the greatest sum."""
    scores = list(model["bias"])
    for term in sorted(said):  # the order of a sum decides ties
        for place, weight in model["weights"].get(term, ()):
            scores[place] += weight
    return str(model["classes"][scores.index(max(scores))])


def page(axes: dict[str, Any], judged: Sequence[Made]) -> str:
    """Return docs/suggestions.md."""
    parts = [HEAD]
    for axis in AXES:
        data = examples(axis, judged)
        pairs = Counter((code, guess(axes[axis], said)) for said, code in data)
        right = sum(n for (a, b), n in pairs.items() if a == b) / len(data)
        classes = axes[axis]["classes"]
        words = len(axes[axis]["weights"])
        parts += [f"## {axis.capitalize()}", ""]
        parts += [
            f"{words} words with a weight; {right:.1%} of {len(data)} letters right.",
            "",
        ]
        parts += ["| is \\ suggested | " + " | ".join(classes) + " |"]
        parts += ["|---" * (len(classes) + 1) + "|"]
        for code in classes:
            cells = " | ".join(str(pairs[code, other]) for other in classes)
            parts += [f"| {code} | {cells} |"]
        parts += [""]
    return "\n".join(parts)


HEAD = """# Suggestions

On a letter that is still to be screened the office sees what its words suggest: kind,
field and who would be competent, each with the words that led there. Nothing is filled
in by itself. Kept is only whether a suggestion was taken: two codes, no word.

First speak the rules of `core/data/suggest.toml` (dated, with act and article), then a
linear model: a sum of weights over single words and pairs of words, in
`core/data/suggest_weights.json`. `script/train` makes both that file and this page, the
same for the same data; a test fails when the data changed and the weights did not.

**What the tables say, and what not.** The letters are made up from
`bench/letters.toml`. The tables below are the model's alone, without the rules, on
letters whose sentences about the matter are of patterns it never saw in training. The
openings and endings of a kind it knows, and the words of each field were listed by the
same hand as the patterns: the tables are flattering, that of kinds above all. How well
it does with letters of people is told by what is kept of suggestions taken.
"""
