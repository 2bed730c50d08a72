"""docs/forms.md is what the data say; DANVAN_WRITE_DOCS=1 writes it anew."""

import os
from pathlib import Path

from danvan.core.forms import docs, load
from danvan.core.indicators import catalogue
from danvan.core.registers import load as registers
from danvan.indicators import sources

PAGE = Path(__file__).resolve().parents[4] / "docs" / "forms.md"


def test_the_page_about_the_forms_is_written_from_the_data():
    counted = {form.id: sources.counted(form.id) for form in load.known()}
    page = docs.page(load.known(), counted)
    if os.environ.get("DANVAN_WRITE_DOCS"):
        PAGE.write_text(page, "utf-8")

    assert PAGE.read_text("utf-8") == page


def test_every_count_is_of_a_column_that_a_form_has():
    columns = {f"{form.id}:{c.number}" for form in load.known() for c in form.numbers}
    derived = {
        f"{form.id}:{c.number}"
        for form in load.known()
        for c in form.numbers
        if c.is_derived
    }

    books = {feed for kind in registers.known().values() for feed in kind.feeds}
    ids = {count.id for count in sources.COUNTS} - books - set(catalogue.known())
    assert ids <= columns
    assert not ids & derived
