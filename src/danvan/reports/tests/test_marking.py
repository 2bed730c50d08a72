"""Marking a text: every character once, every mark at its place."""

import time

from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.marking import Mark, Section, lines, section_of, sections

TEXTS = st.text(alphabet="ab\n1", max_size=200)


def whole(text):
    return Section(1, 0, len(text))


def marked(text, marks):
    return [
        (piece.mark.anchor, piece.text)
        for line in lines(text, whole(text), marks)
        for piece in line
        if piece.mark
    ]


def test_a_figure_is_marked_in_its_line():
    text = "Có 12 đơn\nvà 3 vụ"

    assert marked(text, [Mark(3, 5, "f1"), Mark(13, 14, "f2")]) == [
        ("f1", "12"),
        ("f2", "3"),
    ]


def test_of_two_marks_that_overlap_the_first_is_drawn():
    assert marked("abcdef", [Mark(1, 4, "f1"), Mark(2, 5, "c1")]) == [("f1", "bcd")]


def test_a_mark_over_a_lines_end_has_one_anchor():
    text = "12\n34"
    pieces = [p for line in lines(text, whole(text), [Mark(0, 5, "c1")]) for p in line]

    assert [(p.text, p.first) for p in pieces] == [("12", True), ("34", False)]


def test_a_finding_without_figures_has_a_place():
    assert marked("abc", [Mark(1, 1, "k1-place")]) == [("k1-place", "")]


@given(TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9)), max_size=20))
def test_the_pieces_put_together_are_the_text(text, places):
    marks = sorted(
        (
            Mark(min(a, len(text)), min(a + n, len(text)), f"f{i}")
            for i, (a, n) in enumerate(places)
        ),
        key=lambda m: (m.start, m.end),
    )

    found = lines(text, whole(text), marks)

    assert "\n".join("".join(p.text for p in line) for line in found) == text


@given(TEXTS, st.integers(1, 50))
def test_the_sections_put_together_are_the_text(text, size):
    cuts = sections(text, size)

    assert "".join(text[c.start : c.end] for c in cuts) == text
    assert [c.number for c in cuts] == list(range(1, len(cuts) + 1))
    assert all(section_of(cuts, c.start) == c.number for c in cuts)


def test_a_long_line_is_cut_all_the_same():
    assert max(c.end - c.start for c in sections("1" * 1_000_000)) <= 50_000


def test_the_work_grows_with_the_text_and_no_faster():
    def work(n):
        text = "12 đơn\n" * n
        marks = [Mark(i * 7, i * 7 + 2, f"f{i}") for i in range(n)]
        begin = time.process_time()
        for cut in sections(text)[:1]:
            assert len(list(lines(text, cut, marks))) > 1
        return time.process_time() - begin

    work(1000)
    # Eight times the text; a quadratic walk would take sixty-four times as long.
    assert work(160_000) < 30 * max(work(20_000), 0.005)
