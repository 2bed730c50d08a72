"""Every field of the product that takes a file, and the whole corpus before it."""

import itertools
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.addresses import SITES, addresses
from tests.hostile.conftest import (  # noqa: F401 - fixtures
    _house,
    as_role,
    browser_of,
    everybody,
    house,
    public_process,
    records,
    tally,
    units,
    visit,
    world,
)
from tests.hostile.fields import UPLOADS
from tests.hostile.pages import Form
from tests.hostile.test_every_form import known_forms

from danvan.files import gate
from danvan.files.tests import samples
from danvan.files.verdict import Refused

# Their file is read for its text or its cells and never kept, so they ask no gate:
# a name that is not here must.
ONLY_READ = {
    "office /reports/new/",
    "office /reports/<uuid:corrects>/corrected/",
    "office /publishing/drafts/new/<slug:outline>/",
    "office /papers/numbers/",
}
GOOD = ("letter.txt", "plain.pdf", "office-sheet.xlsx", "office-letter.docx")
LARGE = 1 << 20


@pytest.fixture
def doors(visit, records):  # noqa: F811
    """Every field for a file of a process: address, path, what is sent beside it, name."""

    def find(site):
        ask, own = visit(site, ("portal_savedform",)), records["own"]
        by_path = {}
        for address in addresses(site):
            by_path.setdefault(address.fill(own), address)
        shown = known_forms(ask, site, own)
        found = {
            (path, name): form
            for path, there in shown.items()
            for form in there
            for name in form.files
        }
        for address in addresses(site):
            if address.name in UPLOADS:
                found[address.fill(own), UPLOADS[address.name]] = Form()
        return ask, [
            (
                by_path[path].name if path in by_path else f"{site} {path}",
                path,
                _body(by_path, path, own) or form.said,
                name,
            )
            for (path, name), form in found.items()
        ]

    return find


def _body(by_path, path, own):
    good = by_path[path].body(own) if path in by_path else {}
    return {key: str(value) for key, value in good.items()}


@pytest.fixture
def judged(monkeypatch):
    """What the gate says, as it is asked."""
    said, real = [], gate.inspect

    def spy(data, name):
        try:
            clean = real(data, name)
        except Refused as refused:
            said.append(refused.code)
            raise
        said.append("clean")
        return clean

    monkeypatch.setattr(gate, "inspect", spy)
    return said


def _send(ask, door, name, data):
    _address, path, said, field = door
    upload = SimpleUploadedFile("a.txt", data, "application/octet-stream")
    upload._name = name  # Django cleans it when it is set
    return ask("POST", path, sent={**said, field: upload})


def _lying(settings):
    folder = Path(settings.FILES_DIR)
    return {p.name for p in folder.iterdir()} if folder.exists() else set()


SENT = {"office": [], "portal": []}
KEPT = []


@pytest.mark.parametrize("site", SITES)
def test_no_field_for_a_file_keeps_a_hostile_one(
    site, doors, judged, settings, full, figure
):
    """In the suite each file meets one field, in full every field."""
    ask, there = doors(site)
    hostile = {n: d for n, (d, _c) in samples.HOSTILE.items() if full or len(d) < LARGE}
    pairs = (
        itertools.product(hostile, there)
        if full
        else zip(hostile, itertools.cycle(there), strict=False)
    )
    wrong = []
    before = _lying(settings)
    for name, door in pairs:
        judged.clear()
        answer, half = _send(ask, door, name, hostile[name])
        left = _lying(settings) - before
        KEPT.extend([name] if left else [])
        before |= left
        SENT[site].append(door[1])
        if answer.status_code >= 500 or half or left or "clean" in judged:
            wrong.append((door[0], ascii(name)[:40], answer.status_code, half, left))

    figure("uploads.doors", sum(len(set(paths)) for paths in SENT.values()))
    figure("uploads.sent", sum(map(len, SENT.values())))
    figure("uploads.kept", len(KEPT))
    assert wrong == []
    assert len(there) >= {"office": 8, "portal": 1}[site]


@pytest.mark.parametrize("site", SITES)
def test_every_field_for_a_file_lets_a_good_one_pass_the_gate(site, doors, judged):
    ask, there = doors(site)
    unasked, refused = set(), []

    for door in there:
        judged.clear()
        for name in GOOD:
            answer, half = _send(ask, door, name, samples.GOOD[name])
            assert (answer.status_code < 500, half) == (True, []), (door[0], name)
        if not judged:
            unasked.add(door[0])
        refused += [(door[0], said) for said in judged if said != "clean"]

    assert unasked == {name for name in ONLY_READ if name.startswith(site)}
    assert refused == []
