"""Files made for the tests, byte by byte or by the programs people use."""

import io
import zipfile

import docx
import pikepdf
from docx.document import Document as Word

DOCX = "word/document.xml"


def word(document: Word) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return word(document)


def archive(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes | str) -> bytes:
    """Return an office file with one part put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {entry: source.read(entry) for entry in source.namelist()}
    return archive({**parts, name: part})


def pdf_of(
    *pages: list[tuple[int, int, str]], password: str = "", scanned: bool = False
) -> bytes:
    """Make a PDF of pages of lines: x and y in points, and the text.

    ``scanned`` lays a picture over each whole page.

    The font is a name only; its ToUnicode map says that glyph n is character n.
    """
    pdf = pikepdf.new()
    cmap = pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
        b"endcmap end end"
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Plain,
        CIDSystemInfo=pikepdf.Dictionary(
            Registry="Adobe", Ordering="Identity", Supplement=0
        ),
        DW=500,
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name.Plain,
            Flags=4,
            FontBBox=[0, -200, 1000, 800],
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
        ),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.Plain,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
        ToUnicode=cmap,
    )
    picture = pdf.make_stream(
        b"\xff",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=1,
        Height=1,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F=pdf.make_indirect(font)),
        XObject=pikepdf.Dictionary(P=picture),
    )
    for lines in pages:
        content = "".join(
            f"BT /F 12 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in lines
        )
        if scanned:
            content = "q 595 0 0 842 0 0 cm /P Do Q\n" + content
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=resources,
            Contents=pdf.make_stream(content.encode()),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = io.BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(out, encryption=lock)
    return out.getvalue()


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def sheet_of(rows: dict[str, object]) -> bytes:
    """Make an .xlsx of one sheet "Quý I" from addresses and values."""
    lines: dict[int, list[str]] = {}
    for address, value in rows.items():
        number = int("".join(c for c in address if c.isdigit()))
        cell = (
            f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{address}"><v>{value}</v></c>'
        )
        lines.setdefault(number, []).append(cell)
    inside = "".join(
        f'<row r="{n}">{"".join(cells)}</row>' for n, cells in sorted(lines.items())
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return archive(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
                "</Types>"
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                f'xmlns:r="{office}"><sheets><sheet name="Quý I" sheetId="1" r:id="r1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": _SHEET.format(inside),
        }
    )
