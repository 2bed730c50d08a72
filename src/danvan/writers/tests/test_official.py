"""A paper looks as Decree 30/2020/NĐ-CP, annex I, wants it, and says what it said."""

import datetime
import io
import re
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.readers import read
from danvan.writers.official import official
from danvan.writers.paper import (
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    SignHere,
    Table,
)

HEAD = Letterhead("UBND thành phố Mẫu", "UBND phường Mẫu", "Mẫu")
PAPER = Paper(
    letterhead=HEAD,
    kind="Thông báo",
    subject="Về việc thụ lý giải quyết khiếu nại",
    symbol="TB-UBND",
    blocks=(
        Heading("1. Nội dung"),
        Paragraph("Nội dung đơn."),
        Table((("STT", "Tài liệu"), ("1", "Bản sao"))),
        SignHere(("Người nộp", "Người nhận")),
    ),
    signature=Signature("TM. Ủy ban nhân dân", "Chủ tịch", "Người Mẫu Một"),
    date=datetime.date(2026, 2, 5),
    to=("Ông Người Mẫu Hai",),
    recipients=("Như trên", "Lưu: VT"),
)


def text_of(data: bytes) -> str:
    return read(data, "paper.docx").text


def test_the_page_is_a4_with_the_decrees_margins_and_letters() -> None:
    document = Document(io.BytesIO(official(PAPER)))
    page = document.sections[0]

    lengths = (
        *(page.page_width, page.page_height),
        *(page.top_margin, page.bottom_margin, page.left_margin, page.right_margin),
    )
    assert [round(length.mm) for length in lengths] == [210, 297, 20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert page.different_first_page_header_footer


@pytest.mark.parametrize(
    "words",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND THÀNH PHỐ MẪU",
        "UBND PHƯỜNG MẪU",
        "Số: …/TB-UBND",
        "Mẫu, ngày 05 tháng 02 năm 2026",
        "THÔNG BÁO",
        "Kính gửi: Ông Người Mẫu Hai",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Người Mẫu Một",
    ],
)
def test_every_part_of_article_8_is_there(words: str) -> None:
    assert words in text_of(official(PAPER))


def test_an_official_letter_has_its_subject_under_the_number() -> None:
    letter = Paper(HEAD, "", "đôn đốc giải quyết khiếu nại", "UBND-TCD", ())

    text = text_of(official(letter))

    assert "V/v đôn đốc giải quyết khiếu nại" in text
    assert text.index("Số: …/UBND-TCD") < text.index("V/v")


def test_nothing_in_the_file_tells_who_made_it() -> None:
    with zipfile.ZipFile(io.BytesIO(official(PAPER))) as parts:
        core = parts.read("docProps/core.xml").decode()

    assert not re.search("<(dc:creator|cp:lastModifiedBy)>[^<]+<", core)
    assert "python-docx" not in core


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_whatever_was_written_comes_back_as_text(words: str) -> None:
    said = "A " + words + " {{ x }} {% y %} & < > B"
    paper = Paper(HEAD, "Giấy", "s", "G", (Paragraph(said),))

    document = Document(io.BytesIO(official(paper)))

    assert document.paragraphs[-1].text.startswith("A ")
    assert document.paragraphs[-1].text.endswith("{{ x }} {% y %} & < > B")


def test_the_same_paper_makes_the_same_bytes() -> None:
    made = official(PAPER)

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", core)) == {"1980-01-01T"}
