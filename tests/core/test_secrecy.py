"""A stamp of secrecy is told from words about secrets."""

import pytest

from danvan.core.text.document import Block, Document, Place
from danvan.core.text.secrecy import secrecy_stamp
from danvan.core.text.span import Span

TOP = "ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\nSố: 12/BC-UBND\n"


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        (TOP + "MẬT\nBÁO CÁO", "MẬT"),
        (TOP + "  TỐI  MẬT \nBÁO CÁO", "TỐI MẬT"),
        (TOP + "**TUYỆT MẬT**\nBÁO CÁO", "TUYỆT MẬT"),
        (TOP + "[ MẬT ]\nBÁO CÁO", "MẬT"),
        (TOP + "Độ mật: Tối mật\nBÁO CÁO", "TỐI MẬT"),
        (TOP + "ĐỘ MẬT: MẬT\nBÁO CÁO", "MẬT"),
        ("UBND TỈNH\tMẬT\nBÁO CÁO", "MẬT"),
        ("| UBND TỈNH | TỐI MẬT |\nBÁO CÁO", "TỐI MẬT"),
        (TOP + "MA\u0323\u0302T\nBÁO CÁO", "MẬT"),
        (TOP + "BÁO CÁO\nCông tác giữ bí mật nhà nước được chú trọng.", None),
        (TOP + "MẬT ONG CÀ MAU\nBÁO CÁO", None),
        (TOP + "Mật ong", None),
        (TOP + "Tài liệu tối mật không được đưa ra ngoài.", None),
        (TOP + "Mật", None),
        ("Dòng\n" * 60 + "MẬT\n", None),
        ("", None),
    ],
)
def test_only_a_line_of_its_own_near_the_top_is_a_stamp(text, stamp):
    assert secrecy_stamp(Document(text, ())) == stamp


def test_a_stamp_in_the_page_header_counts_wherever_the_text_has_it():
    text = "Dòng\n" * 60 + "MẬT"
    header = Block(Span(len(text) - 3, len(text)), "header", Place())

    assert secrecy_stamp(Document(text, (header,))) == "MẬT"
