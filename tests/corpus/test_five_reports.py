"""The five published reports: the three errors in them, and no others."""

from pathlib import Path

import pytest

from danvan.audit import audit

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(),
    reason="the corpus of real reports (../shared/corpus) is not here",
)

ERRORS = {
    "001": {("sum", ("1.945", "798", "933"))},
    "002": {
        ("ratio", ("85", "20.985", "0,04")),
        ("ratio", ("30,693", "37,41", "86,8")),
    },
}


def read(number):
    (path,) = (CORPUS / "reports").glob(f"{number}_*.txt")
    return audit(path.read_bytes(), path.name)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_errors_of_a_published_report_are_found_and_no_others(number):
    report = read(number)

    errors = {
        (check.rule, tuple(report.figures[i].text for i in check.figures))
        for check in report.failures
        if check.severity == "error" and check.rule in {"sum", "ratio", "difference"}
    }

    assert errors == ERRORS.get(number, set())


def test_a_percentage_cut_off_is_a_note_and_no_error():
    report = read("001")

    (cut,) = [c for c in report.checks if c.printed == "95.67"]

    assert cut.severity == "note"


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_figure_stands_where_it_says(number):
    report = read(number)

    for figure in report.figures:
        assert figure.span.of(report.document.text) == figure.text
