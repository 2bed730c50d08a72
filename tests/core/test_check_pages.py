"""Each rule has a page, and what the page says of its examples is true."""

import re
from pathlib import Path

import pytest

from danvan.audit.pipeline import examine
from danvan.core.checks import registry
from danvan.core.text.document import Document

PAGES = Path(__file__).resolve().parents[2] / "docs" / "checks"
RULES = sorted({rule for rule, _ in registry.RULES})


def example(rule, heading):
    page = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    return re.search(r"^> (.+)$", section, re.MULTILINE)[1]


def failures(rule, text):
    checks = registry.run(examine(Document(text, ())))
    return [
        c for c in checks if c.rule == rule and not c.holds and c.severity != "note"
    ]


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert sorted(p.stem for p in PAGES.glob("*.md") if p.stem != "README") == RULES


@pytest.mark.parametrize("rule", RULES)
def test_the_example_that_fails_fails(rule):
    assert failures(rule, example(rule, "Fails"))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("heading", ["Holds", "Trap"])
def test_the_example_that_holds_and_the_trap_are_left_alone(rule, heading):
    assert not failures(rule, example(rule, heading))
