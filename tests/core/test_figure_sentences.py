"""Every way a number is printed, and every number that is no figure, in our own sentences."""

from decimal import Decimal
from pathlib import Path

import pytest

from danvan.core.figures.extract import extract
from danvan.core.text.document import Document

SENTENCES = Path(__file__).parent / "sentences"


def lines(name):
    """The sentences of a file: a line each, or more where the next holds no "=>"."""
    text = (SENTENCES / name).read_text(encoding="utf-8")
    kept = [
        line for line in text.split("\n") if not line.startswith("# ") and line != "#"
    ]
    return [line for line in "\n".join(kept).split("\n") if line]


def rows():
    text = (SENTENCES / "figures.txt").read_text(encoding="utf-8")
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    found, sentence = [], []
    for line in body.split("\n"):
        left, arrow, right = line.partition(" => ")
        if not arrow:
            sentence += [line] if line or sentence else []
            continue
        whole = "\n".join([*sentence, left]).lstrip("\n")
        found.append((escaped(whole), right))
        sentence = []
    return found


def escaped(text):
    """Read \\u00a0 and its like, which a text file shows better than the thing itself."""
    parts = text.split("\\u")
    return parts[0] + "".join(chr(int(p[:4], 16)) + p[4:] for p in parts[1:])


def described(figure):
    words = [f"{figure.value.normalize():f}", (figure.unit or "-").lower()]
    if figure.slot == "fraction":
        words[1] = "-"
    if figure.scale != 1:
        words.append(f"x{figure.scale.normalize():f}")
    if figure.bound:
        words.append(figure.bound)
    return " ".join(words)


@pytest.mark.parametrize(("sentence", "expected"), rows())
def test_a_sentence_has_these_figures(sentence, expected):
    found = extract(Document(sentence, ()))

    assert "; ".join(described(f) for f in found) == expected.lower()
    assert all(f.span.of(sentence) == f.text for f in found)


@pytest.mark.parametrize("sentence", lines("not_figures.txt"))
def test_a_sentence_has_no_figure(sentence):
    assert [f.text for f in extract(Document(f"Mở đầu.\n{sentence}\n", ()))] == []


def test_a_figure_keeps_the_worth_of_its_scale():
    (figure,) = extract(Document("Vốn 1,575 nghìn tỷ đồng.", ()))

    assert figure.value == Decimal("1.575")
    assert figure.amount == Decimal("1575000000000")
