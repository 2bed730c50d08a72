"""The sheets of registers: every column known again, every cell read or refused."""

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework import book, exchange
from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.exchange import BadCell, formats
from danvan.core.text.fold import fold

TODAY = datetime.date(2026, 7, 8)
REGISTER = formats()["register"]
COLUMNS = [(f, c) for f in formats().values() for c in f.columns]
HEADS = {c.field: n for n, c in enumerate(REGISTER.columns)}
cells = st.one_of(
    st.text(max_size=40),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.none(),
    st.dates(),
)


@pytest.mark.parametrize("code", list(formats()))
def test_an_exported_head_is_known_again_column_by_column(code):
    format_ = formats()[code]

    found = exchange.guess(format_, [c.header["vi"] for c in format_.columns])

    assert found == {c.field: n for n, c in enumerate(format_.columns)}


@pytest.mark.parametrize(("format_", "column"), COLUMNS)
def test_what_is_guessed_is_written_folded(format_, column):
    assert all(fold(word) == word for word in column.guess), column.field


@pytest.mark.parametrize("value", ["kind", "channel", "forwarder", "field", "outcome"])
def test_every_word_of_a_choice_means_one_thing(value):
    words = [fold(w) for said in exchange.choices(value).values() for w in said]

    assert len(words) == len(set(words))


def test_form_03_tcd_has_its_twelve_columns():
    """Decree 154/2026/NĐ-CP, form 03/TCD."""
    assert len(formats()["tcd-03"].columns) == 12


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("received_on", "03/02/2025", datetime.date(2025, 2, 3)),
        ("received_on", "3-2-2025", datetime.date(2025, 2, 3)),
        ("received_on", "2025-02-03T00:00:00", datetime.date(2025, 2, 3)),
        ("received_on", datetime.date(2025, 2, 3), datetime.date(2025, 2, 3)),
        ("kind", "  KHIẾU NẠI ", "complaint"),
        ("kind", "khieu nai", "complaint"),
        ("kind", "PAKN", "feedback"),
        ("kind", "TC", "denunciation"),
        ("phone", 912345678.0, "0912345678"),
        ("phone", "+84 912 345 678", "+84 912 345 678"),
        ("people", 7.0, 7),
        ("people", "", None),
        ("originals", "x", True),
        ("originals", True, True),
        ("originals", "không", False),
        ("name", "Nguyễn\u00a0Văn  A", "Nguyễn Văn A"),
        ("reasons", "Đã hết thời hiệu; chỉ là bản sao chụp", ("too_late", "copy_only")),
    ],
)
def test_a_cell_is_read_as_people_type_it(field, cell, value):
    column = REGISTER.columns[HEADS[field]]

    assert exchange.read(column, cell, TODAY) == value


@pytest.mark.parametrize(
    ("field", "cell", "accepted"),
    [
        ("received_on", "29/02/2025", "27/03/2026"),
        ("received_on", "45000", "27/03/2026"),
        ("received_on", "09/07/2026", ""),
        ("received_on", "3/2/25", "27/03/2026"),
        ("kind", "", "Khiếu nại"),
        ("kind", "Thơ", "Tố cáo"),
        ("people", "0", "1"),
        ("people", "1.5", "1"),
        ("people", "²", "1"),
        ("originals", "maybe", "x"),
        ("reasons", "vì mưa", "Đã hết thời hiệu"),
        ("name", "a" * 121, ""),
    ],
)
def test_a_bad_cell_is_refused_with_what_may_stand_there(field, cell, accepted):
    with pytest.raises(BadCell) as refused:
        exchange.read(REGISTER.columns[HEADS[field]], cell, TODAY)

    assert set(refused.value.reason) == {"vi", "en"}
    assert accepted in "".join(refused.value.accepted)


@given(st.sampled_from(COLUMNS), cells)
def test_no_cell_breaks_the_reader(which, cell):
    _format, column = which
    with suppress(BadCell):
        assert "\x00" not in str(exchange.read(column, cell, TODAY))


def row(**said):
    good = {"received_on": "03/02/2025", "kind": "KNPA", "what": "Cống hỏng"}
    line = [None] * len(HEADS)
    for field, value in (good | said).items():
        line[HEADS[field]] = value
    return book.read(REGISTER, HEADS, line, TODAY)


def test_a_row_is_an_entry():
    entry = row(name="Người Mẫu", people=3, originals="x").entry

    assert (entry.kind, entry.people, entry.originals) == (Kind.FEEDBACK, 3, True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "KN", "channel": "Điện thoại"}, "channel"),
        (
            {
                "kind": "KN",
                "outcome": "Chuyển đơn",
                "outcome_body": "x",
                "outcome_on": "04/02/2025",
            },
            "outcome",
        ),
        ({"outcome": "Chuyển đơn", "outcome_on": "04/02/2025"}, "outcome_body"),
        ({"outcome": "Lưu đơn", "outcome_on": "04/02/2025"}, "reasons"),
        ({"outcome": "Đã trả lời"}, "outcome_on"),
        ({"outcome": "Đã trả lời", "outcome_on": "02/02/2025"}, "outcome_on"),
        ({"accepted_on": "01/02/2025"}, "accepted_on"),
    ],
)
def test_what_the_law_does_not_know_is_a_fault_of_its_cell(said, field):
    found = [fault.field for fault in row(**said).faults]

    assert field in found


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_of_a_denunciation_nothing_is_read_but_number_days_and_end(name, where, what):
    """Design, section 8: name, address and content are taken by nobody."""
    entry = row(kind="Tố cáo", name=name, address=where, what=what, serial="9").entry

    assert (entry.name, entry.address, entry.what) == ("", "", "")
    assert (entry.serial, entry.received_on.isoformat()) == ("9", "2025-02-03")


def test_of_a_row_whose_kind_is_not_known_nothing_else_is_read():
    found = row(kind="Khiếu nại, tố cáo", received_on="bad", name="a" * 200)

    assert [fault.field for fault in found.faults] == ["kind"]


@given(st.lists(cells, max_size=len(HEADS)))
def test_every_row_is_an_entry_or_its_faults(line):
    found = book.read(REGISTER, HEADS, line, TODAY)

    assert (found.entry is None) == bool(found.faults)
