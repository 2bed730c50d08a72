"""docs/deadlines.md says what the data say."""

from pathlib import Path

import pytest

from danvan.core.casework.handbook import page
from danvan.core.casework.rules import rules

PAGE = Path(__file__).resolve().parents[2] / "docs/deadlines.md"


def test_the_page_is_as_script_deadlines_writes_it():
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("code", sorted({rule.code for rule in rules()}))
def test_every_code_is_on_the_page(code):
    assert f"| `{code}` |" in page()


def test_what_awaits_a_lawyer_is_marked():
    unsure = [rule for rule in rules() if not rule.certain]
    terms = page().split("## Terms")[1].split("## Time")[0]
    assert terms.count("**to be confirmed**") == len(unsure)
    assert all(rule.note["vi"] and rule.note["en"] for rule in unsure)
