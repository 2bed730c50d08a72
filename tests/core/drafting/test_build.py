"""A report says what the figures say, and what is not known it names as not known."""

from decimal import Decimal

import pytest

from danvan.core.drafting import sentences
from danvan.core.drafting.build import build, tasks, unknown
from danvan.core.drafting.compare import Before
from danvan.core.drafting.facts import Fact, Setting
from danvan.core.drafting.numbers import measure
from danvan.core.drafting.outline import outline_of, outlines
from danvan.core.drafting.sentences import BadSentence, Missing, fill, parse
from danvan.core.forms import load
from danvan.core.indicators import catalogue

SETTING = Setting("C31135", "2026-year", {"unit": "UBND phường", "period": "năm 2026"})


def facts(**amounts):
    return {
        code: Fact(
            code, Decimal(amount), measure(catalogue.of(code).unit), "C31135", "x"
        )
        for code, amount in amounts.items()
    }


@pytest.mark.parametrize(
    ("text", "amounts", "said"),
    [
        ("Tiếp {TCD01}.", {"TCD01": 12}, "Tiếp 12 lượt."),
        ("Tiếp {TCD01}[ với {TCD02}].", {"TCD01": 12}, "Tiếp 12 lượt."),
        (
            "Tiếp {TCD01}[ với {TCD02}].",
            {"TCD01": 12, "TCD02": 15},
            "Tiếp 12 lượt với 15 người.",
        ),
        ("Có {TCD01}[~, {TCD11}].", {"TCD01": 12, "TCD11": 0}, "Có 12 lượt."),
        (
            "Xong {GQ01/XLD06|đơn}.",
            {"GQ01": 7, "XLD06": 7},
            "Xong 07/07 đơn.",
        ),
        ("{unit} mở {QT08|lớp học}.", {"QT08": 3}, "UBND phường mở 03 lớp học."),
        ("Tiếp {TCD01}[, {TCD01:change}].", {"TCD01": 12}, "Tiếp 12 lượt."),
    ],
)
def test_a_sentence_is_filled_with_what_is_known(text, amounts, said):
    assert fill(parse(text), facts(**amounts), SETTING).text == said


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Tiếp {TCD01}.", {}),
        ("Xong {GQ01/XLD06|đơn}.", {"GQ01": 8, "XLD06": 7}),
        ("Xong {GQ01/XLD06|đơn}.", {"GQ01": 8}),
    ],
)
def test_a_sentence_without_its_figure_is_not_said(text, amounts):
    with pytest.raises(Missing):
        fill(parse(text), facts(**amounts), SETTING)


@pytest.mark.parametrize("text", ["Tiếp {TCD01", "Tiếp [x", "x]", "{tcd01x9}", "{}"])
def test_a_sentence_that_cannot_be_read_says_so(text):
    with pytest.raises(BadSentence):
        parse(text)


OUTLINE = {
    "id": "x",
    "name": {},
    "chain": "inspectorate",
    "kinds": ["year"],
    "layout": "state",
    "kind": "Báo cáo",
    "subject": "",
    "act": "",
    "certain": True,
    "sections": [
        {
            "heading": "I. Kết quả",
            "paragraphs": [
                [
                    {
                        "about": "tiếp công dân",
                        "text": "Tiếp {TCD01}[, {TCD01:change}].",
                        "zero": "Không phát sinh.",
                    }
                ]
            ],
        },
        {"heading": "II. Hạn chế", "fills": "limitations", "hint": {"vi": "Nêu"}},
    ],
}


def said(amounts, before=None):
    known = facts(**amounts)
    if before is not None:
        known = {
            code: Fact(
                f.code, f.amount, f.measure, f.unit, f.period, before=Before(before)
            )
            for code, f in known.items()
        }
    return [piece.phrase.text for piece in build(outline_of(OUTLINE), known, SETTING)]


def test_zero_has_a_sentence_of_its_own():
    assert "Không phát sinh." in said({"TCD01": 0}, Decimal(0))


def test_what_is_not_known_is_named_among_the_limitations():
    assert "Chưa có số liệu về tiếp công dân." in said({})
    assert unknown(outline_of(OUTLINE), {}) == ["tiếp công dân"]


def test_what_cannot_be_compared_for_want_of_figures_is_named_too():
    text = said({"TCD01": 5})

    assert "Chưa có số liệu cùng kỳ để so sánh về tiếp công dân." in text


def test_a_place_to_type_says_nothing_by_itself():
    pieces = build(outline_of(OUTLINE), facts(TCD01=5), SETTING)

    assert pieces[-1].phrase.text == ""
    assert pieces[-1].hint == {"vi": "Nêu"}


def test_tasks_are_numbered_in_words_up_to_ten():
    made = tasks(f"việc {letter}" for letter in "abcdefghijkl")

    assert made[0].text == "Một là, việc a."
    assert made[9].text == "Mười là, việc j."
    assert made[10].text == "- việc k."


def test_empty_lines_are_no_tasks():
    assert [t.text for t in tasks(["", "  rà soát ; "])] == ["Một là, rà soát."]


@pytest.mark.parametrize("outline", outlines().values(), ids=lambda o: o.id)
def test_an_outline_names_only_indicators_that_have_numbers(outline):
    assert [c for c in outline.codes if not catalogue.of(c).has_number] == []


@pytest.mark.parametrize("outline", outlines().values(), ids=lambda o: o.id)
def test_an_outline_names_only_slots_that_are_filled(outline):
    names = {
        part.name
        for section in outline.sections
        for paragraph in section.paragraphs
        for sentence in paragraph
        for part in sentence.text
        if isinstance(part, sentences.Name)
    }

    assert names <= {"unit", "area", "period"}


@pytest.mark.parametrize("outline", outlines().values(), ids=lambda o: o.id)
def test_what_is_missing_can_be_named_without_figures(outline):
    abouts = [s.about for part in outline.sections for p in part.paragraphs for s in p]

    assert not any(char.isdigit() for about in abouts for char in about)


def test_why_figures_cannot_be_compared_is_said_once():
    reason = "do đơn vị hành chính đã sắp xếp lại"
    fact = facts(TCD01=5)["TCD01"]
    apart = Fact(
        *(fact.code, fact.amount, fact.measure, fact.unit, fact.period),
        before=Before(Decimal(4), apart=reason),
    )

    text = [
        p.phrase.text for p in build(outline_of(OUTLINE), {"TCD01": apart}, SETTING)
    ]

    assert "Tiếp 05 lượt." in text
    assert f"Số liệu về tiếp công dân không so sánh được với cùng kỳ {reason}." in text


@pytest.mark.parametrize("outline", outlines().values(), ids=lambda o: o.id)
def test_the_forms_of_an_outline_exist_and_have_its_periods(outline):
    """Statutory forms are filled in for the periods of the inspectorate's chain."""
    known = {form.code.partition("/")[2] for form in load.known()}

    assert {*outline.forms} <= known
    assert not outline.forms or outline.chain == "inspectorate"
