"""Numbers in words read back, and stray numerals are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.figures.extract import extract
from danvan.core.figures.words import read_words
from danvan.core.text.document import Document

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spell_group(n, *, full):
    hundreds, tens, units = n // 100, n // 10 % 10, n % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [DIGITS[tens], "mươi"]
    elif units and words:
        words.append("linh")
    if units:
        late = tens > 1 and {1: "mốt", 4: "tư"}.get(units)
        words.append(late or ("lăm" if units == 5 and tens else DIGITS[units]))
    return words


def spell(n):
    """Write a number below a thousand milliards as Vietnamese schoolbooks do."""
    words = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, n = divmod(n, scale)
        if group:
            words += [*spell_group(group, full=bool(words)), *([name] if name else [])]
    return " ".join(words)


@given(st.integers(1, 10**12 - 1))
def test_any_number_written_in_words_reads_back(n):
    assert read_words(spell(n)) == n


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Có hai mươi lăm hồ sơ trễ hạn.", [(25, "hồ sơ")]),
        ("Có ba trăm linh hai hộ nghèo.", [(302, "hộ nghèo")]),
        ("Hơn một nghìn hai trăm người dự.", [(1200, "người")]),
        ("Mười hai xã đạt chuẩn.", [(12, "xã")]),
        ("Có hai huyện và một thị xã.", []),
        ("Hàng trăm hộ dân hiến đất.", []),
        ("Ba mươi năm qua, huyện đổi thay.", []),
        ("Tổ chức năm cuộc họp trong năm.", []),
        ("Chi 500 triệu đồng (bằng chữ: năm trăm triệu đồng).", [(500, "đồng")]),
    ],
)
def test_numbers_in_words_are_figures_where_they_count(sentence, figures):
    found = extract(Document(sentence, ()))

    assert [(f.value, (f.unit or "").lower()) for f in found] == figures
    assert all(f.span.of(sentence) == f.text for f in found)
