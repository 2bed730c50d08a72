"""The demonstration's reports: facts, no sentences, and real when the file comes."""

import re
from pathlib import Path

import pytest

from danvan.core.actor import Actor
from danvan.reports import demo, page, selectors, services
from danvan.reports.models import Check, Figure, Report
from danvan.reports.tests.conftest import NOW, viewer_of

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "reports"


@pytest.fixture
def filled(commune, compiler):
    return demo.fill(today=NOW.date())


def test_five_reports_are_there_and_marked_without_text(filled, commune):
    assert {(r.unit, r.uploaded_by) for r in filled} == {(commune, "Post compiler")}
    assert len(filled) == 5
    assert {(r.demonstration, r.text) for r in filled} == {(True, "")}
    assert Figure.objects.count() > 150


@pytest.mark.parametrize("computed", ["1731", "0.405", "82.04"])
def test_the_three_errors_in_the_published_reports_are_there(filled, computed):
    assert Check.objects.filter(
        holds=False, severity="error", computed__startswith=computed
    ).exists()


def test_filling_twice_changes_nothing(filled):
    assert demo.fill(today=NOW.date()) == []
    assert Report.objects.count() == 5


def test_a_unit_can_be_named_with_who_acts(commune, other):
    actor = Actor("user:7", "Somebody", other.code)

    filled = demo.fill(today=NOW.date(), units=[other], actors={other.pk: actor})

    assert {(r.unit, r.uploaded_by) for r in filled} == {(other, "Somebody")}


def test_the_data_hold_numbers_and_no_sentences():
    for found in demo.published():
        assert found["text"] == ""
        for figure in found["figures"]:
            assert re.fullmatch(r"[\d.,/\s]+|\w+( \w+){0,3}", figure["text"])
            assert len(figure["label"].split()) <= 6
        for check in found["checks"]:
            assert len(check["message"]["vi"]) < 250


@pytest.mark.parametrize("number", range(5))
def test_who_gives_the_file_in_sees_the_sentences(number, filled, commune, compiler):
    source = demo.published()[number]["source"]["name"]
    if not (CORPUS / source).is_file():
        pytest.skip("the published reports are not in this house: ../shared/corpus")
    viewer = viewer_of(compiler)

    received = services.receive(
        data=(CORPUS / source).read_bytes(),
        name="as I called it.txt",
        unit=commune,
        by=viewer.actor(commune.pk),
        now=NOW,
    )

    built = page.build(selectors.contents(viewer, received.report.pk))
    assert not received.new
    assert received.report.pk in {report.pk for report in filled}
    assert built.lines
    # The marks stand where the published figures are.
    text = received.report.text
    for figure in demo.published()[number]["figures"]:
        assert text[figure["start"] : figure["end"]] == figure["text"]
