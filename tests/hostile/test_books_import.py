"""Hostile cells and hostile files at the import page of the books."""

import hashlib
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.hostile.values import MANY, VALUES

from danvan.accounts.rights import Role
from danvan.core.registers import load
from danvan.files.tests.office_samples import excel
from danvan.files.tests.samples import HOSTILE
from danvan.journal.models import Entry as JournalEntry
from danvan.orgs.models import Unit
from danvan.registers import heads
from danvan.registers.models import Entry, Import
from danvan.registers.tests.conftest import sign_in, town  # noqa: F401 - fixtures
from danvan.registers.tests.examples import example

pytestmark = pytest.mark.django_db
MEETINGS = "voters-meetings"


@pytest.fixture
def send(client, sign_in):  # noqa: F811
    """Send a workbook to the book of that kind."""

    def post(kind, data, name="so.xlsx", choice="good", **more):
        unit = Unit.objects.create(
            code=f"K-{kind.id}"[:24],
            name="Đơn vị giữ sổ",
            level=kind.levels[0],
            kind=kind.keepers[0],
        )
        sign_in(Role.REPORT_COMPILER, unit=unit)
        said = {"unit": unit.pk, "choice": choice}
        said["seen"] = hashlib.sha256(data).hexdigest()
        said["file"] = SimpleUploadedFile(name, data)
        address = reverse("registers:import", args=[kind.id])
        return client.post(address, said | more)

    return post


def sheet(kind, rows):
    """Return a workbook; what a cell cannot hold is written as near as it gets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    page = book.add_worksheet()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            text = cell.encode("utf-8", "replace").decode()[:32_000]
            page.write_string(row, column, text)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("kind", load.known().values(), ids=lambda kind: kind.id)
def test_hostile_cells_of_every_book_are_told_or_taken_whole(send, kind):
    fields = heads.fields(kind)
    said = example(kind.latest)
    good = ["14/05/2026", *(said.get(field.key, "") for field in fields)]
    rows = [[heads.DAY_HEAD["vi"], *(heads.head(f, "vi") for f in fields)]]
    for turn, value in enumerate(map(str, VALUES.values())):
        rows.append([value] * len(good))
        place = turn % len(good)
        rows.append([*good[:place], value, *good[place + 1 :]])
    before = JournalEntry.objects.count()

    page = send(kind, sheet(kind, rows))

    found = page.context["found"]
    assert page.status_code == 200
    assert found.good + found.bad == found.rows > 10
    assert Entry.objects.count() == found.new
    lines = JournalEntry.objects.filter(action="registers.import").count()
    assert lines == (1 if found.new else 0)
    assert JournalEntry.objects.count() - before == lines


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(send, name):
    data, _code = HOSTILE[name]

    # Under its own name and as a workbook; in the short form by turns.
    both = (name, "so.xlsx")
    for called in both if MANY else (both[len(name) % 2],):
        page = send(load.known()[MEETINGS], data, called)
        assert page.status_code in {413, 422}
        if page.status_code == 422:
            assert "govuk-error-message" in page.content.decode()
        Unit.objects.filter(code__startswith="K-").update(code=f"X{both.index(called)}")

    assert not Entry.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "part",
    [
        {"xl/vbaProject.bin": b"x"},
        {"xl/worksheets/sheet9.xml": b"\0" * (300 << 20)},
        {"xl/embeddings/tool.bin": b"MZ"},
        {"xl/externalLinks/externalLink1.xml": b"<x/>"},
    ],
    ids=["macro", "bomb", "embedded", "external"],
)
def test_a_sheet_that_hides_something_is_refused(send, part):
    page = send(load.known()[MEETINGS], excel(**part))

    assert page.status_code == 422
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"unit": "x"},
        {"unit": "999999999999999999999"},
        {"choice": "drop"},
        {"seen": "x" * 5000},
        {"file": ""},
    ],
    ids=str,
)
def test_hostile_answers_beside_the_file_are_refused(send, more):
    kind = load.known()[MEETINGS]
    good = ["14/05/2026", *example(kind.latest).values()]
    rows = [["day", *example(kind.latest)], good]

    page = send(kind, sheet(kind, rows), **more)

    assert page.status_code == 422
    assert not Entry.objects.exists()
