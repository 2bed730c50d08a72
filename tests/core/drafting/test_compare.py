"""Comparisons are said in words that our own reader can check."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.audit.pipeline import audit
from danvan.core.drafting.compare import Before, compared
from danvan.core.drafting.numbers import measure, written
from danvan.core.drafting.phrase import Source

SOURCE = Source("TCD01", "C31135", "2026-year")


@pytest.mark.parametrize(
    ("now", "before", "code", "text"),
    [
        (1107, 984, "visit", "tăng 123 lượt (12,5 %) so với cùng kỳ"),
        (984, 1107, "visit", "giảm 123 lượt (11,11 %) so với cùng kỳ"),
        (5, 4, "meeting", "tăng 01 cuộc (25 %) so với cùng kỳ"),
        (5, 5, "meeting", "bằng cùng kỳ"),
        (0, 0, "meeting", "bằng cùng kỳ"),
        (12, 0, "meeting", "tăng 12 cuộc so với cùng kỳ"),
        (0, 12, "meeting", "giảm 12 cuộc (100 %) so với cùng kỳ"),
        (100001, 100000, "visit", "tăng 01 lượt so với cùng kỳ"),
        ("96.15", "97.38", "percent", "giảm 1,23 điểm % so với cùng kỳ"),
        ("7.65", "7.65", "percent", "bằng cùng kỳ"),
        (2, 1, "billion_dong", "tăng 1 tỷ đồng (100 %) so với cùng kỳ"),
        (2, None, "meeting", "chưa có số liệu cùng kỳ để so sánh"),
    ],
)
def test_a_difference_is_said_in_words(now, before, code, text):
    base = Before(None if before is None else Decimal(before))

    assert compared(Decimal(now), base, measure(code)).text == text


def test_what_cannot_be_compared_is_said_with_its_reason():
    before = Before(Decimal(3), apart="do đơn vị hành chính đã sắp xếp lại")

    made = compared(Decimal(5), before, measure("meeting"))

    assert made.text == (
        "không so sánh được với cùng kỳ do đơn vị hành chính đã sắp xếp lại"
    )
    assert made.tokens == ()


def test_an_estimate_is_not_compared():
    made = compared(Decimal(5), Before(Decimal(3), rough=True), measure("meeting"))

    assert made.text == "không so sánh với cùng kỳ vì số liệu mới là số ước"


def test_every_number_of_a_comparison_knows_where_it_comes_from():
    made = compared(
        Decimal(1107), Before(Decimal(984)), measure("visit"), source=SOURCE
    )

    assert [(t.printed, t.source.aspect) for t in made.tokens] == [
        ("123", "change"),
        ("12,5", "rate"),
    ]
    assert {t.source.code for t in made.tokens} == {"TCD01"}


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_reader_agrees_with_every_comparison(now, before):
    visits = measure("visit")
    amount = written(Decimal(now), visits)
    change = compared(Decimal(now), Before(Decimal(before)), visits)

    text = f"Trong kỳ đã tiếp {amount.text}, {change.text}."
    found = audit(text.encode(), "draft.txt")

    assert found.failures == ()
    printed = [t.value for t in (*amount.tokens, *change.tokens)]
    assert [f.value for f in found.figures] == printed


@given(
    st.decimals(0, 100, places=2, allow_nan=False),
    st.decimals(0, 100, places=2, allow_nan=False),
)
def test_the_reader_agrees_with_every_difference_of_rates(now, before):
    share = measure("percent")
    amount = written(now, share)
    change = compared(now, Before(before), share)

    text = f"Tỷ lệ giải quyết đạt {amount.text}, {change.text}."
    found = audit(text.encode(), "draft.txt")

    assert found.failures == ()
    printed = [t.value for t in (*amount.tokens, *change.tokens)]
    assert [f.value for f in found.figures] == printed
