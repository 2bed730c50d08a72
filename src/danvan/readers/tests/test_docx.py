"""A Word file gives what the eye sees, each piece with its paragraph."""

import docx
import pytest

from danvan.readers import read
from danvan.readers.docx import located
from danvan.readers.tests.files import DOCX, with_part, word, word_of

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word_xml(inside, **parts):
    data = with_part(
        word_of("x"), DOCX, f"<w:document {NS}><w:body>{inside}</w:body></w:document>"
    )
    for name, part in parts.items():
        data = with_part(data, f"word/{name}.xml", part)
    return data


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside):
    return f"<w:p>{inside}</w:p>"


def texts(data):
    document = read(data, "a.docx")
    return [b.span.of(document.text) for b in document.blocks]


def test_headings_paragraphs_items_and_tables_are_told_apart():
    document = docx.Document()
    document.add_heading("BÁO CÁO", 1)
    document.add_paragraph("Tiếp nhận 5 đơn.")
    document.add_paragraph("")
    document.add_paragraph("Một mục", style="List Number")
    table = document.add_table(2, 2)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"ô {number}"
    document.add_paragraph("Sau bảng.")
    found = read(word(document), "a.docx")

    assert [b.kind for b in found.blocks] == [
        *("heading", "paragraph", "paragraph"),
        *("cell", "cell", "cell", "cell", "paragraph"),
    ]
    assert [b.place.paragraph for b in found.blocks] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [(b.row, b.column) for b in found.blocks[3:7]] == [
        *((0, 0), (0, 1), (1, 0), (1, 1))
    ]
    assert found.text.endswith("ô 0\tô 1\nô 2\tô 3\nSau bảng.")


def test_a_merged_cell_keeps_the_columns_after_it_in_their_place():
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Đơn"
    table.cell(0, 2).text = "Cộng"
    table.cell(1, 2).text = "5"
    found = read(word(document), "a.docx")

    assert [(b.column, b.span.of(found.text)) for b in found.blocks] == [
        *((0, "Đơn"), (2, "Cộng"), (2, "5"))
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("tiếp ") + run("3.235") + run(" lượt"), "tiếp 3.235 lượt"),
        (run("a") + "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("a"), "a"),
        (
            run("12 m")
            + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>',
            "12 m²",
        ),
        (run("16/CT") + "<w:r><w:noBreakHyphen/></w:r>" + run("TTg"), "16/CT-TTg"),
        (f"<w:del>{run('5')}</w:del><w:ins>{run('6')}</w:ins>" + run(" đơn"), "6 đơn"),
        (f"<w:hyperlink>{run('Luật')}</w:hyperlink>" + run(" mới"), "Luật mới"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("7")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + run("Đầu trang"),
            "Đầu trang",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(A1) </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("7")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + run(" đơn"),
            "7 đơn",
        ),
        (
            run("Trước ") + "<w:r><mc:AlternateContent><mc:Choice>"
            "<w:txbxContent><w:p><w:r><w:t>trong hộp</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback>"
            "<w:txbxContent><w:p><w:r><w:t>trong hộp</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "Trước |trong hộp",
        ),
    ],
)
def test_a_paragraph_reads_as_it_is_seen(inside, text):
    assert texts(word_xml(paragraph(inside))) == text.split("|")


def test_footnotes_stand_at_the_end_with_the_number_of_their_mark():
    notes = (
        f"<w:footnotes {NS}><w:footnote w:id='0'>{paragraph(run('sep'))}</w:footnote>"
        f"<w:footnote w:id='7'>{paragraph(run('Công an tỉnh: 5 cuộc'))}</w:footnote></w:footnotes>"
    )
    body = paragraph(
        run("Tổ chức 9 cuộc") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run(".")
    )
    data = word_xml(paragraph(run("Mở đầu")) + body, footnotes=notes)
    document = read(data, "a.docx")
    note = document.blocks[-1]

    assert document.blocks[1].span.of(document.text) == "Tổ chức 9 cuộc\u202f¹."
    assert note.kind == "footnote"
    assert note.place.paragraph == 2
    assert note.span.of(document.text) == "¹ Công an tỉnh: 5 cuộc"


def test_page_headers_are_read_once_and_without_page_numbers():
    document = docx.Document()
    document.add_paragraph("Tiếp nhận 5 đơn.")
    document.sections[0].header.paragraphs[0].text = "UBND TỈNH"
    document.sections[0].footer.paragraphs[0].text = "UBND TỈNH"
    found = read(word(document), "a.docx")

    assert [(b.kind, b.span.of(found.text)) for b in found.blocks] == [
        ("paragraph", "Tiếp nhận 5 đơn."),
        ("header", "UBND TỈNH"),
    ]


def test_pages_are_counted_where_word_has_left_their_breaks():
    second = "<w:r><w:lastRenderedPageBreak/><w:t>Trang hai</w:t></w:r>"
    data = word_xml(
        paragraph(run("Trang một")) + paragraph(second) + paragraph(run("Vẫn hai"))
    )

    pages = [b.place.page for b in read(data, "a.docx").blocks]
    # A paragraph is where it begins: the break stands inside the second one.
    assert pages == [1, 1, 2]


def test_a_file_saved_as_strict_open_xml_is_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f"<w:body>{paragraph(run('Tiếp nhận 5 đơn.'))}</w:body>"
    part = f'<w:document xmlns:w="{strict}">{body}</w:document>'

    assert texts(with_part(word_of("x"), DOCX, part)) == ["Tiếp nhận 5 đơn."]


def test_every_paragraph_leads_back_to_its_element():
    document = docx.Document()
    document.add_paragraph("\nMở đầu")
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "dòng một"
    cell.add_paragraph("dòng hai")
    found = located(word(document), "a.docx")

    said = [found.document.text[s.start : s.end] for s in found.sources]
    assert said == ["Mở đầu", "dòng một", "dòng hai"]
    assert found.sources[0].skipped == 1
