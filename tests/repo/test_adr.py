"""The records of choices: numbered without gaps, short, whole, in the index."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs/adr"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
HEADINGS = ["Context", "Choice", "Reason", "What we give up"]


def test_records_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_record_is_a_short_whole_page_and_in_the_index(path):
    text = path.read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix(f"# {path.name[:4]} · ")

    assert re.findall(r"^## (.+)$", text, re.M) == HEADINGS
    assert len(text.splitlines()) <= 30
    assert f"[{path.name[:4]}]({path.name}) | {title} |" in (
        FOLDER / "README.md"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_record_refers_to_records_that_stand(path):
    numbers = {record.name[:4] for record in RECORDS}
    assert (
        set(re.findall(r"record (\d{4})", path.read_text(encoding="utf-8"))) <= numbers
    )
