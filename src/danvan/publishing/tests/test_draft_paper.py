"""A draft as a paper: our own reader reads the DOCX back and finds nothing."""

# ruff: noqa: F811 - fixtures are asked for by their names

import pytest

from danvan.audit.pipeline import audit
from danvan.publishing import draft_page, draft_paper, drafting
from danvan.publishing.models import LinkState
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - fixtures
    BY,
    _one_factor,
    compiler,
    draft,
    figures,
    start,
    viewer_of,
    ward,
)


def contents(draft, user):
    return draft_page.contents(viewer_of(user), draft.pk)


@pytest.mark.parametrize("as_party", [False, True])
@pytest.mark.parametrize(
    "outline", ["a-government", "b-supervision", "c-complaints", "d-party"]
)
def test_our_reader_finds_nothing_in_the_file(
    ward, figures, compiler, outline, as_party
):
    made = contents(start(ward, outline), compiler)

    found = audit(draft_paper.docx(made, as_party=as_party, day=None), "x.docx")

    assert [c.message["vi"] for c in found.failures] == []


def test_the_file_says_what_the_draft_says(draft, compiler):
    data = draft_paper.docx(contents(draft, compiler), as_party=False, day=None)

    text = audit(data, "x.docx").document.text

    assert "đã tiếp 1.107 lượt với 1.200 người" in text
    assert "BÁO CÁO" in text
    assert "năm 2026" in text
    assert "DỰ THẢO" in text


def test_a_finished_report_is_no_draft(draft, compiler):
    drafting.finish(draft=draft, by=BY)

    data = draft_paper.docx(contents(draft, compiler), as_party=False, day=None)

    assert "DỰ THẢO" not in audit(data, "x.docx").document.text


def test_a_missing_number_is_left_open_on_paper(draft, compiler):
    paragraph = draft.paragraphs.filter(links__code="TCD01").first()
    paragraph.links.filter(code="TCD01", aspect="amount").update(
        state=LinkState.MISSING
    )

    data = draft_paper.docx(contents(draft, compiler), as_party=False, day=None)

    assert "đã tiếp […] lượt" in audit(data, "x.docx").document.text
