"""A PDF gives paragraphs with their page; page furniture is left out."""

from danvan.readers import read
from danvan.readers.tests.files import pdf_of

LONG = "Trong năm, các cơ quan hành chính của tỉnh đã tiếp công dân và"


def page(number, *lines):
    top = [(72, 800, "UBND TỈNH CÀ MAU"), (290, 780, str(number))]
    return top + [(x, 740 - 16 * i, text) for i, (x, text) in enumerate(lines)]


def texts(data):
    document = read(data, "a.pdf")
    return [(b.place.page, b.span.of(document.text)) for b in document.blocks]


def test_lines_become_paragraphs():
    data = pdf_of(
        [
            (72, 700, LONG),
            (72, 684, "tiếp nhận 1.945 đơn."),
            (72, 668, "- Khiếu nại: 798 đơn."),
            (72, 652, "- Tố cáo: 933 đơn."),
            (72, 600, "Đoạn sau, cách một quãng."),
        ]
    )

    assert texts(data) == [
        (1, LONG + " tiếp nhận 1.945 đơn."),
        (1, "- Khiếu nại: 798 đơn."),
        (1, "- Tố cáo: 933 đơn."),
        (1, "Đoạn sau, cách một quãng."),
    ]


def test_a_scan_with_its_text_laid_under_it_is_read():
    lines = [(72, 700 - 16 * i, LONG) for i in range(8)]

    assert texts(pdf_of(lines, scanned=True))


def test_a_paragraph_goes_on_over_the_page():
    data = pdf_of([(72, 110, LONG)], [(72, 740, "tiếp nhận 1.945 đơn.")])

    assert texts(data) == [(1, LONG + " tiếp nhận 1.945 đơn.")]


def test_page_numbers_and_repeated_headers_are_left_out():
    data = pdf_of(
        *(page(n, (72, f"Nội dung của trang có {n}5 đơn.")) for n in (1, 2, 3))
    )

    assert texts(data) == [(n, f"Nội dung của trang có {n}5 đơn.") for n in (1, 2, 3)]


def test_headings_and_items_are_known():
    data = pdf_of(
        [
            (72, 700, "BÁO CÁO"),
            (72, 660, "I. Kết quả"),
            (72, 640, "1. Tiếp 5 lượt."),
            (72, 620, "Còn lại."),
        ]
    )

    kinds = [b.kind for b in read(data, "a.pdf").blocks]
    assert kinds == ["heading", "heading", "item", "paragraph"]


def test_a_table_gives_its_cells_by_column():
    rows = [
        ("Xã", "Đơn", "Đã giải quyết"),
        ("Tân Dân", "1.234", "1.200"),
        ("Tạ An Khương Nam", "345", ""),
        ("Cộng", "1.579", "1.200"),
    ]
    columns = (72, 260, 330)
    lines = [(72, 700, "Kết quả tiếp nhận đơn như sau:")] + [
        (x, 660 - 20 * i, text)
        for i, row in enumerate(rows)
        for x, text in zip(columns, row, strict=True)
        if text
    ]
    document = read(pdf_of(lines), "a.pdf")

    cells = {
        (b.row, b.column): b.span.of(document.text)
        for b in document.blocks
        if b.kind == "cell"
    }
    assert document.blocks[0].kind == "paragraph"
    assert cells == {
        (i, j): text for i, row in enumerate(rows) for j, text in enumerate(row) if text
    }
