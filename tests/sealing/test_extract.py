"""S8: what another unit gets tells nothing of who made it, where, or on what.

100 files that tell of their maker wherever their format has a place for it.
"""

import io
import random
import zipfile

import pikepdf
import pytest
from PIL import Image
from tests.sealing import telling_files
from tests.sealing.scan import make_canary

from danvan.files import copies
from danvan.files.verdict import Refused
from danvan.readers import read
from danvan.vault import extracts

MAKERS = {
    ".docx": telling_files.word,
    ".pdf": telling_files.pdf,
    ".jpg": telling_files.jpeg,
    ".png": telling_files.png,
    ".heic": telling_files.heic,
}
# What a copy becomes where that is another kind: any computer shows it.
BECOMES = {".heic": ".jpg"}
SAMPLES = [(number, [*MAKERS][number % len(MAKERS)]) for number in range(100)]
SEEN = "Noi dung duoc trich"


def sample(number, suffix):
    canary = make_canary(f"file {number}".encode())
    draw = random.Random(number)  # noqa: S311
    return MAKERS[suffix](canary.word, SEEN, draw), canary


def layers(data):
    """Everything in a file that has bytes of its own, pictures' notes included."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield info.filename.encode() + info.comment + info.extra
                yield from layers(archive.read(info))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.stream_dict.unparse(resolved=True)
                    yield from layers(thing.read_raw_bytes())
                    yield _decoded(thing)
                else:
                    yield thing.unparse(resolved=True)
    elif data.startswith((b"\xff\xd8", b"\x89PNG")):
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            yield repr(picture.info).encode()


def _decoded(stream):
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture stays a picture
        return b""


def tells(data, canary):
    found = list(layers(data))
    return {
        how
        for needle, how in canary.needles().items()
        if any(needle in part for part in found)
    }


@pytest.mark.parametrize(("number", "suffix"), SAMPLES)
def test_a_copy_tells_nothing_of_the_maker(number, suffix):
    data, canary = sample(number, suffix)
    assert "plain" in tells(data, canary)

    (made,) = extracts.clean_for_extract([(f"{canary.word}{suffix}", data)])

    assert tells(made.data, canary) == set()
    assert b"Exif\0" not in made.data
    assert b"docProps" not in made.data
    suffix = BECOMES.get(suffix, suffix)
    assert made.name == f"trich-1{suffix}"
    # A copy of the copy is allowed too: the gate lets it through.
    assert copies.copy(made.data, made.name).suffix == suffix


@pytest.mark.parametrize("suffix", MAKERS)
def test_what_the_gate_alone_lets_through_is_less_than_that(suffix):
    """The gate keeps citizens' documents as they came; so the test above can fail."""
    data, canary = sample(1, suffix)

    kept = copies.gate.inspect(data, "x" + suffix).data

    assert (tells(kept, canary) != set()) == (suffix in {".docx", ".pdf"})


def test_the_words_and_the_table_of_a_word_file_stay():
    data, _canary = sample(0, ".docx")

    made = read(copies.copy(data, "a.docx").data, "a.docx")

    before = read(data, "a.docx")
    assert made.text.split() == before.text.split()
    assert [b.table for b in made.blocks if b.kind == "cell"] == [0]


def test_the_pages_of_a_pdf_are_seen_as_before_and_of_the_same_size():
    data, _canary = sample(1, ".pdf")

    made = copies.copy(data, "a.pdf").data

    with pikepdf.open(io.BytesIO(data)) as old, pikepdf.open(io.BytesIO(made)) as new:
        boxes = [[list(map(float, p.mediabox)) for p in f.pages] for f in (old, new)]
    assert boxes[0] == boxes[1]
    assert _darkest(made) < 60 < 255 == _brightest(made)


def _shown(data):
    with copies.pdfium.PdfDocument(data) as document:
        return document[0].render().to_pil().convert("L").getextrema()


def _darkest(data):
    return _shown(data)[0]


def _brightest(data):
    return _shown(data)[1]


def _hidden_word():
    data, _canary = sample(0, ".docx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"<w:r>", b"<w:r><w:rPr><w:vanish/></w:rPr>")
            new.writestr(name, part)
    return out.getvalue()


def test_hidden_words_are_refused_rather_than_shown():
    with pytest.raises(Refused) as refused:
        copies.copy(_hidden_word(), "a.docx")

    assert refused.value.code == "hidden"
