"""The tags of the component kit."""

import datetime
from decimal import Decimal

import html5lib
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.ui import fields, gallery
from danvan.ui.icons import ICONS
from danvan.ui.widgets import DateField

TODAY = datetime.date(2026, 11, 20)  # a Friday


def draw(template, **context):
    return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (1234.5, "1.234,5", "1,234.5"),
        (Decimal("1000000"), "1.000.000", "1,000,000"),
        ("3235", "3.235", "3,235"),
        (None, "", ""),
    ],
)
def test_numbers_carry_the_marks_of_the_language(value, vietnamese, english):
    with translation.override("vi"):
        assert draw("{% number v %}", v=value) == vietnamese
    with translation.override("en"):
        assert draw("{% number v %}", v=value) == english


def test_a_moment_is_written_in_local_time():
    late = datetime.datetime(2026, 11, 20, 20, 30, tzinfo=datetime.UTC)

    assert draw("{% date v %}", v=late) == "21/11/2026"
    assert draw("{% datetime v %}", v=late) == "03:30 21/11/2026"


@pytest.mark.parametrize(
    ("days", "light", "text"),
    [
        (10, "far", "Còn 10 ngày"),
        (3, "near", "Còn 3 ngày"),
        (0, "today", "Hạn hôm nay"),
        (-2, "late", "Quá hạn 2 ngày"),
    ],
)
def test_a_deadline_says_in_words_what_its_colour_says(days, light, text):
    due = TODAY + datetime.timedelta(days=days)

    drawn = draw("{% deadline due today %}", due=due, today=TODAY)

    assert f"dv-deadline--{light}" in drawn
    assert text in drawn
    assert "<svg" in drawn


def test_over_a_weekend_a_deadline_counts_plain_days():
    calendar = WorkingCalendar(frozenset(), frozenset(), range(2026, 2027))
    sunday = datetime.date(2026, 11, 22)

    drawn = draw(
        "{% deadline due today calendar %}", due=TODAY, today=sunday, calendar=calendar
    )

    assert "Quá hạn 2 ngày<" in drawn


def test_a_deadline_counts_working_days_where_it_knows_the_calendar():
    calendar = WorkingCalendar(frozenset(), frozenset(), range(2026, 2027))
    monday = datetime.date(2026, 11, 23)

    drawn = draw(
        "{% deadline due today calendar %}", due=monday, today=TODAY, calendar=calendar
    )

    assert "Còn 1 ngày làm việc" in drawn


@pytest.mark.parametrize(
    ("due", "today", "text"),
    [
        (
            datetime.date(2026, 11, 20),
            datetime.date(2026, 11, 21),
            "Quá hạn 1 ngày</span>",
        ),  # Friday, Saturday
        (
            datetime.date(2026, 11, 20),
            datetime.date(2026, 11, 23),
            "Quá hạn 1 ngày làm việc",
        ),
        (
            datetime.date(2026, 11, 22),
            datetime.date(2026, 11, 21),
            "Còn 1 ngày</span>",
        ),
    ],
)
def test_a_deadline_never_speaks_of_zero_days(due, today, text):
    calendar = WorkingCalendar(frozenset(), frozenset(), range(2026, 2027))

    drawn = draw(
        "{% deadline due today calendar %}", due=due, today=today, calendar=calendar
    )

    assert text in drawn


def test_the_way_back_is_a_landmark_of_its_own():
    drawn = draw("{% back_link '/a/' %}")

    assert drawn.startswith('<nav aria-label="Đường quay lại">')


def test_text_in_a_tag_is_escaped_and_its_colour_is_known():
    assert "&lt;b&gt;" in draw("{% tag text 'red' %}", text="<b>")
    with pytest.raises(TemplateSyntaxError):
        draw("{% tag 'x' 'beige' %}")


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_silent(name):
    assert 'aria-hidden="true"' in draw("{% icon name %}", name=name)


def test_pages_of_a_list_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "đường", "page": "2"})
    page = Paginator(range(100), 10).page(2)

    drawn = draw("{% pagination page %}", page=page, request=request)

    assert "?q=%C4%91%C6%B0%E1%BB%9Dng&amp;page=3" in drawn
    assert 'aria-current="page"' in drawn


class Sample(forms.Form):
    name = forms.CharField(label="Tên", help_text="Gợi ý")
    note = forms.CharField(label="Ghi chú", required=False)
    kind = forms.ChoiceField(
        label="Loại", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    on = DateField(label="Ngày")


class Filter(forms.Form):
    q = forms.CharField(label="Tìm", required=False)


def test_hint_and_error_are_tied_to_their_control():
    drawn = str(Sample(data={})["name"].as_field_group())

    assert 'for="id_name"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_optional_is_said_only_where_something_is_needed():
    assert "không bắt buộc" in str(Sample()["note"].as_field_group())
    assert "không bắt buộc" not in str(Filter()["q"].as_field_group())


def test_each_line_of_the_summary_leads_to_a_control():
    form = Sample(data={"on_day": "31", "on_month": "2", "on_year": "2026"})
    drawn = str(form)

    targets = [problem.target for problem in fields.summary(form)]

    assert targets == ["id_name", "id_kind_0", "id_on_0"]
    assert all(f'id="{target}"' in drawn for target in targets)


def test_a_wrong_date_comes_back_as_it_was_typed():
    form = Sample(data={"on_day": "31", "on_month": "2", "on_year": "2026"})

    drawn = str(form["on"].as_field_group())

    assert all(f'value="{part}"' in drawn for part in ("31", "2", "2026"))


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("3", "4", "2026", datetime.date(2026, 4, 3)),
        ("03", "04", "2026", datetime.date(2026, 4, 3)),
    ],
)
def test_the_day_comes_before_the_month(day, month, year, expected):
    field = Sample(data={"on_day": day, "on_month": month, "on_year": year})
    field.full_clean()

    assert field.cleaned_data["on"] == expected


@pytest.mark.parametrize("language", ["vi", "en"])
def test_dates_in_one_box_are_read_day_first(language):
    with translation.override(language):
        assert forms.DateField().clean("3/4/2026") == datetime.date(2026, 4, 3)


def test_the_gallery_is_valid_html(rf):
    context = gallery.gallery(TODAY) | {"request": rf.get("/gallery/")}
    with translation.override("vi"):
        page = Template('{% extends "ui/gallery.html" %}').render(
            Context(context | {"frame": {"language": "vi"}})
        )

    html5lib.HTMLParser(strict=True).parse(page)
    assert "govuk-error-summary" in page


def test_what_is_demanded_in_a_case_says_in_which():
    class Refusal(forms.Form):
        outcome = forms.CharField(label="Kết quả")
        ground = fields.needed_when(
            forms.CharField(label="Căn cứ", required=False), "(bắt buộc khi từ chối)"
        )

    drawn = str(fields.render(Refusal()["ground"]))

    assert "(bắt buộc khi từ chối)" in drawn
    assert "không bắt buộc" not in drawn
