"""Last year's report is this year's frame: headings stay, figures are this period's."""

# ruff: noqa: F811 - fixtures are asked for by their names

import pytest

from danvan.publishing import draft_page, drafting, skeleton
from danvan.publishing.models import LinkState
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - fixtures
    BY,
    NOW,
    _one_factor,
    compiler,
    figures,
    paragraph_with,
    start,
    viewer_of,
    ward,
)
from danvan.readers import Unreadable
from danvan.writers.official import official
from danvan.writers.paper import Heading, Letterhead, Paper, Paragraph, Signature

LINES = (
    Heading("I. Kết quả tiếp công dân"),
    Paragraph(
        "Các cơ quan đã tiếp 984 lượt công dân với 1.000 người, tăng 12 lượt (1,23 %) "
        "so với cùng kỳ năm 2024. Tiếp thường xuyên 900 lượt."
    ),
    Heading("II. An sinh xã hội"),
    Paragraph("Đã thăm, tặng 05 phần quà. Trồng mới 12 km đường hoa."),
)


@pytest.fixture
def file():
    paper = Paper(
        Letterhead("UBND thành phố Cần Thơ", "UBND phường Ninh Kiều", "Ninh Kiều"),
        "Báo cáo",
        "Kết quả công tác dân vận năm 2025",
        "BC-UBND",
        LINES,
        Signature("TM. Ủy ban nhân dân", "Chủ tịch", "Người Mẫu"),
        recipients=("Như trên", "Lưu: VT"),
    )
    return official(paper)


@pytest.fixture
def draft(ward, figures, file):
    return start(ward, last_year=skeleton.of_file(file, "bao-cao-2025.docx"))


def test_headings_and_paragraphs_are_kept_and_the_head_of_the_paper_is_not(draft):
    kinds = [(p.kind, p.text.split(".")[0]) for p in draft.paragraphs.all()]

    assert [kind for kind, _ in kinds] == ["heading", "paragraph"] * 2
    assert kinds[0] == ("heading", "I")
    text = "\n".join(draft.paragraphs.values_list("text", flat=True))
    assert "Nơi nhận" not in text
    assert "Người Mẫu" not in text


def test_known_figures_are_this_periods_and_compared_anew(draft):
    text = paragraph_with(draft, "đã tiếp").text

    assert text.startswith("Các cơ quan đã tiếp 1.107 lượt công dân")
    assert "tăng 123 lượt (12,5 %) so với cùng kỳ" in text
    assert "năm 2024" not in text
    assert "Tiếp thường xuyên 1.000 lượt (tăng 100 lượt so với cùng kỳ)." in text


def test_a_figure_that_is_not_known_is_marked_and_keeps_the_report_open(
    draft, compiler
):
    contents = draft_page.contents(viewer_of(compiler), draft.pk)

    missing = [
        (m.link.printed, m.trouble) for shown in contents.shown for m in shown.troubles
    ]

    assert ("12", "missing") in missing
    assert all(trouble == "missing" for _, trouble in missing)


def test_typing_this_periods_number_settles_it(draft):
    paragraph = paragraph_with(draft, "đường hoa")
    text = paragraph.text.replace("12 km", "15 km")

    saved = drafting.write(paragraph=paragraph, text=text, version=1, by=BY, now=NOW)

    assert not saved.links.filter(state=LinkState.MISSING).exists()


def test_the_name_of_the_file_is_kept_and_nothing_else_of_it(draft):
    assert draft.skeleton == "bao-cao-2025.docx"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_report_is_refused(data):
    with pytest.raises(Unreadable):
        skeleton.of_file(data, "x.docx")
