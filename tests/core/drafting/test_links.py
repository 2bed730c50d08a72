"""Figures stay linked while their text is edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.drafting.links import figures, follow, typed
from danvan.core.text.span import Span

OLD = "Đã tiếp 12 lượt với 15 người, tăng 3 lượt."


def spans(text, *numbers):
    found, at = [], 0
    for number in numbers:
        at = text.index(number, at)
        found.append(Span(at, at + len(number)))
        at += len(number)
    return found


LINKS = spans(OLD, "12", "15", "3")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, [("12", False), ("15", False), ("3", False)]),
        (
            "Trong kỳ đã tiếp 12 lượt với 15 người, tăng 3 lượt.",
            [("12", False), ("15", False), ("3", False)],
        ),
        (
            "Đã tiếp 13 lượt với 15 người, tăng 3 lượt.",
            [("13", True), ("15", False), ("3", False)],
        ),
        (
            "Đã tiếp 012 lượt với 15 người, tăng 3 lượt.",
            [("012", False), ("15", False), ("3", False)],
        ),
        ("Đã tiếp 12 lượt, tăng 3 lượt.", [("12", False), (None, False), ("3", False)]),
        ("", [(None, False)] * 3),
        (
            "Đã tiếp nhiều lượt với 15 người, tăng 3 lượt.",
            [(None, False), ("15", False), ("3", False)],
        ),
    ],
)
def test_a_link_follows_its_number(new, expected):
    made = follow(OLD, LINKS, new)

    assert [(f.span and f.span.of(new), f.changed) for f in made] == expected


WORDS = st.text("abc đăê.,; \n", max_size=12)


@given(WORDS, WORDS)
def test_words_around_a_figure_change_no_link(before, after):
    new = f"{before} {OLD} {after}"

    made = follow(OLD, LINKS, new)

    assert [f.span.of(new) for f in made] == ["12", "15", "3"]
    assert not any(f.changed for f in made)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_two_links_stand_in_one_place(old, new):
    links = [Span(m, m + 1) for m, c in enumerate(old) if c.isdecimal()]

    places = [f.span for f in follow(old, links, new) if f.span]

    assert len(places) == len(set(places))
    assert all(new[span.start].isdecimal() for span in places)


def test_years_and_numbers_of_documents_are_no_figures():
    text = "Năm 2026, theo Chỉ thị số 33/CT-TTg ngày 26/11/2021, đã tiếp 12 lượt."

    assert [span.of(text) for span in figures(text)] == ["12"]


def test_what_is_linked_to_nothing_is_told():
    text = "Đã tiếp 12 lượt và mở 3 lớp tập huấn."

    assert [s.of(text) for s in typed(text, spans(text, "12"))] == ["3"]
