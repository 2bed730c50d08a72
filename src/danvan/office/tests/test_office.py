"""Home, search, journal and calendar as staff meet them."""

import datetime
import inspect
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from danvan.accounts.rights import RIGHTS, Right, Role, Seat, Viewer
from danvan.core.actor import system
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.workflow import Step
from danvan.core.desk import Item
from danvan.journal import anchors
from danvan.journal.services import write
from danvan.office import desks, jobs, selectors, welcome
from danvan.office.actions import ACTIONS
from danvan.orgs.models import Kind, Level, Unit
from danvan.ui import navigation
from danvan.vault import desk as vault

TODAY = datetime.date(2026, 7, 1)
DAY = datetime.timedelta(days=1)


def item(title, due=None):
    return Item(kind="petition", title=title, url=f"/p/{title}/", due=due, note="new")


class Desk:
    """A desk that shows what it is given and notes what it is asked."""

    def __init__(self, *items):
        self.items, self.asked = items, []

    def due(self, viewer):
        return self.items

    def search(self, viewer, q):
        self.asked.append(q)
        return self.items


@pytest.fixture
def desk(monkeypatch):
    def put(*items):
        shown = Desk(*items)
        monkeypatch.setattr(selectors, "DESKS", (shown,))
        return shown

    return put


def test_the_desks_keep_to_their_contract():
    for shown in desks.DESKS:
        assert callable(shown.due)
        assert callable(shown.search)


def test_nothing_of_a_sealed_case_is_ever_sent():
    """A digest or a demand takes ``SENT``; nothing a job does reads the whole desk."""
    assert set(desks.DESKS) - set(desks.SENT) == {vault}
    told = inspect.getsource(jobs)
    assert "DESKS" not in told
    assert "selectors" not in told


def test_what_is_due_first_stands_first(desk):
    desk(
        item("c"), item("b", TODAY), item("a", TODAY - DAY), item("d", TODAY + 7 * DAY)
    )

    assert [i.title for i in selectors.due(None)] == ["a", "b", "d", "c"]


@pytest.mark.parametrize("known", [range(2026, 2027), range(2026, 2026)])
def test_working_days_are_counted_only_where_they_are_known(desk, monkeypatch, known):
    desk(item("a", TODAY + 3 * DAY))
    calendar = WorkingCalendar(frozenset(), frozenset(), known)
    monkeypatch.setattr(selectors, "working_calendar", lambda: calendar)

    chosen = selectors.calendar_for(selectors.due(None), today=TODAY)

    assert (chosen is calendar) is bool(known)


def test_every_entry_of_the_main_menu_leads_somewhere(settings):
    assert len(navigation.places("/", lambda right: True)) == len(navigation._TABLE)


@pytest.mark.parametrize("role", Role)
def test_every_entry_of_the_menu_opens_for_whom_it_is_shown(signed_in, role):
    browser = signed_in(role)
    seat = Seat(1, "T-1", role)
    viewer = Viewer("1", "", (seat,))

    shown = [place.url for place in navigation.places("/", viewer.may)]
    shown += [start.url for start in welcome.starts(viewer)]
    shown += [url for _label, url in welcome.also(viewer)]

    assert {url: browser.get(url).status_code for url in shown} == dict.fromkeys(
        shown, 200
    )


def test_every_role_has_work_here():
    assert all(RIGHTS[role] - {Right.HOME, Right.GALLERY} for role in Role)
    assert set(welcome._WORK) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_home_tells_each_role_what_it_does_here(signed_in, role):
    page = signed_in(role).get("/").content.decode()

    assert f"Post {role}" in page
    assert 'class="govuk-summary-list__key"' in page


def test_home_shows_what_is_due(signed_in, desk):
    desk(item("DV26-1", timezone.localdate() - DAY))

    page = signed_in(Role.PETITION_CLERK).get("/").content.decode()

    assert 'href="/p/DV26-1/"' in page
    assert "dv-deadline--late" in page


def test_home_costs_the_same_however_much_is_due(
    signed_in, desk, django_assert_num_queries
):
    """Session, user with seats, calendar; the desks have budgets of their own."""
    desk(*(item(str(n), TODAY) for n in range(50)))
    browser = signed_in(Role.PETITION_CLERK)

    with django_assert_num_queries(3):
        browser.get("/")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hoà Bình", ["hoa binh"]),
        ("hòa  bình ", ["hoa binh"]),
        ("ĐẤT", ["dat"]),
        ("x\0y", []),
        ("a", []),
        ("", []),
        ("  ", []),
    ],
)
def test_search_ignores_diacritics(signed_in, desk, typed, asked):
    shown = desk(item("found"))

    answer = signed_in(Role.PETITION_CLERK).get("/search/", {"q": typed})

    assert shown.asked == asked
    assert answer.status_code in {200, 422}
    assert ("/p/found/" in answer.content.decode()) is bool(asked)


def test_search_says_when_nothing_is_found(signed_in, desk):
    desk()

    page = signed_in(Role.PETITION_CLERK).get("/search/", {"q": "không có"})

    assert "Không tìm thấy" in page.content.decode()


@pytest.fixture
def province(commune):
    province = Unit.objects.create(
        code="P", name="Tỉnh Thử", level=Level.PROVINCE, kind=Kind.TERRITORY
    )
    commune.parent = province
    commune.save()
    return province


@pytest.fixture
def lines(commune, province):
    for unit in ("T-1", "T-2", "system"):
        write(by=system(unit), action=f"acts.in.{unit.lower()}", record="a.b:1")


class TestJournal:
    """The auditor reads the chains of his units and those below."""

    def test_an_auditor_of_a_commune_reads_its_chain_alone(self, signed_in, lines):
        page = signed_in(Role.AUDITOR).get("/journal/").content.decode()

        assert "acts.in.t-1" in page
        assert "acts.in.t-2" not in page
        assert "acts.in.system" not in page

    def test_an_auditor_of_the_province_reads_below_and_the_house(
        self, signed_in, lines, province
    ):
        page = signed_in(Role.AUDITOR, unit=province).get("/journal/").content.decode()

        assert "acts.in.t-1" in page
        assert "acts.in.t-2" not in page
        assert "acts.in.system" in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"chain": "T-1"}, True),
            ({"chain": "T-2"}, True),  # not his: asks for nothing
            ({"action": "acts.in"}, True),
            ({"action": "other"}, False),
            ({"record": "1"}, True),
            ({"record": "2"}, False),
            ({"actor": "system"}, True),
            ({"actor": "user:1"}, False),
            ({"page": "99"}, True),
            ({"page": "-1"}, True),
            ({"record": "\0"}, True),
        ],
    )
    def test_the_filters_narrow_the_lines(self, signed_in, lines, query, found):
        page = signed_in(Role.AUDITOR).get("/journal/", query).content.decode()

        assert ("acts.in.t-1" in page) is found
        assert "acts.in.t-2" not in page

    def test_an_action_is_said_in_words_beside_its_code(self, signed_in, lines):
        write(by=system("T-1"), action="petition.transfer", record="a.b:1")

        page = signed_in(Role.AUDITOR).get("/journal/").content.decode()

        assert "Chuyển đơn" in page
        assert "petition.transfer" in page

    def test_every_step_of_a_petition_has_words(self):
        assert {f"petition.{step}" for step in Step} <= set(ACTIONS)

    def test_a_chain_is_checked_on_demand(self, signed_in, lines, settings, tmp_path):
        settings.JOURNAL_ANCHORS = tmp_path / "anchors"
        browser = signed_in(Role.AUDITOR)
        data = {"chain": "T-1"}

        page = browser.post("/journal/check/", data, follow=True)
        assert "T-1 nguyên vẹn" in page.content.decode()

        settings.JOURNAL_KEY = "another"
        page = browser.post("/journal/check/", data, follow=True)
        assert "T-1 sai từ dòng 1" in page.content.decode()

    def test_spoilt_anchors_are_said(self, signed_in, lines, settings, tmp_path):
        settings.JOURNAL_ANCHORS = tmp_path / "anchors"
        settings.JOURNAL_ANCHORS.write_text("{")

        data = {"chain": "T-1"}
        page = signed_in(Role.AUDITOR).post("/journal/check/", data, follow=True)

        assert "bị hỏng" in page.content.decode()

    def test_the_page_costs_the_same_for_many_lines(
        self, signed_in, lines, django_assert_num_queries
    ):
        """Session, user with seats, chains, lengths, the hidden, count, lines."""
        for _ in range(20):
            write(by=system("T-1"), action="a", record="a.b:1")
        browser = signed_in(Role.AUDITOR)

        with django_assert_num_queries(7):
            browser.get("/journal/")

    def test_a_chain_of_others_cannot_be_checked(self, signed_in, lines):
        answer = signed_in(Role.AUDITOR).post("/journal/check/", {"chain": "T-2"})

        assert answer.status_code == 403


class TestJobs:
    """What the worker does by night."""

    def test_the_whole_journal_is_checked_and_anchored(self, lines, settings, tmp_path):
        settings.JOURNAL_ANCHORS = tmp_path / "anchors"

        jobs.anchor_journal(timestamp=0)

        assert set(anchors.read(tmp_path / "anchors")) == {"T-1", "T-2", "system"}

    def test_it_is_anchored_once_a_day_however_often_one_asks(
        self, lines, settings, tmp_path, monkeypatch
    ):
        settings.JOURNAL_ANCHORS = path = tmp_path / "anchors"
        now = timezone.now()

        for hours, anchored in ((0, 1), (1, 1), (22, 1), (23, 2), (45, 2), (80, 3)):
            later = now + datetime.timedelta(hours=hours)
            monkeypatch.setattr(jobs.timezone, "now", lambda later=later: later)
            jobs.anchor_journal(timestamp=0)
            assert len(path.read_text().splitlines()) == anchored

    def test_a_broken_journal_fails_the_job_and_is_not_anchored(
        self, lines, settings, tmp_path
    ):
        settings.JOURNAL_ANCHORS = tmp_path / "anchors"
        settings.JOURNAL_KEY = "another"

        with pytest.raises(jobs.JournalBroken):
            jobs.anchor_journal(timestamp=0)

        assert not (tmp_path / "anchors").exists()

    def test_old_sessions_go_and_living_ones_stay(self, signed_in):
        signed_in(Role.AUDITOR)
        Session.objects.create(
            session_key="old", session_data="", expire_date=timezone.now() - DAY
        )

        jobs.sweep(timestamp=0)

        assert Session.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_the_job_of_a_killed_worker_comes_back(self):
        pk = jobs.sweep.defer(timestamp=0)
        found = ProcrastinateJob.objects.filter(pk=pk)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [pk]
            )
        assert found.get().status == "doing"

        retry = async_to_sync(jobs.retry_stalled.func)
        assert retry(SimpleNamespace(app=jobs.app), timestamp=0) == 1

        assert found.get().status == "todo"


def test_the_worker_finds_the_jobs():
    """By the name of the module in the settings; it is not the queue's default."""
    assert {"retry_stalled", "sweep", "anchor_journal"} <= {
        task.name.rpartition(".")[2] for task in jobs.app.tasks.values()
    }


@pytest.mark.parametrize(("found", "more"), [(19, False), (20, True)])
def test_a_search_that_was_cut_off_says_so(signed_in, monkeypatch, found, more):
    items = [Item("petition", f"Đơn {n}", "/") for n in range(found)]
    monkeypatch.setattr(selectors, "search", lambda viewer, q: items)

    page = signed_in(Role.PETITION_CLERK).get("/search/?q=đèn").content.decode()

    assert ("Có thể còn nữa" in page) is more
