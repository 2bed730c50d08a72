"""Laws of the reader, and what it costs."""

import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.audit.pipeline import examine
from danvan.core.checks import registry
from danvan.core.figures.extract import extract
from danvan.core.text.document import Document
from danvan.core.text.normalise import normalise

UNITS = ["đơn", "hồ sơ", "hộ nghèo", "người", "cuộc", "ha", "%", "tỷ đồng", "triệu USD"]


def vietnamese(value, places):
    """Write a number with grouping dots and a decimal comma."""
    whole, _, fraction = f"{value:,.{places}f}".partition(".")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


@given(
    st.integers(0, 10**9),
    st.integers(0, 3),
    st.sampled_from(UNITS),
    st.sampled_from(["", "hơn ", "gần ", "khoảng "]),
)
def test_a_number_written_in_any_vietnamese_way_reads_back(digits, places, unit, bound):
    value = Decimal(digits).scaleb(-places)
    written = vietnamese(value, places)

    (figure,) = extract(Document(f"Toàn tỉnh có {bound}{written} {unit}.", ()))

    assert figure.value == value
    assert figure.text == written


@given(st.text(alphabet="tiếphòaoà 0123456789.,/%-()\n\u0301\u00a0đồng", max_size=120))
def test_offsets_always_give_the_printed_text(text):
    for figure in extract(Document(text, ())):
        assert figure.span.of(text) == figure.text


@given(st.text(max_size=80))
def test_any_text_at_all_can_be_read(text):
    registry.run(examine(Document(text, ())))


@given(st.text(alphabet="aăeêhoàuýn\u0300\u0301\u0323\u00a0 ", max_size=40))
def test_normal_text_leads_back_to_the_original(text):
    normal = normalise(text)

    offsets = [normal.offset(i) for i in range(len(normal.text) + 1)]

    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    assert len(normal.text) == len(normal.lower)


@pytest.mark.parametrize(
    "extra", ["Công tác này được quan tâm.", "Các cấp, các ngành vào cuộc."]
)
def test_a_sentence_without_figures_changes_no_finding(extra):
    report = [
        "Tiếp nhận 983 đơn (khiếu nại 156 đơn; tố cáo 29 đơn; phản ánh 789 đơn).",
        "Giải quyết 150/156 đơn, đạt tỷ lệ 91,65%.",
        "Từ 7 xã xuống còn 3 xã, giảm 5 xã.",
    ]

    def findings(text):
        reading = examine(Document(text, ()))
        return [
            (c.rule, c.severity, c.printed, c.computed) for c in registry.run(reading)
        ]

    plain = findings("\n".join(report))
    for place in range(len(report) + 1):
        longer = [*report[:place], extra, *report[place:]]
        assert findings("\n".join(longer)) == plain


def steps(text):
    """Count the calls made while ``text`` is read and checked."""
    count = 0

    def profile(frame, event, arg):
        nonlocal count
        count += 1

    document = Document(text, ())
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        registry.run(examine(document))
    finally:
        sys.setprofile(before)
    return count


TRAPS = {
    "prose": "Toàn tỉnh tiếp 3.235 lượt với 3.424 người, đạt 86,8% kế hoạch. ",
    "one sentence": "có 12 đơn, ",
    "totals": "100 đơn (60 đơn, 40 đơn); ",
    "brackets": "(có 5 đơn ",
    "slashes": "1/2/",
    "points": "1.234.",
    "lines": "- Xã A: 12 hộ\n",
    "percent": "đạt 5%, tăng 6% so với cùng kỳ, ",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_twice_the_input_costs_at_most_two_and_a_half_times_the_work(trap):
    once, twice = (steps(TRAPS[trap] * n) for n in (250, 500))

    assert twice <= 2.5 * once


@pytest.mark.parametrize(
    "trap", ["7", "1.234.", "1/2/", "(", "<sup>1", "![a", " ", "\n", "so với ", "a@"]
)
def test_a_hundred_thousand_characters_of_a_trap_are_read(trap):
    """A pattern that costs a square would take minutes here."""
    text = "Có 5 đơn. " + trap * (100_000 // len(trap))

    found = extract(Document(text, ()))

    assert found[0].text == "5"
