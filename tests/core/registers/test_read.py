"""An entry is read whole: every fault at once, in words, and empty is not zero."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.registers import load, read

MEETINGS = load.known()["voters-meetings"].latest
GOOD = {
    "meetings": "192",
    "people": "17.449",
    "opinions": "2.439",
    "answered_on_spot": "1.989",
    "passed_on": "450",
}


def problems(**changed):
    return {
        p.key: p.message["vi"] for p in read.read(MEETINGS, GOOD | changed).problems
    }


def test_printed_figures_are_read_as_offices_write_them():
    values = read.read(MEETINGS, GOOD).values
    assert values["people"] == Decimal(17449)
    assert read.read(MEETINGS, GOOD).is_good


def test_opinions_that_do_not_add_up_are_told_with_both_sums():
    assert problems(passed_on="451") == {
        "opinions": "Số ý kiến phải bằng số giải trình tại chỗ cộng số chuyển đi (2.439 và 2.440)."
    }


def test_an_empty_field_is_left_out_and_not_zero():
    assert "place" not in read.read(MEETINGS, GOOD | {"place": " "}).values
    assert problems(people="") == {"people": "Hãy nhập Số lượt cử tri dự."}


def test_every_fault_is_told_at_once():
    assert set(problems(meetings="0", people="nhiều", place="x" * 300)) == {
        *("meetings", "people", "place")
    }


@pytest.mark.parametrize(
    "text", ["1,5", "-3", "1e9", "٣", "=1+1", "NaN", "9" * 30, "1.2.3", "\ud800"]
)
def test_what_is_no_whole_number_is_refused(text):
    assert "people" in problems(people=text)


@pytest.mark.parametrize(
    "text", ["0912 345 678", "ông A, 079123456789", "+84912345678"]
)
def test_a_number_of_a_person_does_not_enter_a_book(text):
    assert "Sổ này chỉ ghi số lượng" in problems(note=text)["note"]


MONEY = [
    ("1.327", "1327"),
    ("1,327 tỷ", "1327"),
    ("3,6 tỷ đồng", "3600"),
    ("311,749 triệu", "311.749"),
    ("500 nghìn đồng", "0.5"),
    ("1.500.000 đồng", "1.5"),
    ("TỶ", None),
    ("1 tỷ triệu", None),
    ("1,3279999 triệu", None),
]


@pytest.mark.parametrize(("text", "value"), MONEY)
def test_money_is_read_in_the_words_of_a_report(text, value):
    gifts = load.known()["gifts"].latest
    found = read.read(gifts, {"gifts": "1", "value": text}).values.get("value")
    assert found == (Decimal(value) if value else None)


@pytest.mark.parametrize("text", ["-0,75", "−0,75", "- 0,75", "-0.75"])
def test_a_rate_may_have_risen(text):
    poverty = load.known()["poverty"].latest
    assert read.read(poverty, {"fall": text}).values["fall"] == Decimal("-0.75")


@pytest.mark.parametrize("text", ["-", "--1", "−"])
def test_a_sign_is_no_number(text):
    assert "people" in problems(people=text)


def test_a_field_that_counts_as_zero_when_empty_lets_its_rule_speak():
    totals = load.known()["dossier-totals"].latest
    written = {"counted_at": "desk", "received": "20.985", "on_time": "20.900"}
    assert read.read(totals, written | {"late": "85"}).is_good
    assert not read.read(totals, written | {"late": "84"}).is_good
    assert read.read(totals, written).is_good  # without the late nothing is held


@pytest.mark.parametrize(
    "text", ["2026-11-22", "22/11/2026", "22.11.2026", "22-11-2026"]
)
def test_a_day_is_read_however_it_is_written(text):
    assert read.day_of(text) == datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-13-01", "22/11/26", "hôm nay", ""]
)
def test_what_is_no_day_is_none(text):
    assert read.day_of(text) is None


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=40)))
def test_whatever_is_written_is_read_or_told(changed):
    reading = read.read(MEETINGS, GOOD | changed)
    told = {p.key for p in reading.problems}
    for field in MEETINGS.fields:
        text = (GOOD | changed).get(field.key, "").strip()
        assert field.key in reading.values or field.key in told or not text


@given(st.decimals(0, 10**12, places=0), st.sampled_from(["people", "opinions"]))
def test_what_is_stored_and_written_is_read_back(value, key):
    field = MEETINGS.by_key[key]
    text = read.written(field, value)
    again = read.read(MEETINGS, GOOD | {key: text}).values[key]
    assert again == value
    assert read.restored(MEETINGS, read.stored({key: value})) == {key: value}
