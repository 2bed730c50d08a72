"""The pages of the books, as somebody who works with them meets them."""

import datetime
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.registers import load
from danvan.orgs.models import Unit
from danvan.registers import locking, reach
from danvan.registers.models import Entry, Lock, SavedView
from danvan.registers.tests.conftest import DAY, MEETING, NOW, line
from danvan.registers.tests.examples import example
from danvan.registers.tests.test_services import BY, cancel, correct

pytestmark = pytest.mark.django_db
KINDS = load.known()
BOOK, NEW = "/registers/books/voters-meetings/", "/registers/books/voters-meetings/new/"


def typed(values, **changes):
    """What a browser sends of a line."""
    said = {f"v-{key}": text for key, text in values.items()}
    return {"key": str(uuid.uuid4()), "day": "14/05/2026", **said, **changes}


def text(response):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def errors(response):
    """What the summary of errors says."""
    summary = response.content.decode().partition("govuk-error-summary__list")[2]
    return re.findall(r"<a href=\"#(\w[\w-]*)\"", summary.partition("</ul>")[0])


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


class TestWriting:
    def test_a_phone_asks_for_little_and_fills_in_the_day(self, client, compiler):
        page = client.get(NEW).content.decode()

        assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
        assert 'name="v-note"' not in page
        assert 'inputmode="numeric"' in page
        assert 'name="v-note"' in client.get(f"{BOOK}desk/").content.decode()

    def test_everything_wrong_is_said_beside_its_field(self, client, compiler):
        sent = client.post(
            NEW, typed(MEETING, day="31/02/2026", **{"v-people": "x", "v-place": "\0"})
        )

        assert sent.status_code == 422
        assert set(errors(sent)) == {"id_day", "id_v-people", "id_v-place"}
        assert 'value="31/02/2026"' in sent.content.decode()

    def test_a_broken_rule_is_said_with_both_sides(self, client, compiler):
        sent = client.post(NEW, typed(MEETING, **{"v-passed_on": "11"}))

        assert "(30 và 31)" in text(sent)

    def test_a_desk_goes_on_with_the_same_day(self, client, compiler):
        sent = client.post(f"{BOOK}desk/", typed(MEETING), follow=True)

        assert sent.redirect_chain == [(f"{BOOK}desk/", 302)]
        assert 'value="14/05/2026"' in sent.content.decode()
        assert "Mới ghi" in text(sent)

    def test_sent_twice_it_is_one_line(self, client, compiler):
        said = typed(MEETING)
        first, again = client.post(NEW, said), client.post(NEW, said)

        assert first.url == again.url
        assert Entry.objects.count() == 1

    def test_a_warning_is_said_and_keeps_the_line(self, client, compiler):
        said = typed(
            {**MEETING, "meetings": "9", "people": "1"},
        )
        sent = client.post(NEW, said, follow=True)

        assert Entry.objects.count() == 1
        assert "ít nhất một cử tri" in text(sent)

    def test_a_closed_period_refuses_and_offers_a_correction(
        self, client, compiler, town, meetings
    ):
        line(meetings, town.commune)
        locking.lock(
            unit=town.commune,
            below=False,
            kind="",
            start=DAY,
            end=DAY,
            reason="Đã chốt quý II",
            by=BY,
            now=NOW,
        )

        sent = client.post(NEW, typed(MEETING))

        assert sent.status_code == 422
        assert "đã khóa" in text(sent)
        assert "Đã chốt quý II" in text(sent)
        (address,) = re.findall(
            r'href="([^"]*since=2026-05-14[^"]*)"', str(sent.content)
        )
        assert "1 dòng" in text(client.get(address.replace("&amp;", "&")))

    def test_a_council_keeps_its_own_book(self, client, sign_in, town):
        sign_in(Role.COUNCIL_CLERK, unit=town.council)

        client.post(NEW, typed(MEETING))

        assert Entry.objects.get().unit == town.council

    def test_a_line_of_an_old_edition_is_asked_with_its_fields(
        self, client, compiler, town
    ):
        kind = KINDS["new-rural-criteria"]
        address = reverse("registers:desk", args=[kind.id])

        page = client.post(address, typed({}, day="01/06/2020")).content.decode()

        assert 'name="v-c19"' in page
        assert 'name="v-set"' not in page

    def test_a_document_comes_with_its_file(self, client, compiler, settings, tmp_path):
        settings.FILES_DIR = tmp_path
        kind = KINDS["documents-issued"]
        address = reverse("registers:desk", args=[kind.id])
        file = SimpleUploadedFile("ke-hoach.txt", "Kế hoạch dân vận".encode())
        said = typed(example(kind.latest))
        del said["v-file"]

        client.post(address, said | {"v-file": file})

        entry = Entry.objects.get()
        page = client.get(reverse("registers:entry", args=[entry.pk]))
        assert "ke-hoach.txt" in text(page)
        download = reverse("files:download", args=[entry.values["file"]])
        sent = client.get(download)
        assert b"".join(sent.streaming_content) == "Kế hoạch dân vận".encode()
        sent.close()

    def test_a_macro_is_refused_as_a_file(self, client, compiler):
        kind = KINDS["documents-issued"]
        said = typed(example(kind.latest))
        said["v-file"] = SimpleUploadedFile("a.docm", b"PK")

        sent = client.post(reverse("registers:desk", args=[kind.id]), said)

        assert errors(sent) == ["id_v-file"]
        assert not Entry.objects.exists()


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


def test_what_is_no_book_is_not_there(client, compiler):
    for name in ("book", "quick", "desk", "counters"):
        address = reverse(f"registers:{name}", args=["no-such-book"])
        assert client.get(address).status_code == 404


def test_a_book_that_ones_unit_does_not_keep_is_not_there(client, sign_in, town):
    sign_in(Role.REPORT_COMPILER, unit=town.police)

    assert client.get(BOOK).status_code == 404
    assert client.get(NEW).status_code == 404
