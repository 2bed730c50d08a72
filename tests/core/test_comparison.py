"""What is said of a change, and what is not."""

from decimal import Decimal

import pytest

from danvan.core.rollup.compare import MESSAGES, Change, Why, change, change_on_map
from danvan.core.rollup.restate import Apart, OnMap


def number(text):
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("kind", "now", "before", "difference", "percent", "points", "why"),
    [
        ("flow", "3235", "3432", "-197", "-5.74", None, None),
        ("stock", "162", "162", "0", "0.00", None, None),
        ("ratio", "96.15", "93.1", None, None, "3.05", None),
        ("fraction", "86.82", "100", None, None, "-13.18", None),
        ("flow", "0", "0", "0", None, None, None),
        ("flow", "3", "0", "3", None, None, Why.FROM_ZERO),
        ("flow", None, "3", None, None, None, Why.NOTHING_NOW),
        ("flow", "3", None, None, None, None, Why.NOTHING_BEFORE),
        # A change that was negative before: the percentage is of its size.
        ("derived", "5", "-10", "15", "150.00", None, None),
    ],
)
def test_tells_a_change(kind, now, before, difference, percent, points, why):
    found = change(kind, number(now), number(before))

    assert found == Change(number(difference), number(percent), number(points), why)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (OnMap(Decimal(4), 2, 3), Why.MISSING),
        (OnMap(None, 1, 1, Apart.DIVIDED), Why.DIVIDED),
        (OnMap(None, 1, 1, Apart.UNMADE), Why.UNMADE),
        (OnMap(None, 2, 2, Apart.NO_PARTS), Why.NO_PARTS),
        (OnMap(None, 0, 3), Why.NOTHING_BEFORE),
        (None, Why.NO_UNIT),
    ],
)
def test_says_why_figures_of_other_units_are_not_compared(before, why):
    found = change_on_map("flow", Decimal(5), before)

    assert found == Change(why=why)
    assert not found.made


def test_a_whole_restated_figure_is_compared():
    found = change_on_map("flow", Decimal(6), OnMap(Decimal(4), 3, 3))

    assert (found.difference, found.percent) == (2, 50)


def test_every_reason_has_its_words_in_both_languages():
    assert {why: set(words) for why, words in MESSAGES.items()} == {
        why: {"vi", "en"} for why in Why
    }
