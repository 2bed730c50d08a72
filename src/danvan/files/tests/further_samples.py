"""More of the corpus: shapes that tools of attackers make, and what offices send."""

import io
import stat
import unicodedata
import zipfile

import docx
import pikepdf
import pillow_heif
import xlsxwriter
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from danvan.files.tests import pdf_structures as structures
from danvan.files.tests.archives import archive_of, parts_of
from danvan.files.tests.office_samples import excel, relations, word, word_with
from danvan.files.tests.pdf_samples import JAVASCRIPT, opens_with, pdf
from danvan.files.tests.picture_samples import picture

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_RTF = rb"{\rtf1{\object\objautlink\objupdate{\*\objclass Excel.Sheet.8}}}"
_MHTML = b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><script>"
_LNK = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + b"\0" * 60
_SHELL = b"#!/bin/sh\nrm -rf ~\n"
_LAUNCH = Dictionary(S=Name.Launch, F=String("cmd.exe"))
_PACKED = pikepdf.ObjectStreamMode.generate


def linked_part():
    """A Word file one part of which is a link to a file of the reader's machine."""
    info = zipfile.ZipInfo("word/media/image1.png")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def formula_bomb(rows=1_048_576):
    """A formula in every row a sheet may have."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:A{rows}"/><sheetData>'
        f"{'<row><c><f>SUM(A:A)</f></c></row>' * rows}</sheetData></worksheet>"
    )
    return excel(**{"xl/worksheets/sheet1.xml": sheet})


def field(*pieces):
    """A Word file with a field whose words lie in so many runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    header = f'<w:hdr xmlns:w="{_WORD}"><w:p>{runs}</w:p></w:hdr>'
    return word_with({"word/header9.xml": header})


def office_letter():
    """A letter with a heading, links, a table and a picture."""
    document = docx.Document()
    document.add_heading("Báo cáo công tác dân vận", 0)
    document.add_paragraph("Kính gửi: Ủy ban nhân dân phường")
    document.add_table(3, 4).cell(1, 1).text = "1.945"
    document.add_picture(io.BytesIO(picture(size=(200, 100))))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document.part.relate_to("https://dichvucong.gov.vn", f"{kind}/hyperlink", True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office_sheet():
    """A workbook with sums, a drawn chart and a link."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Biểu 1")
    for row in range(50):
        page.write_row(row, 0, ["Xã", row, row * 2])
        page.write_formula(row, 3, f"=B{row + 1}+C{row + 1}", None, row * 3)
    page.write_formula("D51", "=SUM(D1:D50)", None, 3675)
    page.write_url("A52", "https://thanhtra.gov.vn", string="Thanh tra")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Biểu 1'!$B$1:$B$50"})
    page.insert_chart("F2", chart)
    book.close()
    return out.getvalue()


def scanned(pages=3):
    """A paper as a scanner sends it: each page a picture."""

    def change(document):
        for page in document.pages:
            image = document.make_stream(picture(mode="L", size=(850, 1100)))
            image.Type, image.Subtype = Name.XObject, Name.Image
            image.Width, image.Height, image.BitsPerComponent = 850, 1100, 8
            image.ColorSpace, image.Filter = Name.DeviceGray, Name.DCTDecode
            page.Resources = Dictionary(XObject=Dictionary(P=image))
            page.Contents = document.make_stream(b"612 0 0 792 0 0 cm /P Do")

    return pdf(change, pages=pages)


def filled_form(document):
    """A form of fields, as offices offer them."""
    entry = Dictionary(
        FT=Name.Tx, T=String("Họ tên"), V=String("Người Mẫu"), Rect=[9, 9, 99, 29]
    )
    entry.Type, entry.Subtype = Name.Annot, Name.Widget
    document.pages[0].Annots = Array([document.make_indirect(entry)])
    document.Root.AcroForm = Dictionary(Fields=document.pages[0].Annots)


def phone(kind, size=(4000, 3000)):
    """A phone's photo, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 8
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, quality=50, exif=exif.tobytes())
    else:
        image.save(out, kind, quality=60, exif=exif)
    return out.getvalue()


GOOD = {
    "phone.jpg": phone("JPEG"),
    "phone.webp": phone("WEBP", (2000, 1500)),
    "phone.heic": phone("HEIF", (2000, 1500)),
    "office-letter.docx": office_letter(),
    "office-sheet.xlsx": office_sheet(),
    **{f"version-{v}.pdf": pdf(force_version=v) for v in ("1.4", "1.7", "2.0")},
    "scanned.pdf": scanned(),
    "form.pdf": pdf(filled_form),
    "notepad.txt": "Kính gửi: Ủy ban nhân dân phường".encode("utf-16"),
    unicodedata.normalize("NFD", "Đơn kiến nghị của bà Nguyễn.pdf"): pdf(),
    "table-of-contents.docx": field(' TOC \\o "1-3" \\h ', " PAGE "),
    "many-numbers.pdf": structures.with_array(200_000),
}

HOSTILE = {
    "packed-script.pdf": (
        pdf(opens_with(JAVASCRIPT), object_stream_mode=_PACKED),
        "macro",
    ),
    "packed-launch.pdf": (
        pdf(opens_with(_LAUNCH), object_stream_mode=_PACKED),
        "action",
    ),
    "many-pages.pdf": (structures.many_pages(), "bomb"),
    "deep-tree.pdf": (structures.deep_tree(5_000), "broken"),
    "kids-of-itself.pdf": (structures.pages(b"2 0 R 3 0 R", 2), "broken"),
    "false-count.pdf": (structures.pages(b"3 0 R " * 9_999, 1 << 31), "broken"),
    "nested.pdf": (structures.nested(), "broken"),
    "numbers.pdf": (structures.with_array(4_000_000), "bomb"),
    "packed-numbers.pdf": (structures.packed_array(), "bomb"),
    "packed-numbers-untyped.pdf": (structures.packed_array(mark=b"/Y/Z"), "bomb"),
    "shell.docx": (_SHELL, "wrong_extension"),
    "shell.txt": (_SHELL, "wrong_extension"),
    "rich.doc": (_RTF, "old_office"),
    "rich.docx": (_RTF, "wrong_extension"),
    "old.xls": (_OLE, "old_office"),
    "old.xlsx": (_OLE, "wrong_extension"),
    "archive.mht": (_MHTML, "unknown_type"),
    "archive.docx": (_MHTML, "wrong_extension"),
    "link.lnk": (_LNK, "unknown_type"),
    "link.pdf": (_LNK, "wrong_extension"),
    "report.pdf.exe": (pdf(), "unknown_type"),
    "photo.jpg.html": (picture(), "unknown_type"),
    "gpj\u202e.exe": (b"MZ" + b"\0" * 99, "unknown_type"),
    "report.pdf\0.exe": (pdf(), "unknown_type"),
    "a" * 300 + ".bat": (b"start", "unknown_type"),
    "nested-zip.docx": (
        word_with({"word/media/image1.png": archive_of({"a": archive_of({"b": b""})})}),
        "embedded",
    ),
    "program-part.xlsx": (excel(**{"xl/media/a.emf": b"MZ" + b"\0" * 99}), "embedded"),
    "linked-part.docx": (linked_part(), "broken"),
    "connections.xlsx": (
        excel(**{"xl/connections.xml": '<connections><webPr url="https://a"/>'}),
        "external",
    ),
    "web-query.xlsx": (excel(**{"xl/queryTables/a.xml": "<queryTable/>"}), "external"),
    "web-formula.xlsx": (
        excel(**{"xl/worksheets/sheet2.xml": '<f>_xlfn.WEBSERVICE("https://a")</f>'}),
        "external",
    ),
    "linked-book.xlsx": (
        excel(
            **{
                "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                    ("externalLinkPath", "file:///c:/a.xlsx", "External")
                )
            }
        ),
        "external",
    ),
    "formulas.xlsx": (formula_bomb(), "bomb"),
    "split-dde.docx": (field(" D", "DE", "AUTO c:\\a.exe "), "external"),
    "simple-dde.docx": (
        word_with({"word/header9.xml": '<w:fldSimple w:instr=" DDE c:\\a b"/>'}),
        "external",
    ),
    "remote-field.docx": (
        field(' INCLUDEPICTURE "https://a.example/p.png"'),
        "external",
    ),
    "share-field.docx": (field(" INCLUDETEXT \\\\10.0.0.1\\a"), "external"),
    "cut.png": (picture("PNG", size=(400, 400))[:500], "broken"),
    "cut.webp": (picture("WEBP", size=(400, 400))[:200], "broken"),
    "many-entries.docx": (
        archive_of({**parts_of(word()), **{f"x/{n}": b"" for n in range(9_000)}}),
        "bomb",
    ),
}
