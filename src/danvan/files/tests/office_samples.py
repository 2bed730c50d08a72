"""Word and Excel files: what people send, and what attackers send."""

import io
import zipfile

import docx

from danvan.files.tests.archives import archive_of, parts_of

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def word(text="Báo cáo công tác dân vận", link=""):
    """A Word file with a heading, a paragraph, a table and perhaps a link."""
    document = docx.Document()
    document.add_heading("Báo cáo", 1)
    document.add_paragraph(text)
    document.add_table(2, 2).cell(0, 0).text = "1.945"
    if link:
        document.part.relate_to(link, f"{_OFFICE}/hyperlink", is_external=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def empty_word():
    """A Word file without a word in it."""
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def document_bomb(size=200 << 20):
    """A Word file whose very text is a bomb."""
    parts = parts_of(word())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name != "word/document.xml":
                archive.writestr(name, data)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(size >> 20):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def excel(**more):
    """A workbook of one sheet; ``more`` adds or replaces parts."""
    types = (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
        "</Types>"
    )
    sheet = (
        f'{_DECLARATION}<worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>798</v></c></row>'
        "</sheetData></worksheet>"
    )
    book = (
        f'{_DECLARATION}<workbook xmlns="http://schemas.openxmlformats.org/'
        f'spreadsheetml/2006/main" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Biểu 1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "Internal")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml", "Internal")
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return archive_of(parts | more)


def relations(*entries):
    """A relations part of (type, target, mode)."""
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/>'
        for i, (kind, target, mode) in enumerate(entries, 1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}'
        "</Relationships>"
    )


def word_with(parts, base=None):
    """A Word file with parts added or replaced."""
    return archive_of(parts_of(base or word()) | parts)


def macro_word():
    """A macro document under the harmless ending."""
    parts = parts_of(word())
    types = parts["[Content_Types].xml"].decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return word_with({"[Content_Types].xml": types, "word/vbaProject.bin": b"\0" * 99})


def word_bomb(size=512 << 20):
    """A document whose part is all zeros: some hundred kB that unpack into ``size``."""
    out = io.BytesIO(word())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/image1.bmp", "w", force_zip64=True) as part,
    ):
        for _ in range(size >> 20):
            part.write(b"\0" * (1 << 20))
    return out.getvalue()


def billion_laughs():
    """A sheet that calls an entity of entities."""
    rows = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    text = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{rows}]><worksheet>&l9;</worksheet>'
    return excel(**{"xl/worksheets/sheet1.xml": _DECLARATION + text})


def late_doctype():
    """The same, behind 65.500 bytes of comment and in UTF-16."""
    text = f"<!--{'x' * 65500}--><!DOCTYPE a [<!ENTITY l0 'lol'>]><a>&l0;</a>"
    return excel(**{"xl/worksheets/sheet1.xml": text.encode("utf-16")})


def encrypted_office():
    """What Word writes for a document with a password: an OLE file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def encrypted_part():
    """A package whose parts are encrypted by ZIP itself."""
    data = bytearray(excel())
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)
