"""A paper of the Party has the Party's head, not the state's."""

import datetime
import io

from docx import Document

from danvan.readers import read
from danvan.writers.paper import Letterhead, Paper, Paragraph, Signature
from danvan.writers.party import party

PAPER = Paper(
    letterhead=Letterhead("Đảng bộ thành phố Mẫu", "Đảng ủy phường Mẫu", "Mẫu"),
    kind="Báo cáo",
    subject="Công tác tuyên giáo và dân vận tháng 5/2026",
    symbol="BC/ĐU",
    blocks=(Paragraph("Đã tổ chức 05 cuộc."),),
    signature=Signature("T/M Ban Thường vụ", "Bí thư"),
    number="7",
    date=datetime.date(2026, 5, 20),
)


def text_of(data):
    return read(data, "x.docx").text


def test_the_head_names_the_party_and_no_motto_of_the_state():
    text = text_of(party(PAPER))

    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA" not in text
    assert "Độc lập" not in text


def test_the_number_has_no_colon_and_a_hyphen():
    assert "Số 07-BC/ĐU" in text_of(party(PAPER))


def test_the_body_and_the_margins_are_those_of_an_official_paper():
    section = Document(io.BytesIO(party(PAPER))).sections[0]

    assert round(section.left_margin.mm) == 30
    assert "Đã tổ chức 05 cuộc." in text_of(party(PAPER))
