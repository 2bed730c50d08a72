"""A span points at characters and knows its neighbours."""

import pytest

from danvan.core.text.span import Span


def test_a_span_gives_the_characters_it_covers():
    assert Span(5, 10).of("tiếp 3.235 lượt") == "3.235"


@pytest.mark.parametrize(
    ("one", "other", "meets", "holds"),
    [
        ((0, 5), (5, 8), False, False),
        ((0, 6), (5, 8), True, False),
        ((0, 9), (5, 8), True, True),
        ((5, 8), (5, 8), True, True),
        ((5, 5), (0, 9), True, False),
    ],
)
def test_spans_meet_where_they_share_a_character(one, other, meets, holds):
    assert Span(*one).meets(Span(*other)) is (meets)
    assert Span(*one).holds(Span(*other)) is holds


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_that_runs_backwards_is_refused(start, end):
    with pytest.raises(ValueError, match="no span runs"):
        Span(start, end)
