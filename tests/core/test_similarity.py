"""Likeness of letters: their words, the keys of a scope, marks of person and place."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework import similarity
from danvan.core.casework.similarity import Mark

WORDS = st.frozensets(
    st.sampled_from(["cong", "hem", "ngap", "12", "rac", "den", "nuoc", "ruong"])
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cống hẻm 12 bị nghẹt", "CONG HEM 12 BI NGHET"),
        ("khu phố Hoà Bình", "khu phố Hòa Bình"),
        ("Kính đề nghị: sửa cống!", "sửa cống"),
        ("đèn\u00a0đường, hỏng", "đèn đường hỏng"),
    ],
)
def test_spelling_and_phrases_of_politeness_make_no_difference(one, other):
    assert similarity.words(one) == similarity.words(other)


def test_common_words_are_folded_and_tell_nothing():
    assert all(w == w.lower() and w.isascii() for w in similarity.common_words())
    assert similarity.words(" ".join(similarity.common_words())) == frozenset()


@given(WORDS, WORDS)
def test_likeness_is_mutual_and_a_share(one, other):
    share = similarity.jaccard(one, other)

    assert 0 <= share <= 1
    assert share == similarity.jaccard(other, one)
    assert (share == 1) == (one == other and bool(one))


@given(st.integers(1, 2**22 - 1), st.integers(1, 2**22 - 1), st.text(max_size=20))
def test_keys_of_another_scope_are_never_the_same(unit, other, text):
    value = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest())
    scopes = {
        similarity.own_scope(unit),
        similarity.wide_scope(unit),
        similarity.own_scope(other),
    }
    found = {k for scope in scopes for k in similarity.keys([value], scope)}

    assert len(found) == len(scopes)
    assert all(0 < key < 2**63 for key in found)


@pytest.mark.parametrize("unit", [0, -1, 2**22])
def test_a_unit_without_a_scope_is_refused(unit):
    with pytest.raises(ValueError, match="no scope"):
        similarity.own_scope(unit)


def test_each_band_is_told_by_its_own_rows_alone():
    rules = similarity.rules()
    sketch = list(range(rules["bands"] * rules["rows"]))
    before = similarity.bands(sketch)

    sketch[-1] += 1

    assert similarity.bands(sketch)[:-1] == before[:-1]
    assert similarity.bands(sketch)[-1] != before[-1]
    with pytest.raises(ValueError, match="numbers"):
        similarity.bands(sketch[1:])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0912 345 678", "+84 912.345.678"),
        ("(0912) 345-678", "84912345678"),
        ("0292 3812345", "02923812345"),
    ],
)
def test_a_telephone_number_is_its_digits(one, other):
    assert similarity.marks(phone=one) == similarity.marks(phone=other)
    assert Mark.PHONE in similarity.marks(phone=one)


def test_a_name_alone_and_half_a_number_mark_nobody():
    assert similarity.marks(name="Nguyễn Văn An", phone="0912") == {}
    assert set(similarity.marks(name="Nguyễn Văn An", place="Ấp 3")) == {
        Mark.PERSON,
        Mark.PLACE,
    }
