"""The sheet goes out without numbers and comes back with them; wrong lines are told."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.accounts.rights import Role
from danvan.papers import sheet
from danvan.papers.models import Paper, State
from danvan.papers.tests.conftest import TODAY
from danvan.readers import Unreadable


def filled(papers, **cells):
    """Fill in number and day of each paper's line by its code."""
    book = openpyxl.load_workbook(io.BytesIO(sheet.to_fill(papers)))
    page = book.active
    for row in page.iter_rows():
        if (values := cells.get(str(row[0].value).replace("-", "_"))) is not None:
            row[3].value, row[4].value = values
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def key(paper):
    return paper.code.replace("-", "_")


def test_numbers_come_back_from_the_sheet(make, viewer):
    one, two = make(), make(template="QD_GQKN_1")
    clerk = viewer(Role.CLERICAL_OFFICER)
    data = filled([one, two], **{key(one): (15, "16/09/2026"), key(two): ("7", "")})

    taken = sheet.take(sheet.read(data), viewer=clerk, today=TODAY.replace(day=20))

    words = {o.row.code: o.word for o in taken}
    assert words == {one.code: "numbered", two.code: "no_date"}
    one.refresh_from_db()
    assert (one.number, one.state) == ("15", State.ISSUED)


def test_the_same_sheet_twice_changes_nothing(make, viewer):
    paper, clerk = make(), viewer(Role.CLERICAL_OFFICER)
    rows = sheet.read(filled([paper], **{key(paper): (15, "16/09/2026")}))
    day = TODAY.replace(day=20)

    sheet.take(rows, viewer=clerk, today=day)

    assert [o.word for o in sheet.take(rows, viewer=clerk, today=day)] == ["same"]


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ((None, None), "left"),
        (("mười", "16/09/2026"), "no_number"),
        ((15, "31/02/2026"), "no_date"),
        ((15, "25/09/2026"), "no_date"),
        ((15, "01/09/2026"), "too_early"),
        ((9_999_999, "16/09/2026"), "no_number"),
    ],
)
def test_a_wrong_line_is_told_and_stores_nothing(make, viewer, cells, word):
    paper, clerk = make(), viewer(Role.CLERICAL_OFFICER)
    rows = sheet.read(filled([paper], **{key(paper): cells}))

    taken = sheet.take(rows, viewer=clerk, today=TODAY.replace(day=20))

    assert [o.word for o in taken] == [word]
    assert not Paper.objects.exclude(number="").exists()


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.CLERICAL_OFFICER, "other"), (Role.VERIFIER, "commune")]
)
def test_nobody_numbers_what_is_not_his(make, viewer, role, unit):
    paper = make()
    rows = sheet.read(filled([paper], **{key(paper): (15, "16/09/2026")}))

    taken = sheet.take(rows, viewer=viewer(role, unit), today=TODAY.replace(day=20))

    assert [o.word for o in taken] == ["unknown"]


def test_a_file_that_is_no_sheet_is_refused():
    with pytest.raises(Unreadable):
        sheet.read(b"PK no sheet")


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_none(text):
    assert sheet.day(text) is None or "20" in text or any(c.isdigit() for c in text)
