"""The queue's filters, order, pages and counts: what is in them, what they cost."""

import datetime
import uuid

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.casework.courses import Course, State, kind_of, transitions
from danvan.core.casework.lateness import Stage, stage
from danvan.core.casework.rules import late_rules
from danvan.core.casework.term import Pause, Term
from danvan.petitions import queue, queue_pages, queue_rows
from danvan.petitions.models import KINDS, Deadline, Petition
from danvan.petitions.queue import Filters
from danvan.petitions.tests.test_services import COMPLAINT, register, walk

TODAY = timezone.localdate


def found(looker, **filters):
    return set(queue.queue(looker, Filters(**filters), TODAY()))


def received(town, days, letter=None, **columns):
    """Register a letter that came so many days ago."""
    now = timezone.now() - datetime.timedelta(days=days)
    made = register(town, now=now, **({"letter": letter} if letter else {}))
    if columns:
        Petition.objects.filter(pk=made.pk).update(**columns)
    return Petition.objects.get(pk=made.pk)


def test_each_filter_keeps_what_it_names(town, clerk):
    plain = received(town, 0)
    group = received(town, 0, people=5, field="land")
    hard = received(town, 0, COMPLAINT, hard=True)
    late = received(town, 60)
    done = walk(register(town), town, "screen", "answer")

    assert found(clerk, group=True) == {group}
    assert found(clerk, fields=["land"]) == {group}
    assert found(clerk, hard=True) == {hard}
    assert found(clerk, channels=["post"]) == {hard}
    assert found(clerk, left=queue.OVERDUE) == {late}
    assert found(clerk, left=queue.STILL) == {done}
    assert plain in found(clerk)


@pytest.mark.parametrize(
    ("due_in", "left"), [(0, "today"), (1, "3"), (5, "7"), (0, "3"), (1, "7")]
)
def test_the_days_left_are_working_days(town, clerk, due_in, left):
    petition = received(town, 0)
    calendar = queue.without_end(queue.working_calendar())
    due = calendar.add_working_days(TODAY(), due_in)
    Petition.objects.filter(pk=petition.pk).update(due=due)

    assert petition in found(clerk, left=left)
    assert petition not in found(clerk, left=queue.OVERDUE)


def test_a_filter_that_is_no_filter_narrows_nothing():
    assert not Filters(sort="new").narrowed
    assert Filters(left="late").narrowed


CODES = sorted({code for rule in late_rules() for code in rule.codes} | {"DL-XLD-04"})


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    code=st.sampled_from(CODES),
    begun=st.integers(0, 400),
    length=st.integers(1, 90),
    wait=st.integers(0, 40),
    stopped=st.booleans(),
)
def test_very_late_is_what_the_core_calls_so(
    town, clerk, code, begun, length, wait, stopped
):
    """The database asks the question that `core.casework.lateness.stage` answers."""
    today = datetime.date(2027, 3, 1)
    start = today - datetime.timedelta(days=begun)
    due = start + datetime.timedelta(days=length)
    on = start - datetime.timedelta(days=wait)
    petition = register(town)
    pauses = (Pause("suspension", start),) if stopped else ()
    term = Term(code, start, received=on, pauses=pauses)
    columns = {"due": None if stopped else due, "received_on": on}
    Deadline.objects.filter(petition=petition, code="DL-XLD-01").delete()
    state = State.SUSPENDED if stopped else petition.state
    Petition.objects.filter(pk=petition.pk).update(**columns, state=state)
    Deadline.objects.filter(petition=petition).update(
        code=code, start=start, due=due, term=term.to_json(), stopped=stopped
    )

    expected = stage(term, due, today).stage
    very, late = Filters(left=queue.VERY_LATE), Filters(left=queue.OVERDUE)
    row = shown(clerk, petition, today)

    assert (petition in set(queue.queue(clerk, very, today))) is (
        expected is Stage.VERY_LATE
    )
    assert (petition in set(queue.queue(clerk, late, today))) is (
        expected in {Stage.LATE, Stage.VERY_LATE}
    )
    assert row.very_late is (expected is Stage.VERY_LATE)
    assert ("Thời hạn đang dừng" in row.light) is stopped


def shown(looker, petition, today):
    """Return the line that the list shows of a petition."""
    found = queue.queue(looker, Filters(), today).filter(pk=petition.pk)
    page = queue.page([found], Filters(), {}, 5)
    (row,) = queue_rows.rows(page.rows, today, queue.working_calendar())
    return row


def test_the_clock_stands_exactly_while_a_matter_is_suspended():
    """So the state alone says whose due date binds nobody."""
    for course in (c for c in Course if kind_of(c) in KINDS):
        for line in transitions(course):
            if line.pauses:
                assert line.target is State.SUSPENDED
            if line.source is State.SUSPENDED and line.target is not State.SUSPENDED:
                stopped = {code for each in transitions(course) for code in each.pauses}
                assert stopped <= {*line.ends, *line.resumes}


def test_a_suspended_matter_is_due_on_no_day_once_that_was_told(town, clerk):
    petition = received(town, 1, COMPLAINT)
    walk(petition, town, "screen", "accept", "assign", "suspend")
    assert petition in found(clerk, left="3")
    walk(petition, town, "notify")

    for left in set(queue.LEFT) - {queue.STILL}:
        assert petition not in found(clerk, left=left), left
    assert petition in found(clerk, left=queue.STILL)
    assert petition not in found(clerk, overdue=True)
    assert petition in found(clerk)


@pytest.mark.parametrize("sort", ["", *queue.SORTS])
@pytest.mark.parametrize("size", [1, 3, 50])
def test_pages_hold_everything_once_forwards_and_backwards(town, clerk, sort, size):
    for days in (0, 1, 1, 30, 60):
        received(town, days)
    walk(received(town, 3), town, "screen", "answer")
    filters = Filters(sort=sort)
    everything = queue.queue(clerk, filters, TODAY())
    parts = queue.own_and_lent(clerk, filters, TODAY())

    pages, place = [], {}
    while True:
        pages.append(queue.page(parts, filters, place, size))
        if not pages[-1].after:
            break
        place = {"after": pages[-1].after}
    back = [pages[-1]]
    while back[0].before:
        earlier = queue.page(parts, filters, {"before": back[0].before}, size)
        back.insert(0, earlier)

    assert [p for page in pages for p in page.rows] == list(everything)
    assert [p for page in back for p in page.rows] == list(everything)


@pytest.mark.parametrize(
    "place",
    [
        *("x", "~", "2026-01-01~x~y", "2026-01-01~2026-01-01T00:00~x"),
        *("9999-99-99~a~b", f"2026-01-01~2026-01-01T00:00:00~{uuid.UUID(int=0)}"),
    ],
)
def test_a_place_that_is_none_is_the_first_page(town, clerk, place):
    petition = register(town)
    everything = queue.own_and_lent(clerk, Filters(), TODAY())

    for name in ("after", "before"):
        page = queue.page(everything, Filters(), {name: place}, 5)
        assert list(page.rows) == [petition]


def test_a_page_walks_the_index_of_the_queue(town, clerk):
    """The order is the index's own, so a page deep in a long list costs no sort."""
    unit = town.committee.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
            " SET LOCAL enable_sort = off"
        )
        cursor.execute(
            "EXPLAIN SELECT id FROM petitions_petition WHERE unit_id = %s"
            " AND NOT state = 'closed' AND (coalesce(due, '9999-12-31'), received_at, id)"
            " > ('2026-01-01', '2026-01-01', %s)"
            " ORDER BY coalesce(due, '9999-12-31'), received_at, id LIMIT 26",
            [unit, uuid.uuid4()],
        )
        plan = "\n".join(line for (line,) in cursor)

    assert "petition_queue" in plan
    assert "Sort" not in plan


def test_counting_stops_where_nobody_reads_on(town, clerk, monkeypatch):
    for _ in range(4):
        register(town)
    everything = queue.queue(clerk, Filters(), TODAY())
    assert queue.total(everything) == 4

    monkeypatch.setattr(queue, "MOST_COUNTED", 2)

    assert queue.total(everything) == 3


def test_counts_are_one_query_and_tell_nothing_of_words(
    town, clerk, stranger, django_assert_num_queries
):
    received(town, 60)
    register(town)
    asked = [Filters(), Filters(left="late"), Filters(words="cong")]
    asked += [Filters(states=("closed",))]

    with django_assert_num_queries(1):
        assert queue.counts(clerk, asked, TODAY()) == [2, 1, None, None]
    assert queue.counts(stranger, asked, TODAY()) == [0, 0, None, None]


def test_the_query_of_an_address_has_one_form():
    data = QueryDict("state=screened&q=a&state=received&after=x&chosen=y&evil=1&left=")

    assert queue_pages.query_of(data) == "q=a&state=received&state=screened"
    assert queue_pages.query_of(data, words=False) == "state=received&state=screened"
