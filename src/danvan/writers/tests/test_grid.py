"""Sheets in which nothing computes, whatever program opens them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.writers import grid

ACTIVE = "=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20"
FORMULA = '=HYPERLINK("http://x.example";"y")'


def parted(text: str, at: str) -> list[str]:
    """Give the cells a program finds that parts them at ``at``."""
    lines = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=at
    )
    return [cell for line in lines for cell in line]


@pytest.mark.parametrize("at", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "Ấp 1;", "Ấp 1\n", "Ấp 1\t", '"', ';" '])
def test_a_cell_computes_in_no_program(at, before):
    text = grid.csv_text(["Nội dung", "Nơi"], [[before + FORMULA, before + FORMULA]])

    assert [c for c in parted(text, at) if c.lstrip(' "').startswith("=")] == []


@given(st.text(alphabet=ACTIVE + "; \"'a1", max_size=30))
def test_no_cell_begins_with_what_computes(text):
    said = grid.safe(text)

    begins = not said.startswith(tuple(ACTIVE))
    assert (
        begins
        or said.lstrip("+-").replace(" ", "").strip(".,%()-1").isdigit()
        or ({*said} <= {*"+-1 %"})
    )


@pytest.mark.parametrize(
    "text",
    ["+84 912 345 678", "0292-3-888 888", "-5,2", "12,5%", "+3", "Ấp 1; tổ 2", "a\nb"],
)
def test_telephones_figures_and_plain_words_stay(text):
    assert grid.safe(text) == text


@pytest.mark.parametrize("text", ["-2+3", "- ý một\n- ý hai", "a; +84+1", "%1"])
def test_what_only_looks_like_a_figure_does_not(text):
    assert "'" in grid.safe(text)
