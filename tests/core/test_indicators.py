"""Each indicator is known by its sentence and by no other's."""

import pytest

from danvan.audit.pipeline import examine
from danvan.core.data import rows
from danvan.core.figures.lexicon import COUNTED
from danvan.core.text.document import Document

ROWS = rows("indicators", "indicator")


def codes(sentence):
    return [f.indicator for f in examine(Document(sentence, ())).figures]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_an_indicator_is_known_by_its_sentence(row):
    assert row["code"] in codes(row["yes"])
    assert row["code"] not in codes(row["no"])


def test_every_indicator_has_a_code_of_its_own_a_known_unit_and_two_names():
    assert len({row["code"] for row in ROWS}) == len(ROWS)
    assert {row["unit"] for row in ROWS} <= set(COUNTED.values())
    assert all(row["name"]["vi"] and row["name"]["en"] for row in ROWS)
