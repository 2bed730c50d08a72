"""Every template: its whole text, and that no value is ever read as a template."""

import datetime
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework import courses
from danvan.core.casework.ground import papers as known_papers
from danvan.core.casework.routing import branches
from danvan.core.data import load_toml
from danvan.papers.templates import (
    NoTemplate,
    bases,
    fact_names,
    fill,
    template,
    templates,
)
from danvan.papers.tests.conftest import FACTS
from danvan.readers import docx
from danvan.writers.official import official
from danvan.writers.paper import Letterhead, Paper, Signature

GOLDEN = Path(__file__).parent / "golden"
ACCEPT = "DANVAN_ACCEPT_PAPERS" in os.environ
# What arises only where a denunciation is handled: the vault prints it. Forms that
# people fill in themselves, and registers, are no papers of ours.
ELSEWHERE = {"TCD_07", "TCD_14", "TCD_15", "TCD_16", "TCD_17", "TCD_18", "TCD_19"} | {
    *("XLD_05", "XLD_06", "GIA_HAN", "KET_LUAN_TC", "XU_LY_KL", "CONG_KHAI"),
    *("RUT_DON", "RUT_TO_CAO", "SO_THEO_DOI"),
}
SHELL = Paper(
    letterhead=Letterhead(
        "Ủy ban nhân dân thành phố Mẫu", "Ủy ban nhân dân phường Mẫu", "Mẫu"
    ),
    kind="",
    subject="",
    symbol="X-UBND",
    blocks=(),
    signature=Signature("TM. Ủy ban nhân dân", "Chủ tịch"),
)


def text_of(code, values=FACTS):
    return docx.read(official(fill(template(code), values, SHELL)), "").text


@pytest.mark.parametrize("code", sorted(templates()))
def test_a_paper_says_what_it_said_before(code):
    told = text_of(code)
    golden = GOLDEN / f"{code}.txt"
    if ACCEPT:
        golden.write_text(told.rstrip() + "\n", "utf-8")

    assert told.rstrip() + "\n" == golden.read_text("utf-8")


@pytest.mark.parametrize("code", sorted(templates()))
def test_every_value_a_template_puts_in_is_a_fact_or_asked_for(code):
    found = template(code)

    assert found.places() <= fact_names() | {ask.code for ask in found.asks}
    assert {ask.code for ask in found.asks} <= found.places()


@pytest.mark.parametrize("code", sorted(templates()))
def test_a_paper_without_values_is_a_form_to_fill_in_by_hand(code):
    told = text_of(code, {})

    assert "Số: …/X-UBND" in told
    assert "{" not in told


@pytest.mark.parametrize("code", sorted(templates()))
def test_what_people_write_stays_text(code):
    nasty = "{sender} {{ 7*7 }} {% load x %} <w:p/> &amp; {number}"

    told = text_of(code, dict.fromkeys((*FACTS, "address"), nasty))

    assert nasty in told
    assert "49" not in told


def test_every_paper_a_petition_s_course_prints_has_its_template():
    lines = [
        line
        for course in courses.Course
        if courses.kind_of(course) != courses.Kind.DENUNCIATION
        for line in courses.transitions(course)
    ]
    printed = {code for line in lines for code in line.papers}

    assert printed - ELSEWHERE <= set(templates())


def test_every_branch_that_is_no_denunciation_s_has_its_templates():
    mine = [b for b in branches() if b.when["content"] != ("denunciation",)]

    printed = {code for b in mine for code in (*b.papers, *b.papers_in_person)}

    assert printed <= set(templates())


def test_every_template_is_a_paper_the_tables_know():
    assert set(templates()) <= set(known_papers())


def test_nobody_makes_a_paper_without_a_template():
    with pytest.raises(NoTemplate):
        template("TCD_16")


@pytest.mark.parametrize(
    ("day", "said", "unsaid"),
    [
        (datetime.date(2025, 6, 30), "77/2015/QH13", "72/2025/QH15"),
        (datetime.date(2025, 7, 1), "72/2025/QH15", "77/2015/QH13"),
        (datetime.date(2026, 6, 30), "124/2020/NĐ-CP", "155/2026/NĐ-CP"),
        (datetime.date(2026, 7, 1), "155/2026/NĐ-CP", "bỏ"),
    ],
)
def test_the_legal_bases_are_those_of_the_day(day, said, unsaid):
    told = " ".join(bases(template("QD_GQKN_1"), day))

    assert said in told
    assert unsaid not in told


@given(st.dates(datetime.date(2021, 11, 15), datetime.date(2035, 1, 1)))
def test_every_key_has_one_wording_on_every_day(day):
    for found in templates().values():
        assert len(bases(found, day)) == len(found.bases)


@pytest.mark.parametrize("code", ["QD_GQKN_1", "QD_GQKN_2"])
def test_a_decision_prints_the_rights_that_are_left(code):
    assert FACTS["remedy"] in text_of(code)


def test_articles_of_a_decision_are_counted_through():
    told = text_of("QD_GQKN_1")

    assert "Điều 1. Công nhận" in told
    assert "Điều 4. Phòng Kinh tế và" in told
    assert "- Như Điều 4;" in told


def test_several_lines_become_several_paragraphs():
    told = text_of("TRA_LOI", FACTS | {"text": "Một.\n\nHai."})

    assert "Một.\nHai." in told


def test_nothing_in_the_file_tells_who_made_it():
    data = official(fill(template("TCD_10"), FACTS, SHELL))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()

    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core


def test_every_asked_value_has_a_label_in_both_languages():
    for row in load_toml("papers/fields.toml")["asked"].values():
        assert row["vi"]
        assert row["en"]
