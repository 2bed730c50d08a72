"""A finding is shown in its sentence, and its place in words people use."""

import pytest

from danvan.writers.passage import bounds, line_of, marked, place

TEXT = "Một câu trước. Tiếp 5 lượt, gồm 3 và 2; còn lại không.\nĐoạn sau có 7 đơn."


def part(name, text, **more):
    start = TEXT.index(text)
    return {"id": name, "start": start, "end": start + len(text), **more}


def audited(name="a.txt", **more):
    figures = [part("f1", "5"), part("f2", "3 và"), part("f3", "7")]
    figures[0] |= more
    return {"source": {"name": name}, "text": TEXT, "figures": figures, "citations": []}


def check(start, end, *figures):
    return {"start": start, "end": end, "figures": list(figures), "citations": []}


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Một", "Một câu trước."),
        ("5", "Tiếp 5 lượt, gồm 3 và 2;"),
        ("còn", "còn lại không."),
        ("7", "Đoạn sau có 7 đơn."),
    ],
)
def test_a_passage_is_the_sentence_around(word, sentence):
    at = TEXT.index(word)
    start, end = bounds(TEXT, at, at + len(word))

    assert TEXT[start:end] == sentence


def test_a_passage_in_endless_text_is_cut():
    text = "đơn " * 5000
    start, end = bounds(text, 10000, 10004)

    assert end - start < 500


def test_the_figures_of_the_finding_are_marked_and_no_others():
    audit = audited()
    start = TEXT.index("Tiếp")
    shown = marked(audit, check(start, start + 20, "f1"), "[{}]".format)

    assert shown == "Tiếp [5] lượt, gồm 3 và 2;"


@pytest.mark.parametrize(
    ("name", "at", "said"),
    [
        ("a.txt", {}, "dòng 1"),
        ("a.docx", {"page": 3, "paragraph": 12}, "trang 3, đoạn 12"),
        ("a.docx", {"paragraph": 12}, "đoạn 12"),
        ("a.xlsx", {"sheet": "Quý I", "cell": "B7"}, "trang tính Quý I, ô B7"),
    ],
)
def test_a_place_is_named_as_the_file_is_seen(name, at, said):
    audit = audited(name, place=at)

    assert place(audit, check(16, 20, "f1"), "vi") == said


def test_lines_count_from_one():
    assert [line_of("a\nb\nc", at) for at in (0, 2, 4)] == [1, 2, 3]
