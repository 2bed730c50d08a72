"""Extracts: words without a person, files without a maker (S8)."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from danvan.files import gate
from danvan.files.tests import archives, office_samples, samples
from danvan.files.verdict import Refused
from danvan.vault import extracts

MAKER = "Nguyễn Văn Mẫu"
IDENTITY = {
    "name": MAKER,
    "phone": "0912 000 111",
    "address": "Số 5, hẻm 7, đường Mẫu Lan",
    "id_number": "092000000123",
    "channel": "trực tiếp",
}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tôi, Nguyễn Văn Mẫu, thấy.", "Tôi, […], thấy."),
        ("toi la NGUYEN VAN MAU.", "toi la […]."),
        ("Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u", "[…]"),
        ("gọi 0912.000.111 hay 0912000111", "gọi […] hay […]"),
        ("CCCD 092 000 000 123", "CCCD […]"),
        ("ở đường Mẫu Lan, hẻm 7", "ở […], […]"),
        ("Nguyễn Văn Mẫn và 0912 000 112", "Nguyễn Văn Mẫn và 0912 000 112"),
        ("gặp trực tiếp", "gặp trực tiếp"),
        ("", ""),
    ],
)
def test_the_words_of_the_identity_are_taken_out(text, left):
    assert extracts.redact(text, IDENTITY) == left


def test_without_an_identity_a_text_stays_as_it_is():
    assert extracts.redact("0912 000 111 Nguyễn", {}) == "0912 000 111 Nguyễn"


def test_files_get_neutral_names_in_their_order():
    files = [("cua-toi.txt", b"a"), ("ho so.TXT", b"b")]

    made = extracts.clean_for_extract(files)
    assert [f.name for f in made] == ["tep-1.txt", "tep-2.txt"]


def test_a_document_loses_its_maker():
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = MAKER
        with document.open_metadata() as told:
            told["dc:creator"] = [MAKER]
        made = io.BytesIO()
        document.save(made)

    (file,) = extracts.clean_for_extract([("a.pdf", made.getvalue())])
    with pikepdf.open(io.BytesIO(file.data)) as document:
        assert len(document.pages) == 1
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
    assert MAKER.encode("utf-16-be") not in file.data


def test_a_photo_within_a_document_loses_its_camera():
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        stream = pikepdf.Stream(document, photo("JPEG"))
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width = stream.Height = 8
        stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        stream.Filter = pikepdf.Name.DCTDecode
        page.obj.Resources = pikepdf.Dictionary(XObject={"/P": stream})
        document.save(made)
    assert b"Exif" in made.getvalue()

    (file,) = extracts.clean_for_extract([("a.pdf", made.getvalue())])
    with pikepdf.open(io.BytesIO(file.data)) as document:
        image = document.pages[0].Resources.XObject["/P"]
        drawn = Image.open(io.BytesIO(image.read_raw_bytes()))
        assert drawn.size == (8, 8)
        drawn.load()
        assert "exif" not in drawn.info
    assert b"Exif" not in file.data


def photo(kind):
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = MAKER
    Image.new("RGB", (8, 8), "red").save(made, kind, exif=exif)
    return made.getvalue()


CORE = f"<cp:coreProperties xmlns:cp='x' xmlns:dc='y'><dc:creator>{MAKER}</dc:creator></cp:coreProperties>"
COMMENT = f'<w:comments xmlns:w="w"><w:comment w:author="{MAKER}" w:initials="NVM" w:date="2026-01-02T03:04:05Z">nội dung</w:comment></w:comments>'
PICTURE = f'<wp:docPr xmlns:wp="w" id="1" name="{MAKER}.jpg" descr="C:\\{MAKER}"/>'


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_an_office_file_loses_its_maker(suffix):
    parts = {
        "docProps/core.xml": CORE,
        "word/comments.xml": COMMENT,
        "word/picture.xml": PICTURE,
        "word/media/image1.jpeg": photo("JPEG"),
    }
    original = office_file(suffix, parts)
    (file,) = extracts.clean_for_extract([(f"{MAKER}{suffix}", original)])

    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert "nội dung".encode() in archive.read("word/comments.xml")
    for trace in (MAKER.encode(), b"2026-01-02", b"NVM", b"Exif"):
        assert trace not in everything


def office_file(suffix, parts):
    base = office_samples.word() if suffix == ".docx" else office_samples.excel()
    return archives.archive_of(archives.parts_of(base) | parts)


@pytest.mark.parametrize("name", sorted(samples.GOOD))
def test_whatever_passes_the_gate_can_be_passed_on_and_passes_it_again(name):
    (file,) = extracts.clean_for_extract([(name, samples.GOOD[name])])

    again = gate.inspect(file.data, file.name)
    assert again.content_type == file.content_type


def test_what_the_gate_refuses_goes_into_no_extract():
    with pytest.raises(Refused):
        extracts.clean_for_extract([("a.exe", b"MZ")])
