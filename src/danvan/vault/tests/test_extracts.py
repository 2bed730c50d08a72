"""Extracts: words without a person, files without a maker (S8)."""

import pytest

from danvan.files import gate
from danvan.files.tests import samples
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
    assert [f.name for f in made] == ["trich-1.txt", "trich-2.txt"]


# Sheets, and a document without a word in it, may hold what nobody sees.
HIDING = {name for name in samples.GOOD if name.endswith(".xlsx")} | {"empty.docx"}


@pytest.mark.parametrize("name", sorted(set(samples.GOOD) - HIDING))
def test_whatever_passes_the_gate_can_be_passed_on_and_passes_it_again(name):
    (file,) = extracts.clean_for_extract([(name, samples.GOOD[name])])

    again = gate.inspect(file.data, file.name)
    assert again.content_type == file.content_type


@pytest.mark.parametrize("name", sorted(HIDING & set(samples.GOOD)))
def test_what_may_hide_something_goes_into_no_extract(name):
    with pytest.raises(Refused) as refused:
        extracts.clean_for_extract([(name, samples.GOOD[name])])

    assert refused.value.code == "hidden"


def test_what_the_gate_refuses_goes_into_no_extract():
    with pytest.raises(Refused):
        extracts.clean_for_extract([("a.exe", b"MZ")])
