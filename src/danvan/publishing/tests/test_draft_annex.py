"""The annexes of a draft are one workbook: its figures, then the forms of its period."""

# ruff: noqa: F811 - fixtures are asked for by their names

import io
from decimal import Decimal

import openpyxl
import pytest

from danvan.accounts.rights import Right, Role
from danvan.audit.pipeline import audit
from danvan.core.calendar import periods
from danvan.core.drafting.outline import outlines
from danvan.core.forms import load
from danvan.indicators import annexes, catalogue, cells, services, valuing
from danvan.indicators.models import FilledForm, Part
from danvan.orgs.models import Kind, Level, Unit
from danvan.publishing import draft_annex, draft_page, drafting
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - fixtures
    BY,
    NOW,
    _one_factor,
    _user,
    browser,
    compiler,
    draft,
    figures,
    other,
    viewer_of,
    ward,
)

QUARTER = periods.by_key("2025-q3")
LATER = periods.by_key("2026-q3")  # of the circular whose columns are not known
SERIES = outlines()["c-complaints"].forms
NOTE = '=HYPERLINK("http://x","Ghi chú")'


def write(unit, period=QUARTER, outline="c-complaints"):
    return drafting.start(
        unit=unit, outline=outlines()[outline], period=period, by=BY, now=NOW
    )


def count(unit, slug, period=QUARTER):
    form = catalogue.by_slug(slug)
    filled = services.count(unit=unit, form=form, period=period, by=BY, now=NOW)
    return form, filled


def sign(unit, slug):
    form, filled = count(unit, slug)
    columns = cells.enterable(form, "own")
    services.mark_nothing(filled=filled, form=form, columns=columns, by=BY, now=NOW)
    services.sign(filled=filled, form=form, by=BY, now=NOW)


def contents(draft, user):
    return draft_page.contents(viewer_of(user), draft.pk)


def book(draft, user):
    data = draft_annex.workbook(contents(draft, user), viewer_of(user))
    return openpyxl.load_workbook(io.BytesIO(data))


def first(found):
    """Return the text of the sheet of figures."""
    rows = found.worksheets[0].iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def shape(page):
    """Return every cell with its type and format, and how far the heads reach."""
    return (
        [
            [(c.value, c.data_type, c.number_format, c.border.left.style) for c in row]
            for row in page.iter_rows()
        ],
        {str(area) for area in page.merged_cells.ranges},
    )


def exported(client, unit, slug, part="own"):
    """Return the sheet that the form's own page sends."""
    answer = client.get(f"/forms/{unit.pk}/{QUARTER.key}/{slug}/{part}/form.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]


@pytest.fixture
def forms(ward):
    """Two forms of the ward, one signed, the other with a note that looks like a formula."""
    sign(ward, "01-xld-2024")
    _form, filled = count(ward, "01-tcd-2024")
    services.set_note(filled=filled, note=NOTE, by=BY)


@pytest.fixture
def complaints(ward, forms):
    return write(ward)


def test_each_sheet_is_the_forms_own_export_cell_for_cell(ward, complaints, compiler):
    found = book(complaints, compiler)

    assert found.sheetnames == ["Phụ lục", "01-TCD", "01-XLD"]
    for slug, name in (("01-tcd-2024", "01-TCD"), ("01-xld-2024", "01-XLD")):
        own = exported(browser(compiler), ward, slug)
        assert own.title == name
        assert shape(found[name]) == shape(own)


def test_a_sheet_has_the_official_codes_in_their_order(complaints, compiler):
    rows = book(complaints, compiler)["01-XLD"].iter_rows(values_only=True)

    codes = next(row for row in rows if row[0] == "MS")

    form = catalogue.by_slug("01-xld-2024")
    assert codes[1:] == tuple(column.printed for column in form.columns)


def test_what_looks_like_a_formula_stays_text(complaints, compiler):
    page = book(complaints, compiler)["01-TCD"]

    (cell,) = {c for row in page.iter_rows() for c in row if c.value == NOTE}

    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_the_foot_names_what_is_there_what_is_unsigned_and_what_is_missing(
    complaints, compiler
):
    said = first(book(complaints, compiler))

    assert "Kèm theo biểu 01/TCD, 01/XLD, mỗi biểu một trang tính." in said
    assert "chưa ký: biểu 01/TCD." in said
    assert "không kèm theo: biểu 02/XLD, 03/XLD, 04/XLD, 01/KQGQ, 02/KQGQ." in said
    assert "Lập tại mục “Thống kê”" in said


def test_no_sheet_stands_for_a_form_that_nobody_filled_in(ward, compiler):
    found = book(write(ward), compiler)

    assert found.sheetnames == ["Phụ lục"]
    assert "Kèm theo" not in first(found)
    assert not FilledForm.objects.exists()


def test_a_form_whose_columns_are_not_known_has_no_sheet(ward, compiler):
    count(ward, "02-xld-2025", LATER)

    found = book(write(ward, LATER), compiler)

    assert found.sheetnames == ["Phụ lục"]
    assert "Chưa nạp biểu mẫu của Thông tư 06/2025/TT-TTCP" in first(found)
    assert "biểu 01/TCD, 02/XLD, 03/GQKN, 04/GQTC, 05/KQTH, 06/QLKNTC" in first(found)


def test_the_forms_of_others_and_of_other_periods_stay_out(
    ward, other, compiler, forms
):
    count(other, "02-xld-2024")
    count(ward, "02-xld-2024", periods.by_key("2025-q2"))

    assert book(write(ward), compiler).sheetnames == ["Phụ lục", "01-TCD", "01-XLD"]


def test_an_outline_without_forms_has_its_figures_alone(
    ward, draft, compiler, django_assert_num_queries
):
    made, viewer = contents(draft, compiler), viewer_of(compiler)

    with django_assert_num_queries(0):
        data = draft_annex.workbook(made, viewer)

    found = openpyxl.load_workbook(io.BytesIO(data))
    assert found.sheetnames == ["Phụ lục"]
    rows = list(found.active.iter_rows(values_only=True))
    line = next(row for row in rows if row[0] == "Tổng số lượt tiếp công dân")
    assert line == ("Tổng số lượt tiếp công dân", "lượt", 1107, 984, 123, 12.5)
    assert "biểu" not in first(found)


def test_who_may_read_no_forms_gets_the_figures_and_is_told_so(
    complaints, compiler, monkeypatch
):
    made, viewer = contents(complaints, compiler), viewer_of(compiler)
    asked = type(viewer).units
    monkeypatch.setattr(
        type(viewer),
        "units",
        lambda self, r: frozenset() if r == Right.FORMS_READ else asked(self, r),
    )

    data = draft_annex.workbook(made, viewer)

    found = openpyxl.load_workbook(io.BytesIO(data))
    assert found.sheetnames == ["Phụ lục"]
    assert "không có quyền đọc biểu của đơn vị" in first(found)


@pytest.fixture
def province(ward):
    place = Unit.objects.create(
        code="P-1", name="Tỉnh", level=Level.PROVINCE, kind=Kind.TERRITORY
    )
    Unit.objects.filter(pk=ward.pk).update(parent=place)
    return place


@pytest.fixture
def department(province):
    return Unit.objects.create(
        code="P-1.NV",
        name="Sở Nội vụ",
        level=Level.PROVINCE,
        kind=Kind.DEPARTMENT,
        parent=province,
    )


@pytest.fixture
def provincial(department):
    return _user("provincial", Role.PROVINCIAL_COMPILER, department)


def add_up(department, slug="01-xld-2024"):
    services.add_up(
        unit=department,
        form=catalogue.by_slug(slug),
        period=QUARTER,
        by=BY,
        now=NOW,
    )


def test_a_place_has_what_is_added_up_over_it_a_row_for_each_unit(
    ward, province, department, provincial, forms
):
    count(province, "01-xld-2024")  # of its office: one addend, not the sum
    add_up(department)

    found = book(write(province), provincial)

    own = exported(browser(provincial), department, "01-xld-2024", "sum")
    assert found.sheetnames == ["Phụ lục", "01-XLD"]
    assert shape(found["01-XLD"]) == shape(own)
    assert ward.name in [row[0] for row in own.iter_rows(values_only=True)]


def test_the_form_of_its_office_never_stands_for_a_place(province):
    """Who drafts for a place without adding it up is told that forms are left out."""
    count(province, "01-xld-2024")
    drafter = _user("drafter", Role.REPORT_COMPILER, province)

    found = book(write(province), drafter)

    assert found.sheetnames == ["Phụ lục"]
    assert "không có quyền đọc biểu" in first(found)


def test_the_forms_are_told_of_in_two_queries_and_written_in_one_more(
    ward, compiler, forms, django_assert_num_queries
):
    viewer = viewer_of(compiler)

    with django_assert_num_queries(2):
        found = annexes.of_unit(viewer, ward, QUARTER, SERIES)
    with django_assert_num_queries(1):
        sheets = annexes.sheets(found, QUARTER)

    assert len(sheets) == 2


def test_the_forms_of_a_place_take_no_more_queries_the_more_there_are(
    province, department, provincial, django_assert_max_num_queries
):
    for slug in ("01-xld-2024", "01-tcd-2024", "02-xld-2024"):
        add_up(department, slug)
    viewer = viewer_of(provincial)

    with django_assert_max_num_queries(4):
        found = annexes.of_unit(viewer, province, QUARTER, SERIES)
    # The system's scope is opened and shut around two of them.
    with django_assert_max_num_queries(9):
        sheets = annexes.sheets(found, QUARTER)

    assert len(sheets) == 3
    assert {annex.part for annex in found} == {Part.SUM}


def test_our_own_reader_finds_nothing_in_the_workbook(ward, compiler, forms):
    for code, amount in {"TCD01": 1107, "TCD02": 1200, "XLD01": 1327}.items():
        valuing.record(
            unit=ward,
            period=QUARTER,
            code=code,
            amount=Decimal(amount),
            provenance="entered",
            by=BY,
            now=NOW,
        )
    made = contents(write(ward), compiler)

    found = audit(draft_annex.workbook(made, viewer_of(compiler)), "phu-luc.xlsx")

    assert [c.message["vi"] for c in found.failures] == []


def test_the_page_says_what_the_workbook_holds(complaints, compiler):
    page = browser(compiler).get(f"/publishing/drafts/{complaints.pk}/")

    said = page.content.decode()
    assert "bảng số liệu và 2 biểu thống kê: 01/TCD, 01/XLD." in said
    assert "Chưa ký: 01/TCD." in said
    assert "Chưa lập cho kỳ này: 02/XLD, 03/XLD, 04/XLD, 01/KQGQ, 02/KQGQ." in said
    assert "Chưa nạp các cột: 03/KQGQ, 04/KQGQ." in said


def test_the_page_of_an_outline_without_forms_says_that_there_are_figures(
    draft, compiler
):
    said = browser(compiler).get(f"/publishing/drafts/{draft.pk}/").content.decode()

    assert "Tệp Excel gồm bảng số liệu." in said
    assert "Biểu thống kê của kỳ này" not in said


def test_every_form_there_is_goes_with_the_report_on_complaints():
    assert {form.code.partition("/")[2] for form in load.known()} == {*SERIES}
