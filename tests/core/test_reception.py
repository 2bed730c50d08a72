"""Refusals, publication and online sessions, by the law of the day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import ground
from danvan.core.casework.courses import Kind
from danvan.core.casework.deadlines import rules
from danvan.core.casework.reception import (
    conclusion_due,
    online_matters,
    online_steps,
    publish_by,
    published_in_time,
    refusals,
    unscheduled,
)
from danvan.core.data import load_toml

D = datetime.date
OLD, NEW = D(2026, 6, 30), D(2026, 7, 1)
PLAIN = WorkingCalendar(frozenset(), frozenset(), range(2012, 2040))


def test_the_decree_of_2026_adds_ten_cases_to_the_three_of_the_law():
    assert len(refusals(OLD)) == 3
    assert len(refusals(NEW)) == 13


def test_two_refusals_ask_for_a_written_notice_and_only_since_the_decree():
    assert {r.code for r in refusals(NEW) if r.notice} == {
        "settled_and_explained",
        "answered",
    }
    assert not any(r.notice for r in refusals(OLD))


def test_the_notice_has_a_term_and_a_paper():
    notice = load_toml("duty.toml")["table"]["refusal_notice"]

    assert notice["term"] in {rule.code for rule in rules()}
    assert notice["paper"] in ground.papers()


@pytest.mark.parametrize(
    ("session", "last"),
    [
        (D(2026, 11, 20), D(2026, 11, 13)),  # Friday to Friday
        (D(2026, 11, 23), D(2026, 11, 16)),
        (D(2026, 11, 22), D(2026, 11, 16)),  # a Sunday: five working days before it
    ],
)
def test_a_schedule_is_published_five_working_days_ahead(session, last):
    assert publish_by(session, PLAIN) == last
    assert published_in_time(session, last, PLAIN)
    assert not published_in_time(session, last + datetime.timedelta(days=1), PLAIN)


@given(st.dates(D(2025, 1, 1), D(2035, 1, 1)))
def test_between_publication_and_session_lie_at_least_five_working_days(session):
    last = publish_by(session, PLAIN)
    between = [last + datetime.timedelta(days=n) for n in range((session - last).days)]
    assert sum(PLAIN.is_working(day) for day in between) == 5


def test_no_denunciation_is_received_online_unless_protection_was_declined():
    assert not online_matters(Kind.DENUNCIATION, NEW)
    assert online_matters(Kind.DENUNCIATION, NEW, protected=False)


@pytest.mark.parametrize("kind", list(Kind))
def test_online_sessions_exist_since_the_decree(kind):
    assert not online_matters(kind, OLD, protected=False)
    assert online_matters(kind, NEW, protected=False)


def test_an_online_session_is_notified_tested_connected_and_recorded():
    assert [(s.code, s.amount, s.unit) for s in online_steps()] == [
        ("notice", 5, "working_days"),
        ("link_test", 1, "working_days"),
        ("connect", 1, "hours"),
        ("record", 0, "hours"),
    ]


def test_a_leaders_session_ends_with_a_notice_of_conclusion_since_the_decree():
    assert conclusion_due(NEW, leader=True)
    assert not conclusion_due(NEW, leader=False)
    assert not conclusion_due(OLD, leader=True)
    assert load_toml("duty.toml")["table"]["conclusion"]["paper"] in ground.papers()


def test_every_rule_has_words_and_law():
    for rule in (*refusals(NEW), *unscheduled(NEW), *online_steps()):
        assert rule.words["vi"] != rule.words["en"]
        assert rule.ground.article.startswith("Điều ")
