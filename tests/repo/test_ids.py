"""An id in a page is written as it is, without marks of thousands (3.269)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "danvan"
BARE = re.compile(r"\{\{ [A-Za-z_.]*(?:pk|\.id|_id) \}\}")
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))


def test_there_are_templates():
    assert len(TEMPLATES) > 100


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_page_writes_an_id_as_a_number_to_read(path):
    assert BARE.findall(path.read_text("utf-8")) == []
