"""Each indicator is known by its sentence and by no other's."""

import pytest

from danvan.audit.pipeline import examine
from danvan.core import data
from danvan.core.figures.lexicon import COUNTED
from danvan.core.text.document import Document

ROWS = [
    {"code": code, **row["read"]}
    for code, row in data.indicators().items()
    if "read" in row
]


def codes(sentence):
    return [f.indicator for f in examine(Document(sentence, ())).figures]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_an_indicator_is_known_by_its_sentence(row):
    assert row["code"] in codes(row["yes"])
    assert row["code"] not in codes(row["no"])


def test_what_a_reader_looks_for_stands_before_a_unit_it_knows():
    assert len(ROWS) >= 49
    assert {row["unit"] for row in ROWS} <= set(COUNTED.values())
