"""The pages of drafts: from an outline to the file, in the browser."""

# ruff: noqa: F811 - fixtures are asked for by their names

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.publishing.models import Draft, DraftState, LinkState
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - fixtures
    _one_factor,
    browser,
    compiler,
    draft,
    figures,
    other,
    page_of,
    paragraph_with,
    say,
    stranger,
    ward,
)

PERIOD = "g2026-year"


def text(answer):
    return answer.content.decode()


def at(draft, rest=""):
    return f"/publishing/drafts/{draft.pk}/{rest}"


def edit(client, paragraph, words):
    url = at(paragraph.draft, f"text/{paragraph.pk}/")
    return client.post(url, {"text": words, "version": paragraph.version})


def test_a_report_is_begun_from_an_outline(figures, page_of, ward):
    assert "Báo cáo công tác dân vận chính quyền" in text(
        page_of.get("/publishing/drafts/")
    )

    answer = page_of.post(
        "/publishing/drafts/new/a-government/", {"period": PERIOD}, follow=True
    )

    assert "1.107" in text(answer)
    assert Draft.objects.get().unit == ward


@pytest.mark.parametrize("period", ["", "x", "2026-q1", "g1999-year"])
def test_a_period_the_outline_has_not_is_refused(figures, page_of, period):
    answer = page_of.post("/publishing/drafts/new/a-government/", {"period": period})

    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_a_file_that_is_no_report_says_what_is_wrong(figures, page_of):
    file = SimpleUploadedFile("x.docx", b"no word file")

    answer = page_of.post(
        "/publishing/drafts/new/a-government/", {"period": PERIOD, "file": file}
    )

    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_an_outline_that_is_none_is_not_found(page_of):
    assert page_of.get("/publishing/drafts/new/none/").status_code == 404


def test_a_changed_figure_is_shown_with_its_rule_and_its_cure(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    edit(page_of, paragraph, paragraph.text.replace("1.107", "1.170"))

    page = text(page_of.get(at(draft)))

    assert "Đã sửa số mà chưa sửa bản ghi." in page
    assert "Bản ghi là 1.107." in page
    assert "dv-figure--error" in page


def test_the_cure_takes_the_records_number(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    edit(page_of, paragraph, paragraph.text.replace("1.107", "1.170"))
    link = paragraph.links.get(state=LinkState.CHANGED)

    answer = page_of.post(at(draft, f"figure/{link.pk}/take/"), follow=True)

    assert "dv-figure--error" not in text(answer)
    paragraph.refresh_from_db()
    assert "1.107" in paragraph.text


def test_or_lets_it_stand_for_a_reason(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    edit(page_of, paragraph, paragraph.text.replace("1.107", "1.170"))
    url = at(draft, f"figure/{paragraph.links.get(state='changed').pk}/alone/")

    assert page_of.post(url, {"reason": ""}).status_code == 400
    page_of.post(url, {"reason": "Theo sổ giấy"})

    assert "Không gắn bản ghi: Theo sổ giấy" in text(page_of.get(at(draft)))


def test_a_report_with_open_figures_is_not_finished_and_says_so(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    edit(page_of, paragraph, paragraph.text.replace("1.107", "1.170"))

    answer = page_of.post(at(draft, "finish/"), follow=True)

    assert "Còn 1 số liệu chưa khớp với bản ghi" in text(answer)
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_a_finished_report_is_closed_until_it_is_opened_again(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    page_of.post(at(draft, "finish/"))
    assert edit(page_of, paragraph, "Khác.").status_code == 400

    page_of.post(at(draft, "reopen/"))

    assert edit(page_of, paragraph, "Khác.").status_code == 302


def test_what_somebody_else_saved_is_shown_beside_ones_own_words(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    edit(page_of, paragraph, "Của người khác.")

    answer = edit(page_of, paragraph, "Của tôi.")

    assert answer.status_code == 400
    assert "Của người khác." in text(answer)
    assert "Của tôi." in text(answer)


def test_earlier_versions_are_shown(draft, page_of):
    paragraph = paragraph_with(draft, "đã tiếp")
    edit(page_of, paragraph, "Mới.")

    page = text(page_of.get(at(draft, f"text/{paragraph.pk}/history/")))

    assert "Mới." in page
    assert "1.107" in page


@pytest.mark.parametrize("name", ["state.docx", "party.docx", "annex.xlsx"])
def test_the_report_and_its_annex_are_downloaded(draft, page_of, name):
    answer = page_of.get(at(draft, name))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["", "state.docx", "annex.xlsx"])
def test_a_stranger_finds_no_report(draft, stranger, name):
    assert browser(stranger).get(at(draft, name)).status_code == 404


def test_a_stranger_changes_none(draft, stranger):
    paragraph = paragraph_with(draft, "đã tiếp")
    client = browser(stranger)

    assert edit(client, paragraph, "x").status_code == 404
    link = paragraph.links.all()[0]
    for step in ("take", "alone"):
        url = at(draft, f"figure/{link.pk}/{step}/")
        assert client.post(url, {"reason": "x"}).status_code == 404
    assert client.post(at(draft, "finish/")).status_code == 404
    assert client.post(at(draft, "reopen/")).status_code == 404
