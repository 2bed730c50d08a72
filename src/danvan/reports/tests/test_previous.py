"""A report is held against the one before it of the same unit."""

import datetime

import pytest
from django.urls import reverse

from danvan.reports import services
from danvan.reports.models import Check, Report
from danvan.reports.tests.conftest import NOW, viewer_of

HOUR = datetime.timedelta(hours=1)
LAST_YEAR = "Năm 2024, toàn tỉnh tiếp nhận và xử lý 3.200 đơn.\n"
NOW_RIGHT = "Năm 2025, toàn tỉnh tiếp nhận và xử lý 3.153 đơn, giảm 47 đơn so với cùng kỳ.\n"  # fmt: skip
NOW_WRONG = NOW_RIGHT.replace("47", "74")


@pytest.fixture
def give_in(commune, compiler):
    by = viewer_of(compiler).actor(commune.pk)

    def give(text, hours=0, unit=commune, **more):
        at = NOW + hours * HOUR
        name = f"Báo cáo {hours}.txt"
        return services.receive(
            data=text.encode(), name=name, unit=unit, by=by, now=at, **more
        ).report

    return give


def differences(report):
    found = Check.objects.filter(report=report, rule="difference")
    return [(c.holds, c.computed) for c in found]


def test_the_report_stored_before_it_is_what_it_is_held_against(give_in):
    earlier = give_in(LAST_YEAR)

    assert differences(give_in(NOW_RIGHT, 1)) == [(True, "3200")]
    wrong = give_in(NOW_WRONG, 2, previous=earlier)
    assert differences(wrong) == [(False, "3200")]
    assert wrong.previous == earlier


def test_the_first_report_is_held_against_none(give_in):
    first = give_in(NOW_WRONG)

    assert first.previous is None
    assert differences(first) == []


def test_another_units_report_is_no_earlier_one(give_in, other):
    give_in(LAST_YEAR, unit=other)

    assert give_in(NOW_WRONG, 1).previous is None


def test_a_report_whose_text_is_unknown_is_no_earlier_one(give_in):
    give_in(LAST_YEAR)
    Report.objects.update(text="")

    assert give_in(NOW_WRONG, 1).previous is None


def test_a_corrected_version_is_held_against_what_the_first_was(give_in):
    earlier = give_in(LAST_YEAR)
    wrong = give_in(NOW_WRONG, 1)

    mended = give_in(NOW_RIGHT, 2, corrects=wrong)

    assert mended.previous == earlier
    assert differences(mended) == [(True, "3200")]


def test_the_same_bytes_held_against_another_report_are_read_anew(give_in):
    same = give_in(NOW_WRONG)
    later = give_in(LAST_YEAR, 1)

    again = give_in(NOW_WRONG, 2, previous=later)

    assert again == same
    assert again.previous == later
    assert differences(again) == [(False, "3200")]


def test_the_page_says_which_report_it_was_compared_with(give_in, page_of):
    earlier = give_in(LAST_YEAR)
    report = give_in(NOW_WRONG, 1)

    found = page_of.get(reverse("reports:detail", args=[report.pk])).content.decode()

    link = reverse("reports:detail", args=[earlier.pk])
    assert "Đã đối chiếu với báo cáo trước" in found
    assert f'href="{link}">Báo cáo 0.txt</a>' in found


def test_the_earlier_report_can_be_named_when_giving_one_in(give_in, page_of):
    earlier = give_in(LAST_YEAR)
    give_in("Chỉ có 5 lớp.\n", 1)
    url = reverse("reports:upload")

    assert "Báo cáo 0.txt (" in page_of.get(url).content.decode()
    page_of.post(url, {"text": NOW_WRONG, "title": "X", "previous": str(earlier.pk)})

    assert Report.objects.get(name="X.txt").previous == earlier


def test_a_report_of_another_unit_cannot_be_named(give_in, other, page_of):
    give_in("Chỉ có 5 lớp.\n")
    foreign = give_in(LAST_YEAR, 1, unit=other)

    answer = page_of.post(
        reverse("reports:upload"), {"text": NOW_WRONG, "previous": str(foreign.pk)}
    )

    assert answer.status_code == 400
    assert Report.objects.count() == 2
