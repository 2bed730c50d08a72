"""The gate: good files pass, hostile ones are refused, and nothing else happens."""

import io
import tracemalloc

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from danvan.files import gate
from danvan.files.tests import samples
from danvan.files.verdict import MESSAGES, Clean, Refused


@pytest.mark.parametrize("name", samples.GOOD)
def test_what_people_send_passes(name):
    clean = gate.inspect(samples.GOOD[name], name)

    assert clean.data
    # What was kept passes again: nothing in it is new to the gate.
    assert gate.inspect(clean.data, "x" + clean.suffix).suffix == clean.suffix


@pytest.mark.parametrize("name", samples.HOSTILE)
def test_what_attackers_send_is_refused_with_its_reason(name):
    data, code = samples.HOSTILE[name]

    with pytest.raises(Refused) as refused:
        gate.inspect(data, name)

    assert refused.value.code == code, refused.value.detail
    assert refused.value.message == str(MESSAGES[code])


def test_the_corpus_is_large_enough():
    assert len(samples.GOOD) >= 25
    assert len(samples.HOSTILE) >= 40


@pytest.mark.parametrize(
    ("tail", "name"),
    [
        (samples.HTML, "a.jpg"),
        (samples.archive_of({"a.exe": samples.EXE}), "a.jpg"),
        (samples.HTML, "a.png"),
    ],
)
def test_what_hides_behind_a_picture_is_gone(tail, name):
    kind = "PNG" if name.endswith("png") else "JPEG"

    clean = gate.inspect(samples.picture(kind) + tail, name)

    assert tail not in clean.data
    assert tail[:20] not in clean.data


def test_a_photo_loses_its_place_and_stands_upright():
    clean = gate.inspect(samples.photo_with_exif(), "a.jpg")

    assert b"CANARY-PHONE" not in clean.data
    with Image.open(io.BytesIO(clean.data)) as image:
        assert not image.getexif()
        assert image.size == (40, 80)


def test_a_heic_photo_is_kept_as_jpeg():
    clean = gate.inspect(samples.heic(), "IMG_0001.HEIC")

    assert (clean.content_type, clean.suffix) == ("image/jpeg", ".jpg")


def test_a_large_photo_is_made_smaller():
    clean = gate.inspect(samples.picture(size=(6000, 3000), quality=20), "a.jpg")

    with Image.open(io.BytesIO(clean.data)) as image:
        assert max(image.size) <= 4096


def test_the_pages_of_a_pdf_are_counted():
    assert gate.inspect(samples.pdf(pages=12), "a.pdf").pages == 12


def test_a_pdf_that_needed_repair_is_kept_as_repaired():
    broken = samples.pdf(pages=2).replace(b"startxref\n", b"startxref\n9")

    clean = gate.inspect(broken, "a.pdf")

    assert clean.data != broken
    with pikepdf.open(io.BytesIO(clean.data)) as document:
        assert not document.get_warnings()


def test_a_bomb_is_refused_without_being_unpacked():
    bomb = samples.HOSTILE["bomb.docx"][0]
    tracemalloc.start()

    with pytest.raises(Refused):
        gate.inspect(bomb, "a.docx")

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20


@pytest.mark.parametrize(
    ("name", "suffix", "shown"),
    [
        ("đơn.pdf", ".pdf", "đơn.pdf"),
        ("../../etc/passwd", ".txt", "passwd.txt"),
        ("C:\\Users\\a\\đơn.docx", ".docx", "đơn.docx"),
        ("a\r\nSet-Cookie: x.txt", ".txt", "aSet-Cookie_ x.txt"),
        ("anh\u202egpj.exe.heic", ".jpg", "anhgpj.exe.jpg"),
        ("Đo\u031b\u0300n.pdf", ".pdf", "Đờn.pdf"),
        ("...", ".pdf", "file.pdf"),
        ("", ".pdf", "file.pdf"),
        ("a" * 300 + ".pdf", ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name, suffix, shown):
    assert gate.clean_name(name, suffix) == shown


@given(st.text(max_size=300), st.sampled_from(gate.SUFFIXES))
def test_a_clean_name_stays_as_it_is(name, suffix):
    once = gate.clean_name(name, suffix)

    assert once.endswith(suffix)
    assert len(once) <= 140
    assert not set(once) & set('/\\\r\n\0"<>')
    assert gate.clean_name(once, suffix) == once


_NAMES = st.sampled_from(["a" + suffix for suffix in gate.SUFFIXES])
_HEADS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"]
)
_FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def answered(data, name):
    """True when the gate says clean or refused; anything else it raises fails."""
    try:
        return isinstance(gate.inspect(data, name), Clean)
    except Refused:
        return True


@_FUZZ
@given(head=_HEADS, data=st.binary(max_size=4000), name=_NAMES)
def test_any_bytes_get_an_answer(head, data, name):
    assert answered(head + data, name)


@_FUZZ
@given(
    name=st.sampled_from(sorted(samples.GOOD)),
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)),
        max_size=6,
    ),
    cut=st.floats(0, 1),
)
def test_a_damaged_good_file_gets_an_answer(name, changes, cut):
    data = bytearray(samples.GOOD[name])
    for where, put in changes:
        at = int(where * len(data))
        data[at : at + len(put)] = put
    if cut < 0.3:
        del data[int(cut * 3 * len(data)) :]

    assert answered(bytes(data), name)
