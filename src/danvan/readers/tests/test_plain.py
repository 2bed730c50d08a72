"""Text files give exactly their own text, in whatever encoding is certain."""

import unicodedata

import pytest

from danvan.readers import read

TEXT = "BÁO CÁO\r\nTiếp nhận 1.945 đơn,\tgồm 798 đơn khiếu nại.\n\nĐạt 95,67 %.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big", "utf-16 little"],
)
def test_the_text_is_what_the_bytes_decode_to(data):
    assert read(data, "a.txt").text == TEXT


def test_loose_letters_stay_loose():
    loose = unicodedata.normalize("NFD", TEXT)

    assert read(loose.encode(), "a.txt").text == loose


def test_windows_1258_is_read_where_its_tones_make_it_certain():
    # That encoding writes ế as ê and a combining tone.
    loose = (
        "Ba\u0301o ca\u0301o công ta\u0301c dân vâ\u0323n: tiê\u0301p nhâ\u0323n 5 đơn"
    )

    assert read(loose.encode("cp1258"), "a.txt").text == loose


def test_every_block_is_a_line_and_knows_its_paragraph():
    document = read(TEXT.encode(), "a.txt")

    said = [(b.span.of(TEXT), b.place.paragraph) for b in document.blocks]
    assert said == [
        ("BÁO CÁO", 1),
        ("Tiếp nhận 1.945 đơn,\tgồm 798 đơn khiếu nại.", 2),
        ("Đạt 95,67 %.", 3),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("## BÁO CÁO", "heading"),
        ("II. KẾT QUẢ", "heading"),
        ("- Tiếp 5 lượt", "item"),
        ("a) Tiếp 5 lượt", "item"),
        ("<sup>1</sup> Công an tỉnh ban hành", "footnote"),
        ("Tiếp 5 lượt", "paragraph"),
        ("3.235 lượt", "paragraph"),
    ],
)
def test_a_line_is_known_by_how_it_begins(line, kind):
    assert read(line.encode(), "a.txt").blocks[0].kind == kind


def test_a_table_drawn_with_bars_gives_cells():
    text = (
        "Bảng:\n| Xã | Đơn |\n|---|---:|\n| Tân Dân | 5 |\n| Cộng | 5 |\n\n| A | B |\n"
    )
    document = read(text.encode(), "a.md")

    cells = [
        (b.table, b.row, b.column, b.span.of(text))
        for b in document.blocks
        if b.kind == "cell"
    ]
    assert cells == [
        (0, 0, 0, "Xã"),
        (0, 0, 1, "Đơn"),
        (0, 1, 0, "Tân Dân"),
        (0, 1, 1, "5"),
        (0, 2, 0, "Cộng"),
        (0, 2, 1, "5"),
        (1, 0, 0, "A"),
        (1, 0, 1, "B"),
    ]


def test_lines_with_tabs_are_a_table_where_there_are_two():
    text = (
        "Kết quả:\nXã\tĐơn\n\t5\n-\tMột mục\nHọ tên:\tA\n\nĐoạn thụt vào\n\tĐoạn khác\n"
    )
    document = read(text.encode(), "a.txt")

    said = [(b.kind, b.row, b.column, b.span.of(text)) for b in document.blocks]
    assert said == [
        ("paragraph", None, None, "Kết quả:"),
        ("paragraph", None, None, "Xã\tĐơn"),
        ("paragraph", None, None, "5"),
        ("item", None, None, "-\tMột mục"),
        ("paragraph", None, None, "Họ tên:\tA"),
        ("paragraph", None, None, "Đoạn thụt vào"),
        ("paragraph", None, None, "Đoạn khác"),
    ]

    text = "Xã\tĐơn\tĐạt\nTân Dân\t5\t4\n\t7\t6\n"
    cells = read(text.encode(), "a.txt").blocks
    assert [(b.row, b.column, b.span.of(text)) for b in cells] == [
        *((0, 0, "Xã"), (0, 1, "Đơn"), (0, 2, "Đạt")),
        *((1, 0, "Tân Dân"), (1, 1, "5"), (1, 2, "4")),
        *((2, 1, "7"), (2, 2, "6")),
    ]
