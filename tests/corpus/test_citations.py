"""The documents that real reports cite are found, with their dates."""

import json
from collections import Counter
from pathlib import Path

import pytest

from danvan.core.citations import citation_findings, find_citations, national_register

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(),
    reason="the corpus of real reports (../shared/corpus) is not here",
)


def golden():
    for path in sorted((CORPUS / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield gold, (CORPUS / gold["file"]).read_text(encoding="utf-8")


def test_numbers_and_dates_agree_with_the_gold():
    wanted, found = Counter(), Counter()
    for gold, text in golden():
        file = gold["file"]
        wanted.update((file, c["number"], c["date"]) for c in gold["citations"])
        found.update(
            (file, c.number, c.date and c.date.isoformat())
            for c in find_citations(text)
        )
    hits = (wanted & found).total()

    assert 2 * hits / (wanted.total() + found.total()) >= 0.98


def test_every_act_the_five_reports_date_is_in_the_register():
    register = national_register()
    unknown = [
        citation.number
        for gold, text in golden()
        if gold["file"].startswith("reports/")
        for citation in find_citations(text, register)
        if citation.date and citation.act is None
    ]

    assert unknown == []


def test_no_date_in_the_five_reports_is_called_wrong_but_the_missing_one():
    register = national_register()
    codes = [
        finding.code
        for gold, text in golden()
        if gold["file"].startswith("reports/")
        for finding in citation_findings(find_citations(text, register), register)
        if not finding.holds
    ]

    assert codes == ["missing"]
