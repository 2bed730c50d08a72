"""A corpus of files made here: ``GOOD`` and ``HOSTILE`` say how the gate must answer.

Nothing is read from the disk and nothing is random.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from danvan.files.tests import further_samples
from danvan.files.tests.archives import archive_of, parts_of
from danvan.files.tests.office_samples import (
    billion_laughs,
    document_bomb,
    empty_word,
    encrypted_office,
    encrypted_part,
    excel,
    late_doctype,
    macro_word,
    relations,
    word,
    word_bomb,
    word_with,
)
from danvan.files.tests.pdf_samples import (
    JAVASCRIPT,
    annotation,
    attached,
    form,
    goes_to_a_page,
    goes_to_a_page_by_action,
    javascript_in_a_name_tree,
    launch_by_reference,
    media,
    opens_with,
    pdf,
    pdf_bomb,
    pdf_lzw_objects,
    pdf_with_archive_comment,
    pdf_with_escaped_names,
    speaks_of_javascript,
)
from danvan.files.tests.picture_samples import (
    heic,
    photo_with_exif,
    picture,
    png_of,
)

__all__ = [
    "EXE",
    "GIF",
    "GOOD",
    "HOSTILE",
    "HTML",
    "JAVASCRIPT",
    "SVG",
    "annotation",
    "archive_of",
    "attached",
    "billion_laughs",
    "document_bomb",
    "empty_word",
    "encrypted_office",
    "encrypted_part",
    "excel",
    "form",
    "goes_to_a_page",
    "goes_to_a_page_by_action",
    "heic",
    "javascript_in_a_name_tree",
    "late_doctype",
    "launch_by_reference",
    "macro_word",
    "media",
    "opens_with",
    "parts_of",
    "pdf",
    "pdf_bomb",
    "pdf_lzw_objects",
    "pdf_with_archive_comment",
    "pdf_with_escaped_names",
    "photo_with_exif",
    "picture",
    "png_of",
    "relations",
    "speaks_of_javascript",
    "word",
    "word_bomb",
    "word_with",
]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00" + b"\x00" * 200
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,<script>alert(1)</script>;"

GOOD = {
    "plain.pdf": pdf(),
    "twelve-pages.pdf": pdf(pages=12),
    "opens-at-a-page.pdf": pdf(goes_to_a_page),
    "opens-at-a-page-by-action.pdf": pdf(goes_to_a_page_by_action),
    "with-a-link.pdf": pdf(
        annotation(A=Dictionary(S=Name.URI, URI=String("https://example.vn")))
    ),
    "with-other-links.pdf": pdf(
        annotation(A=Dictionary(S=Name.URI, URI=String("mailto:ubnd@example.vn"))),
        pages=2,
    ),
    "with-a-relative-link.pdf": pdf(
        annotation(A=Dictionary(S=Name.URI, URI=String("www.example.vn/a:b")))
    ),
    "speaks-of-javascript.pdf": pdf(speaks_of_javascript),
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
    "old-encoding.txt": ("Đơn".encode("cp1258", "ignore") + b"\xf0\xe2n", "not_utf8"),
    "javascript.pdf": (pdf(opens_with(JAVASCRIPT)), "macro"),
    "javascript-on-a-link.pdf": (pdf(annotation(A=JAVASCRIPT)), "macro"),
    "javascript-on-hover.pdf": (pdf(annotation(AA=Dictionary(E=JAVASCRIPT))), "macro"),
    "javascript-in-names.pdf": (pdf(javascript_in_a_name_tree), "macro"),
    "javascript-escaped.pdf": (pdf_with_escaped_names(), "macro"),
    "launch.pdf": (
        pdf(opens_with(Dictionary(S=Name.Launch, F=String("cmd.exe")))),
        "action",
    ),
    "launch-by-reference.pdf": (pdf(launch_by_reference), "action"),
    "next-action.pdf": (
        pdf(
            annotation(
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
        pdf(annotation(A=Dictionary(S=Name.GoToR, F=String("\\\\10.0.0.1\\a")))),
        "action",
    ),
    "submit.pdf": (
        pdf(annotation(A=Dictionary(S=Name.SubmitForm, F=String("https://a.example")))),
        "action",
    ),
    "script-link.pdf": (
        pdf(annotation(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))),
        "action",
    ),
    "file-link.pdf": (
        pdf(annotation(A=Dictionary(S=Name.URI, URI=String("file:///c:/a.exe")))),
        "action",
    ),
    "dynamic-form.pdf": (pdf(form), "action"),
    "media.pdf": (pdf(media), "action"),
    "attached-exe.pdf": (pdf(attached), "embedded"),
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

GOOD |= further_samples.GOOD
HOSTILE |= further_samples.HOSTILE
