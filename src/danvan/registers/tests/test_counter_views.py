"""What books come to in a period, and periods that are closed."""

import re

import pytest
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.registers import locking, reach
from danvan.registers.models import Entry, Lock
from danvan.registers.tests.conftest import DAY, line
from danvan.registers.tests.examples import example
from danvan.registers.tests.pages import BOOK, KINDS, errors, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler(sign_in):
    """The report compiler of the commune, signed in."""
    return sign_in(Role.REPORT_COMPILER)


class TestCounters:
    def test_who_answers_to_a_ministry_stands_beside(self, client, sign_in, town):
        kind = next(
            k
            for k in KINDS.values()
            if reach.keeps(k, town.police)
            and reach.keeps(k, town.commune)
            and any(f.how == "sum" and f.adds for f in k.latest.feeds)
        )
        values = example(kind.on(DAY))
        for unit in (town.commune, town.stranger, town.police):
            line(kind, unit, written=values)
        sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)
        feed = next(f for f in kind.latest.feeds if f.how == "sum" and f.adds)
        amount = int(Entry.objects.first().values[feed.field])

        page = client.get(
            reverse("registers:counters", args=[kind.id]), {"period": "c2026-year"}
        )

        assert "đứng riêng, không cộng" in text(page)
        assert amount
        foot = page.content.decode().partition("<tfoot>")[2]
        assert f">{2 * amount}</a></strong>" in foot

    def test_a_chart_has_the_numbers_of_its_table(
        self, client, sign_in, town, meetings
    ):
        line(meetings, town.commune, people="1.200")
        line(meetings, town.stranger, people="300")
        sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)

        page = client.get(f"{BOOK}counters/?period=c2026-year&show=TX02")

        drawn = page.content.decode().partition('<svg viewBox="0 0 400')[2]
        table, chart = text(page), drawn.partition("</svg>")[0]
        assert re.findall(r"dv-chart__number\">([^<]*)<", chart) == ["1.200", "300"]
        assert "1.200" in table
        assert "1.500" in table

    @pytest.mark.parametrize(("above", "warned"), [(False, False), (True, True)])
    def test_a_sum_over_several_levels_says_that_it_may_count_twice(
        self, client, sign_in, town, meetings, above, warned
    ):
        line(meetings, town.commune)
        line(meetings, town.province if above else town.stranger)
        sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)

        page = client.get(f"{BOOK}counters/?period=c2026-year")

        assert ("bị tính hai lần" in text(page)) is warned

    def test_it_costs_the_same_however_many_units(
        self, client, sign_in, town, meetings, django_assert_max_num_queries
    ):
        for unit in (town.commune, town.stranger, town.council):
            line(meetings, unit)
        sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)
        with django_assert_max_num_queries(14):
            client.get(f"{BOOK}counters/?period=c2026-year")


class TestLocks:
    @pytest.fixture
    def provincial(self, sign_in, town):
        return sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)

    def close(self, client, unit, **changes):
        said = {
            "unit": unit,
            "kind": "",
            "start": "01/04/2026",
            "end": "30/06/2026",
            "reason": "Đã chốt quý II",
        }
        return client.post("/registers/locks/", said | changes)

    def test_a_province_closes_all_its_books_and_opens_them(
        self, client, provincial, town, meetings
    ):
        assert client.get("/registers/locks/").status_code == 200
        assert self.close(client, f"{town.province.pk}+").status_code == 302
        assert locking.locks(meetings.id, town.commune, DAY, DAY)

        (lock,) = Lock.objects.all()
        lift = reverse("registers:lift", args=[lock.pk])
        assert client.post(lift).status_code == 422
        client.post(lift, {"lift_reason": "Bổ sung số liệu"})
        assert not locking.locks(meetings.id, town.commune, DAY, DAY)
        assert "Bổ sung số liệu" in text(client.get("/registers/locks/"))

    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [
            ({"unit": "999999"}, "id_unit"),
            ({"start": ""}, "id_start"),
            ({"end": "01/01/2026"}, "id_end"),
            ({"end": "40/01/2026"}, "id_end"),
            ({"reason": " "}, "id_reason"),
            ({"kind": "nothing"}, "id_kind"),
        ],
    )
    def test_what_is_wrong_with_a_closing_is_said(
        self, client, provincial, town, changes, wrong
    ):
        unit = changes.pop("unit", str(town.commune.pk))
        sent = self.close(client, unit, **changes)

        assert (sent.status_code, errors(sent)) == (422, [wrong])
        assert not Lock.objects.exists()

    def test_another_provinces_books_are_not_ones_to_close(
        self, client, provincial, town
    ):
        assert self.close(client, str(town.far.pk)).status_code == 422

    def test_a_commune_closes_nothing(self, client, compiler, town):
        assert self.close(client, str(town.commune.pk)).status_code == 403
