"""What people send passes the gate, what attackers send does not, nothing is drowned."""

import io
import itertools
import json
import subprocess
import sys
import zipfile

import pytest
from PIL import Image
from tests.drills.book import ROOT

from danvan.core.actor import system
from danvan.files import gate, services, storage
from danvan.files.tests import samples
from danvan.files.tests.picture_samples import photo_with_exif, picture
from danvan.files.verdict import Refused

GATE_MB, PARSER_MB = 150, 300
MUTANTS = {True: 4_000, False: 60}
READ_BY = {
    ".docx": ("gate", "text", "copy"),
    ".xlsx": ("gate", "cells", "text"),
    ".pdf": ("gate", "text", "copy"),
    ".txt": ("gate", "text"),
}


@pytest.fixture(scope="module")
def tried():
    """Give files of the corpus to a process of its own; return what became of each."""
    command = [sys.executable, "-m", "tests.drills.gate_alone"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(questions):
            return [(asked, _asked(process, asked)) for asked in questions]

        yield ask


def _asked(process, question):
    process.stdin.write(json.dumps(question) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def crashed(answer):
    return bool(answer["died"]) or answer["said"].startswith("raised")


def test_the_gate_judges_the_whole_corpus_right_and_in_bounds(tried, figure):
    corpus = {"good": samples.GOOD, "hostile": samples.HOSTILE}
    questions = [
        {"kind": kind, "name": name, "through": "gate"}
        for kind, files in corpus.items()
        for name in files
    ]

    told = tried(questions)

    wrong = [
        (asked["name"], answer)
        for asked, answer in told
        if answer["said"] != _due(asked) or crashed(answer) or answer["mb"] > GATE_MB
    ]
    refused = [a for q, a in told if q["kind"] == "good" and a["said"] != "clean"]
    accepted = [a for q, a in told if q["kind"] != "good" and a["said"] == "clean"]
    figure("uploads.good", len(samples.GOOD))
    figure("uploads.hostile", len(samples.HOSTILE))
    figure("uploads.refused", len(refused))
    figure("uploads.accepted", len(accepted))
    figure("uploads.gate_memory", max(answer["mb"] for _asked, answer in told))
    figure("uploads.gate_time", max(answer["ms"] for _asked, answer in told))
    assert wrong == []
    assert len(samples.HOSTILE) >= 40
    assert len(samples.GOOD) >= 12


def _due(asked):
    return "clean" if asked["kind"] == "good" else samples.HOSTILE[asked["name"]][1]


def _mutants(number):
    """Every good file in its turn, each through every parser that reads its kind."""
    turns = itertools.count()
    files = itertools.cycle(sorted(samples.GOOD))
    while True:
        name = next(files)
        suffix = "." + name.rsplit(".", 1)[-1].lower()
        for through in READ_BY.get(suffix, ("gate",)):
            seed = next(turns)
            if seed == number:
                return
            yield {"kind": "good", "name": name, "through": through, "seed": seed}


def test_no_damaged_file_brings_a_parser_down(tried, full, figure):
    told = tried([*_mutants(MUTANTS[full])])

    bad = [(q, a) for q, a in told if crashed(a)]
    most = max(answer["mb"] for _asked, answer in told)
    figure("uploads.mutants", len(told))
    figure("uploads.crashes", len(bad))
    figure("uploads.parser_memory", most)
    assert bad == []
    assert [(q, a) for q, a in told if a["mb"] > PARSER_MB] == []
    # Damage that every parser refuses at once, or takes, would prove little.
    assert 0 < sum(answer["said"] == "clean" for _asked, answer in told) < len(told)


def test_a_parser_that_crashes_or_drowns_would_be_found(tried):
    odd = next(n for n, data in samples.GOOD.items() if len(data) % 2)
    even = next(n for n, data in samples.GOOD.items() if not len(data) % 2)

    told = tried(
        [{"kind": "good", "name": name, "through": "planted"} for name in (odd, even)]
    )

    assert crashed(told[0][1])
    assert told[1][1]["mb"] > PARSER_MB


def _frames(kind, **save):
    """A picture that moves: a second frame in another colour."""
    out = io.BytesIO()
    first, second = (Image.new("RGB", (64, 48), c) for c in ("white", "red"))
    first.save(out, kind, save_all=True, append_images=[second], duration=9, **save)
    return out.getvalue()


def _noted():
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    return picture(exif=exif, comment=b"<?php system('id')?>")


ZIP = samples.archive_of({"tool.exe": samples.EXE})
# What is hidden in a picture is gone from the copy that is kept.
NEUTRALISED = {
    "html-behind.jpg": (picture() + samples.HTML, [b"<html", b"<script"]),
    "zip-behind.jpg": (picture() + ZIP, [b"PK\x03\x04", b"tool.exe"]),
    "html-behind.png": (picture("PNG") + samples.HTML, [b"<html", b"<script"]),
    "program-behind.webp": (picture("WEBP") + samples.EXE, [b"MZ\x90\x00"]),
    "notes.jpg": (_noted(), [b"<script", b"<?php", b"Exif"]),
    "place.jpeg": (photo_with_exif(), [b"CANARY-PHONE", b"Exif"]),
    "moving.png": (_frames("PNG"), [b"acTL", b"fcTL", b"fdAT"]),
    "moving.webp": (_frames("WEBP"), [b"ANIM", b"ANMF"]),
    "anh\u202egpj.exe.png": (picture("PNG") + ZIP, [b"PK\x03\x04"]),
    "a\0b" + "x" * 300 + ".jpg": (picture() + samples.EXE, [b"MZ\x90\x00"]),
}


@pytest.mark.parametrize("name", NEUTRALISED, ids=lambda name: ascii(name)[:30])
def test_what_hides_in_a_picture_is_gone_from_the_stored_bytes(
    name, settings, tmp_path
):
    settings.FILES_DIR = tmp_path / "files"
    data, marks = NEUTRALISED[name]
    assert any(mark in data for mark in marks)

    taken = services.take(data=data, name=name, by=system())
    kept = storage.path_of(taken.id).read_bytes()

    assert not [mark for mark in marks if mark in kept]
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    assert getattr(Image.open(io.BytesIO(kept)), "n_frames", 1) == 1
    assert len(taken.name) <= 140
    assert not set(taken.name) & set("\u202e\0")
    assert gate.inspect(kept, taken.name).data


def test_of_a_hostile_file_nothing_lies_on_the_disk(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    # The large ones have met the gate above, which the disk comes after.
    small = {n: d for n, (d, _code) in samples.HOSTILE.items() if len(d) < 100_000}

    for name, data in small.items():
        with pytest.raises(Refused):
            services.take(data=data, name=name, by=system())

    assert len(small) > 60
    assert [*storage.folder().iterdir()] == []
