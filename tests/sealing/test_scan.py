"""The scan itself: what it could not find, it could not prove absent."""

import base64
import gzip
import hashlib
import os
import tempfile
import zlib

import pytest
from tests.sealing.scan import Hit, make_canary, open_files, scan

CANARY = make_canary(b"scan")
WORD = CANARY.word.encode()


@pytest.mark.parametrize(
    ("content", "how"),
    [
        (WORD, "plain"),
        (b"x" * 8191 + WORD, "plain"),
        (CANARY.phone.encode(), "plain"),
        (WORD.upper(), "upper case"),
        (CANARY.word.encode("utf-16-le"), "UTF-16"),
        (CANARY.word.encode("utf-16-be"), "UTF-16"),
        (WORD[::-1], "backwards"),
        (WORD.hex().encode(), "hex"),
        (b"\\x" + WORD.hex().upper().encode(), "hex"),
        *[
            (base64.b64encode(b"-" * lead + WORD + b"-" * tail), "base64")
            for lead in range(3)
            for tail in range(3)
        ],
        (base64.b64encode(b"--" + CANARY.phone.encode() + b"-"), "base64"),
        (hashlib.sha256(WORD).digest(), "sha256 without a key"),
        (
            hashlib.new("md5", WORD, usedforsecurity=False).hexdigest().encode(),
            "md5 without a key",
        ),
        # Its name must not tell the second in which it was collected.
        (gzip.compress(b"before " + WORD, mtime=0), "plain"),
        (zlib.compress(b"before " + WORD), "plain"),
    ],
)
def test_every_spelling_is_found(tmp_path, content, how):
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "file"
    packed = content[:2] in {b"\x1f\x8b", b"\x78\x9c"}
    path.write_bytes(content if packed else b"around" + content)

    assert scan([tmp_path], CANARY) == {Hit(str(path), how)}


def test_a_file_named_after_the_secret_is_found(tmp_path):
    (tmp_path / f"{CANARY.word}.txt").touch()

    assert [hit.how for hit in scan([tmp_path], CANARY)] == ["plain"]


def test_a_file_that_no_folder_names_any_more_is_found():
    with tempfile.TemporaryFile() as file:
        file.write(WORD)
        file.flush()

        hits = scan(open_files([os.getpid()]), CANARY)

    assert {hit.how for hit in hits} == {"plain"}


def test_nothing_is_found_where_nothing_stands(tmp_path):
    (tmp_path / "noise").write_bytes(hashlib.sha256(b"noise").digest() * 1000)
    (tmp_path / "empty").touch()

    assert scan([tmp_path], CANARY) == set()
