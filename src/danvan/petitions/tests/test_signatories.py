"""The pasted list of a group: what is read, what is told, who may speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.petitions import signatories
from danvan.petitions.signatories import Signed


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("Lê Văn An, Ấp 1, xã Mẫu", Signed("Lê Văn An", "Ấp 1, xã Mẫu")),
        ("1. Lê Văn An, Ấp 1", Signed("Lê Văn An", "Ấp 1")),
        ("12) Lê Văn An", Signed("Lê Văn An")),
        ("Lê Văn An\tẤp 1", Signed("Lê Văn An", "Ấp 1")),
        ("7\tLê Văn An\tẤp 1\txã Mẫu", Signed("Lê Văn An", "Ấp 1, xã Mẫu")),
        ("* Lê Văn An, Ấp 1", Signed("Lê Văn An", "Ấp 1", represents=True)),
        ("3. * Lê Văn An, Ấp 1", Signed("Lê Văn An", "Ấp 1", represents=True)),
        ("Lê Văn An\tẤp 1\tx", Signed("Lê Văn An", "Ấp 1", represents=True)),
        ("  Lê   Văn An ,  Ấp 1 ", Signed("Lê Văn An", "Ấp 1")),
    ],
)
def test_a_line_is_read_however_it_was_pasted(line, signed):
    assert signatories.read(line) == ([signed], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (", Ấp 1", "Không có họ tên"),
        ("Lê Văn An Ấp 1", "không có chữ số"),
        ("L" * 121, "dài"),
        ("Lê Văn An, " + "a" * 301, "300"),
        ("***", "Không có họ tên"),
    ],
)
def test_a_bad_line_says_why_and_where(line, reason):
    found, (bad,) = signatories.read(f"Lê Văn Bê\n\n{line}")

    assert [s.name for s in found] == ["Lê Văn Bê"]
    assert bad.number == 3
    assert reason in bad.reason


def test_the_same_person_twice_is_told():
    _found, (bad,) = signatories.read("Lê Văn An, Ấp 1\nLÊ VĂN AN, ấp 1")

    assert (bad.number, "1" in bad.reason) == (2, True)


@pytest.mark.parametrize(
    ("people", "marked", "fits"),
    [(4, 4, True), (5, 2, True), (10, 3, False), (11, 5, True), (11, 6, False)],
)
def test_as_many_may_speak_as_the_law_says(people, marked, fits):
    """Law 42/2013/QH13, article 29: 1 or 2 of 5 to 10 people, up to 5 of more."""
    signed = [Signed(f"A{n}", represents=n < marked) for n in range(people)]

    assert (signatories.too_many(people, signed) == "") is fits


def test_from_five_people_on_somebody_must_speak():
    assert [signatories.missing(n, 0) for n in (4, 5, 11)] == [False, True, True]


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader_and_no_line_is_lost(text):
    found, bad = signatories.read(text)

    lines = [n for n, _line in signatories._lines(text)]
    assert len(found) + len(bad) == len(lines)
    assert all(1 <= len(s.name) <= 120 and len(s.address) <= 300 for s in found)
