"""The pages of the books, as somebody who works with them meets them."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.orgs.models import Unit
from danvan.registers.models import Entry, SavedView
from danvan.registers.tests.conftest import DAY, MEETING, line
from danvan.registers.tests.examples import example
from danvan.registers.tests.pages import BOOK, KINDS, NEW, errors, text, typed
from danvan.registers.tests.test_services import cancel, correct

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler(sign_in):
    """The report compiler of the commune, signed in."""
    return sign_in(Role.REPORT_COMPILER)


@pytest.fixture
def keeper(db):
    """Found a unit that keeps a book."""

    def found(kind):
        return Unit.objects.create(
            code=f"K-{kind.id}"[:24],
            name="Đơn vị giữ sổ",
            level=kind.levels[0],
            kind=kind.keepers[0],
        )

    return found


class TestEveryBook:
    """From its file alone come list, both forms, page, correction and counters."""

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_a_line_goes_through_all_pages(self, client, sign_in, keeper, kind):
        unit = keeper(kind)
        sign_in(Role.REPORT_COMPILER, unit=unit)
        book = reverse("registers:book", args=[kind.id])
        values = example(kind.on(DAY))

        for form in ("new/", "desk/"):
            assert client.get(book + form).status_code == 200
            sent = client.post(book + form, typed(values, unit=unit.pk))
            assert sent.status_code == 302, text(sent)
        entry = Entry.objects.order_by("made_at").last()
        page = reverse("registers:entry", args=[entry.pk])
        assert client.get(page).status_code == 200
        changed = typed(values, reason="Đếm lại")
        assert client.get(page + "correct/").status_code == 200
        assert client.post(page + "correct/", changed).status_code == 302
        assert Entry.objects.standing().count() == 2
        assert client.get(f"{book}?state=all").status_code == 200
        assert client.get(f"{book}counters/?period=c2026-year").status_code == 200
        for feed in kind.feeds:
            shown = client.get(book, {"feed": feed, "period": "c2026-year"})
            assert shown.status_code == 200

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_an_empty_form_says_everything_that_is_missing(
        self, client, sign_in, keeper, kind
    ):
        unit = keeper(kind)
        sign_in(Role.REPORT_COMPILER, unit=unit)
        required = [f.key for f in kind.on(DAY).fields if f.required]

        sent = client.post(
            reverse("registers:quick", args=[kind.id]), typed({}, unit=unit.pk, day="")
        )

        assert sent.status_code == 422
        assert {found.removesuffix("_0") for found in errors(sent)} >= {
            "id_day",
            *(f"id_v-{key}" for key in required),
        }
        assert not Entry.objects.exists()


class TestTheShelf:
    def test_it_shows_the_books_of_ones_unit_with_what_was_kept(
        self, client, compiler, town, meetings
    ):
        line(meetings, town.commune, timezone.localdate())

        page = client.get("/registers/")

        assert "Sổ tiếp xúc cử tri" in text(page)
        council = [k for k in KINDS.values() if k.keepers == ("peoples_council",)]
        assert council
        assert not any(k.name["vi"] in text(page) for k in council)

    def test_a_period_that_does_not_exist_is_not_there(self, client, compiler):
        assert client.get("/registers/?period=2026-m99").status_code == 404

    def test_it_costs_the_same_however_many_books(
        self, client, compiler, town, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(9):
            client.get("/registers/")


class TestTheList:
    def test_it_adds_up_the_whole_list_and_not_the_page(
        self, client, compiler, town, meetings
    ):
        for n in range(30):
            line(meetings, town.commune, people=str(n + 2))

        page = client.get(BOOK)

        assert "30 dòng" in text(page)
        total = sum(range(2, 32))
        assert f"<strong>{total}</strong>" in page.content.decode()
        assert page.content.decode().count("/registers/entries/") == 25

    def test_it_costs_the_same_however_long(
        self, client, compiler, town, meetings, django_assert_max_num_queries
    ):
        for n in range(30):
            line(meetings, town.commune, people=str(n + 2))
        with django_assert_max_num_queries(14):
            client.get(BOOK)

    def test_a_number_opens_the_lines_behind_it(self, client, compiler, town, meetings):
        line(meetings, town.commune, people="200")
        line(meetings, town.commune, datetime.date(2025, 5, 1), people="5")

        board = client.get(f"{BOOK}counters/?period=c2026-year").content.decode()
        (address,) = set(re.findall(r'href="([^"]*feed=TX02[^"]*unit=[^"]*)"', board))
        behind = client.get(address.replace("&amp;", "&"))

        assert "1 dòng" in text(behind)
        assert "<strong>200</strong>" in behind.content.decode()

    def test_a_day_that_is_none_is_said(self, client, compiler):
        page = client.get(BOOK, {"since": "31/02/2026"})

        assert page.status_code == 200
        assert errors(page) == ["id_since"]

    @pytest.mark.parametrize("shared", [True, False])
    def test_a_view_is_kept_for_oneself_or_the_unit(
        self, client, compiler, sign_in, shared
    ):
        said = {"query": "state=all&since=x&y=1", "name": "Cả dòng cũ"}
        client.post(f"{BOOK}views/", said | ({"shared": "on"} if shared else {}))

        assert SavedView.objects.get().query == "state=all"
        assert "Cả dòng cũ" in text(client.get(BOOK))
        sign_in(Role.CLERICAL_OFFICER)
        assert ("Cả dòng cũ" in text(client.get(BOOK))) is shared
        drop = reverse("registers:drop-view", args=[SavedView.objects.get().pk])
        assert client.post(drop).status_code == 404

    def test_a_view_without_a_filter_is_no_view(self, client, compiler):
        client.post(f"{BOOK}views/", {"query": "page=2", "name": "Trang hai"})

        assert not SavedView.objects.exists()

    def test_ones_own_view_can_be_dropped(self, client, compiler):
        client.post(f"{BOOK}views/", {"query": "state=all", "name": "Tất cả"})

        kept = SavedView.objects.get()
        client.post(reverse("registers:drop-view", args=[kept.pk]))

        assert not SavedView.objects.exists()


class TestOneLine:
    def test_its_history_stays_readable(self, client, compiler, town, meetings):
        first = line(meetings, town.commune, people="900")
        second = correct(first, people="901", reason="Bổ sung một người")
        cancel(second, reason="Ghi trùng")

        page = text(client.get(reverse("registers:entry", args=[first.pk])))

        for words in ("900", "901", "Bổ sung một người", "Ghi trùng", "trước đó: 900"):
            assert words in page

    def test_it_is_corrected_on_its_own_page(self, client, compiler, town, meetings):
        entry = line(meetings, town.commune)
        page = reverse("registers:correct", args=[entry.pk])
        assert 'value="1.250"' in client.get(page).content.decode()

        nothing = client.post(page, typed(MEETING))
        done = client.post(
            page, typed({**MEETING, "people": "1.251"}, reason="Sót một người")
        )

        assert errors(nothing) == ["id_reason"]
        assert done.status_code == 302
        assert Entry.objects.standing().get().values["people"] == "1251"

    def test_it_is_cancelled_with_a_reason(self, client, compiler, town, meetings):
        entry = line(meetings, town.commune)
        page = reverse("registers:cancel", args=[entry.pk])

        nothing = client.post(page, {"key": str(uuid.uuid4())})
        client.post(page, {"key": str(uuid.uuid4()), "cancel_reason": "Ghi nhầm sổ"})

        assert errors(nothing) == ["id_cancel_reason"]
        assert not Entry.objects.standing().exists()

    def test_who_only_reads_corrects_nothing(self, client, sign_in, town, meetings):
        entry = line(meetings, town.commune)
        sign_in(Role.APPROVER)

        page = client.get(reverse("registers:entry", args=[entry.pk]))

        assert page.status_code == 200
        assert "Đính chính dòng này" not in text(page)
        assert client.get(NEW).status_code == 403

    @pytest.mark.parametrize("name", ["entry", "correct", "cancel"])
    def test_to_another_unit_it_does_not_exist(
        self, client, sign_in, town, meetings, name
    ):
        entry = line(meetings, town.commune)
        sign_in(Role.REPORT_COMPILER, unit=town.stranger)

        page = reverse(f"registers:{name}", args=[entry.pk])

        assert client.post(page).status_code in {404, 405}
        assert client.get(page).status_code in {404, 405}

    def test_a_province_reads_it_and_does_not_write_it(
        self, client, sign_in, town, meetings
    ):
        entry = line(meetings, town.commune)
        sign_in(Role.PROVINCIAL_COMPILER, unit=town.home_affairs)

        assert (
            client.get(reverse("registers:entry", args=[entry.pk])).status_code == 200
        )
        correction = reverse("registers:correct", args=[entry.pk])
        assert client.get(correction).status_code == 404


def test_what_is_no_book_is_not_there(client, compiler):
    for name in ("book", "quick", "desk", "counters"):
        address = reverse(f"registers:{name}", args=["no-such-book"])
        assert client.get(address).status_code == 404


def test_a_book_that_ones_unit_does_not_keep_is_not_there(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER, unit=town.police)

    assert client.get(BOOK).status_code == 404
    assert client.get(NEW).status_code == 404
