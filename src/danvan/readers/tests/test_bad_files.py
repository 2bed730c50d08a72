"""A file that cannot be read is refused with the reason and with what to do."""

import pytest

from danvan.readers import LIMIT, Unreadable, read
from danvan.readers.archive import PART_LIMIT
from danvan.readers.errors import MESSAGES
from danvan.readers.tests.files import (
    DOCX,
    archive,
    pdf_of,
    sheet_of,
    with_part,
    word_of,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LINE = [(72, 700, "Tiếp nhận 1.945 đơn của công dân.")]
SIGNED = [(72, 800, "Ký bởi: Văn phòng UBND tỉnh; ngày ký: 05-03-2024 10:12:13")]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    f"<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)
BOMB = b" " * (PART_LIMIT + 1)


def locked_zip() -> bytes:
    """A zip whose entry says that it is encrypted."""
    data = bytearray(archive({DOCX: "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def strings_repeated() -> bytes:
    """A workbook of a few kilobytes whose cells repeat one long string."""
    sheet = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 600)
    )
    strings = f"<sst><si><t>{'a' * 1_000_000}</t></si></sst>"
    data = with_part(sheet_of({"A1": 1}), "xl/sharedStrings.xml", strings)
    body = f"<worksheet><sheetData>{sheet}</sheetData></worksheet>"
    return with_part(data, "xl/worksheets/sheet1.xml", body)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "unknown_type"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 64, "unknown_type"),
        ("a.exe", b"MZ" + b"\x90" * 64, "unknown_type"),
        ("a.rtf", b"{\\rtf1 b\xe1o c\xe1o}", "unknown_type"),
        ("a.doc", OLE + b"\x00" * 512, "unknown_type"),
        ("a.zip", archive({"a.txt": "x"}), "unknown_type"),
        ("a.bin", bytes(range(1, 256)) * 8, "unknown_type"),
        ("a.txt", b"Ti\xe1p 1.945 \xd0\xff\xfe\x81", "unknown_type"),
        ("nul.txt", "Tiếp 1.945\x00 đơn".encode(), "unknown_type"),
        ("nul.html", b"<html><body>a\x00b</body></html>", "unknown_type"),
        ("a.docx", b"no zip at all", "broken"),
        ("a.docx", word_of("Tiếp 5 đơn")[:-200], "broken"),
        ("a.docx", archive({"a.txt": "x"}), "broken"),
        ("a.docx", archive({DOCX: "<w:document"}), "broken"),
        ("a.docx", archive({DOCX: f"<w:document {W}/>"}), "broken"),
        ("a.docx", with_part(word_of("x"), DOCX, LAUGHS), "broken"),
        ("a.docx", with_part(word_of("x"), DOCX, OUTSIDE), "broken"),
        ("a.docx", with_part(word_of("x"), DOCX, BOMB), "too_large"),
        ("a.xlsx", archive({"xl/workbook.xml": "<workbook"}), "broken"),
        ("a.xlsx", b"PK\x03\x04 and no more", "broken"),
        ("a.pdf", b"no pdf", "broken"),
        ("a.pdf", b"%PDF-1.7\nnothing follows", "broken"),
        ("a.pdf", pdf_of(LINE)[:300], "broken"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.docx", locked_zip(), "encrypted"),
        ("a.pdf", pdf_of(LINE, password="s3cret"), "encrypted"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"  \n\t ", "empty"),
        ("a.txt", "\ufeff  ".encode(), "empty"),
        ("a.html", b"<html><body><script>1</script></body></html>", "empty"),
        ("a.docx", word_of(""), "empty"),
        ("a.xlsx", sheet_of({}), "empty"),
        ("a.txt", b"a" * (LIMIT + 1), "too_large"),
        ("a.xlsx", sheet_of({"A1": 1, "XFD1048576": 2}), "too_large"),
        ("a.xlsx", strings_repeated(), "too_large"),
        (
            "a.docx",
            archive(dict.fromkeys([DOCX, *map(str, range(10_000))], "")),
            "too_large",
        ),
        ("a.pdf", pdf_of([]), "scanned"),
        ("a.pdf", pdf_of(SIGNED, [], scanned=True), "scanned"),
        ("a.txt", "UBND TỈNH\nTỐI MẬT\nBÁO CÁO".encode(), "secret"),
        ("a.docx", word_of("UBND TỈNH", "MẬT", "BÁO CÁO"), "secret"),
        ("a.pdf", pdf_of([(72, 700, "MẬT"), (72, 650, "Tiếp nhận 5 đơn.")]), "secret"),
        ("a.xlsx", sheet_of({"A1": "MẬT", "A2": "Tổng", "B2": 5}), "secret"),
    ],
)
def test_what_is_wrong_is_told_apart(name, data, code):
    with pytest.raises(Unreadable) as refused:
        read(data, name)

    assert refused.value.code == code
    assert all(refused.value.message[language] for language in ("vi", "en"))


def test_every_reason_says_what_to_do_in_both_languages():
    assert set(MESSAGES) == {
        *("unknown_type", "broken", "encrypted", "empty"),
        *("too_large", "too_long", "scanned", "secret"),
    }
    assert all(said.keys() == {"vi", "en"} for said in MESSAGES.values())


def test_a_file_of_exactly_the_limit_is_read():
    data = b"a " * (LIMIT // 2)

    assert len(read(data, "a.txt").text) == LIMIT


def test_the_name_does_not_decide_where_the_bytes_speak():
    assert read(word_of("Tiếp nhận 5 đơn"), "bao-cao.txt").text == "Tiếp nhận 5 đơn"
    assert read(pdf_of(LINE), "bao-cao").blocks[0].place.page == 1
