"""Numbers are written as reports write them, and our own reader reads them back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.audit.pipeline import audit
from danvan.core import data
from danvan.core.drafting.numbers import (
    NotWritten,
    digits,
    fraction,
    measure,
    rounded,
    written,
)
from danvan.core.figures.number import read

# Clock and calendar words: behind a number they are mostly a period of time, which
# the reader rightly leaves alone.
CLOCK = {"minute", "day"}
MEASURES = sorted(set(data.load_toml("measures.toml")) - CLOCK)


@pytest.mark.parametrize(
    ("value", "padded", "printed"),
    [
        ("0", True, "0"),
        ("5", True, "05"),
        ("9", True, "09"),
        ("10", True, "10"),
        ("5", False, "5"),
        ("5.5", True, "5,5"),
        ("999", True, "999"),
        ("2666", True, "2.666"),
        ("1234567", True, "1.234.567"),
        ("1234.50", False, "1.234,5"),
        ("100.00", False, "100"),
        ("0.41", False, "0,41"),
    ],
)
def test_a_number_is_written_with_dots_for_thousands_and_a_comma(
    value, padded, printed
):
    assert digits(Decimal(value), padded=padded) == printed


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity", "-0.01"])
def test_what_no_report_prints_is_refused(value):
    with pytest.raises(NotWritten):
        digits(Decimal(value))


@given(
    st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False), st.booleans()
)
def test_what_is_written_is_read_back(value, padded):
    number = read(digits(value, padded=padded))

    assert number is not None
    assert number.value == value
    assert number.style in {"plain", "grouped"}


@pytest.mark.parametrize(
    ("amount", "code", "bound", "text"),
    [
        ("5", "meeting", "", "05 cuộc"),
        ("65", "meeting", "min", "hơn 65 cuộc"),
        ("2666", "visit", "", "2.666 lượt"),
        ("96.15", "percent", "", "96,15 %"),
        ("5", "percent", "", "5 %"),
        ("5", "metre", "", "5 m"),
        ("1327", "million_dong", "min", "hơn 1,327 tỷ đồng"),
        ("311.749", "million_dong", "", "311,749 triệu đồng"),
        ("3.6", "billion_dong", "", "3,6 tỷ đồng"),
        ("0.5", "billion_dong", "", "500 triệu đồng"),
        ("1.32745", "billion_dong", "", "1.327,45 triệu đồng"),
        ("1500000000", "dong", "approx", "khoảng 1,5 tỷ đồng"),
        ("1234567", "dong", "", "1.234.567 đồng"),
        ("250", "thousand_dong", "", "250.000 đồng"),
        ("0", "million_dong", "", "0 đồng"),
        ("30.693", "million_usd", "", "30,693 triệu USD"),
        ("40", "gift", "max", "không quá 40 phần"),
    ],
)
def test_an_amount_is_written_with_its_unit(amount, code, bound, text):
    assert written(Decimal(amount), measure(code), bound=bound).text == text


@pytest.mark.parametrize(
    ("part", "whole", "code", "text"),
    [
        (7, 7, "work", "07/07 công trình"),
        (0, 3, "work", "0/03 công trình"),
        (177, 185, "letter", "177/185 đơn"),
        (85, 20985, "dossier", "85/20.985 hồ sơ"),
    ],
)
def test_a_part_of_a_whole_is_written_with_a_slash(part, whole, code, text):
    made = fraction(Decimal(part), Decimal(whole), measure(code))

    assert made.text == text
    assert [t.value for t in made.tokens] == [part, whole]


@pytest.mark.parametrize(
    ("value", "printed"), [("0.405", "0.41"), ("95.675", "95.68"), ("2.5", "2.50")]
)
def test_a_half_is_rounded_up(value, printed):
    assert rounded(Decimal(value)) == Decimal(printed)


@pytest.mark.parametrize("code", MEASURES)
@pytest.mark.parametrize("amount", ["0", "1", "5", "31", "2666", "3.65"])
def test_the_reader_reads_every_measure_back(code, amount):
    made = written(Decimal(amount), measure(code))

    found = audit(f"Trong kỳ, đã có {made.text}.".encode(), "draft.txt")

    assert [f.value for f in found.figures] == [t.value for t in made.tokens]
    assert found.failures == ()


@given(st.decimals(min_value=0, max_value=10**13, places=2, allow_nan=False))
def test_money_is_read_back_to_the_last_dong(dong):
    made = written(dong, measure("dong"))

    (figure,) = audit(f"Đã chi {made.text}.".encode(), "draft.txt").figures

    assert figure.amount == dong
    assert figure.key == "VND"


def test_a_token_knows_its_place():
    made = written(Decimal(65), measure("meeting"), bound="min")

    ((span, token),) = made.placed(10)

    assert span.of("x" * 10 + made.text) == token.printed == "65"
