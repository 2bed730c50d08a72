"""Our own output, audited by our own reader, raises nothing (400 invented reports)."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from tests.core.drafting import invented
from tests.core.drafting.invented import seeded

from danvan.audit.pipeline import audit
from danvan.core.drafting.build import LATE, build
from danvan.core.drafting.outline import outlines
from danvan.core.indicators import catalogue

SEEDS = 100
OUTLINES = sorted(outlines())


def lines_of(pieces):
    return [piece.phrase for piece in pieces if piece.phrase.text]


def text_of(phrases):
    return "".join(f"{phrase.text}\n" for phrase in phrases)


def placed(phrases):
    at, found = 0, []
    for phrase in phrases:
        found += phrase.placed(at)
        at += len(phrase.text) + 1
    return found


@cache
def report(outline_id, seed):
    rng = seeded(f"{outline_id} {seed}")
    facts = invented.facts(rng, gaps=rng.choice((0, 0.05, 0.3)))
    return lines_of(build(outlines()[outline_id], facts, invented.setting(rng)))


@cache
def read_back(outline_id, seed):
    return audit(text_of(report(outline_id, seed)).encode(), "draft.txt")


@pytest.mark.parametrize("outline_id", OUTLINES)
@pytest.mark.parametrize("tens", range(0, SEEDS, 10))
def test_our_reader_finds_nothing_in_our_own_reports(outline_id, tens):
    for seed in range(tens, tens + 10):
        found = read_back(outline_id, seed)

        said = [check.message["vi"] for check in found.failures]
        assert said == [], f"{outline_id} {seed}"


def known(figure, source):
    """Say whether the reader knows a figure by the indicator it was printed for."""
    if source.code == LATE or source.aspect != "amount":
        return figure.indicator is None
    read = catalogue.of(source.code).read
    wanted = source.code if read and figure.slot != "whole" else None
    return figure.indicator == wanted


@pytest.mark.parametrize("outline_id", OUTLINES)
@pytest.mark.parametrize("tens", range(0, SEEDS, 10))
def test_every_figure_is_read_back_as_what_it_is(outline_id, tens):
    for seed in range(tens, tens + 10):
        found = read_back(outline_id, seed).figures

        tokens = placed(report(outline_id, seed))
        assert [f.span for f in found] == [span for span, _ in tokens], seed
        assert [f.value for f in found] == [t.value for _, t in tokens], seed
        wrong = [
            (token.source.code, figure.indicator)
            for figure, (_, token) in zip(found, tokens, strict=True)
            if not known(figure, token.source)
        ]
        assert wrong == [], seed


def test_figures_that_do_not_add_up_are_found_in_our_own_text():
    rng = seeded("wrong")
    facts = invented.facts(rng, gaps=0)
    wrong = {"XLD09": 100, "XLD10": 20, "XLD11": 30, "XLD12": 40}
    facts |= {
        code: replace(facts[code], amount=Decimal(n)) for code, n in wrong.items()
    }
    pieces = build(outlines()["c-complaints"], facts, invented.setting(rng))

    found = audit(text_of(lines_of(pieces)).encode(), "draft.txt")

    assert ("100", "90") in [(c.printed, c.computed) for c in found.failures]
