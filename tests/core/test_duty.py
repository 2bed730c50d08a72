"""Leaders receive as often as the law of the day says, or it shows."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.duty import (
    Became,
    NoDuty,
    Period,
    Post,
    Session,
    held_against_minimum,
    minimum,
    post_words,
)

D = datetime.date
CHAIR = Post.COMMUNE_CHAIR


def held(*days):
    return [Session(day, Became.HELD) for day in days]


@pytest.mark.parametrize(
    ("post", "day", "days", "period", "certain"),
    [
        (CHAIR, D(2026, 6, 30), 1, Period.WEEK, True),
        (CHAIR, D(2026, 7, 1), 2, Period.MONTH, False),
        (Post.PROVINCE_CHAIR, D(2025, 7, 1), 1, Period.MONTH, True),
        (Post.DISTRICT_CHAIR, D(2025, 6, 30), 2, Period.MONTH, True),
        (Post.AGENCY_HEAD, D(2020, 1, 1), 1, Period.MONTH, True),
        (Post.AGENCY_HEAD, D(2026, 7, 1), 1, Period.MONTH, False),
        (Post.SERVICE_HEAD, D(2026, 7, 1), 1, Period.MONTH, True),
    ],
)
def test_the_minimum_is_that_of_the_day(post, day, days, period, certain):
    found = minimum(post, day)

    assert (found.days, found.period) == (days, period)
    assert found.ground.certain is certain
    assert certain or found.note


@pytest.mark.parametrize(
    ("post", "day"),
    [(Post.DISTRICT_CHAIR, D(2025, 7, 1)), (CHAIR, D(2014, 6, 30))],
)
def test_a_post_without_a_rule_owes_nothing(post, day):
    with pytest.raises(NoDuty):
        minimum(post, day)


def test_every_week_of_a_month_is_asked_for_once():
    # March 2026: Thursdays on 5, 12, 19 and 26.
    march = held_against_minimum([], CHAIR, D(2026, 3, 15))

    assert [stretch.first for stretch in march.stretches] == [
        D(2026, 3, 2),
        D(2026, 3, 9),
        D(2026, 3, 16),
        D(2026, 3, 23),
    ]
    assert not march.met


@given(st.integers(2015, 2025))
def test_a_year_of_months_has_each_of_its_weeks_once(year):
    weeks = [
        stretch.first
        for month in range(1, 13)
        for stretch in held_against_minimum([], CHAIR, D(year, month, 1)).stretches
    ]

    assert len(weeks) == len(set(weeks)) == D(year, 12, 28).isocalendar().week
    assert all((b - a).days == 7 for a, b in pairwise(weeks))


def test_one_day_in_each_week_meets_the_old_minimum():
    days = [D(2026, 3, d) for d in (3, 10, 17, 24)]

    assert held_against_minimum(held(*days), CHAIR, D(2026, 3, 1)).met
    assert not held_against_minimum(held(*days[1:]), CHAIR, D(2026, 3, 1)).met


def test_two_days_meet_the_new_one_and_two_sessions_on_one_day_do_not():
    month = D(2026, 8, 1)

    assert held_against_minimum(held(D(2026, 8, 4), D(2026, 8, 18)), CHAIR, month).met
    assert not held_against_minimum(
        held(D(2026, 8, 4), D(2026, 8, 4)), CHAIR, month
    ).met


def test_a_deputy_may_stand_in_only_as_often_as_the_rule_says():
    sessions = [Session(D(2026, 8, d), Became.DELEGATED) for d in (4, 11, 18)]
    (august,) = held_against_minimum(sessions, CHAIR, D(2026, 8, 1)).stretches
    (province,) = held_against_minimum(
        sessions, Post.PROVINCE_CHAIR, D(2026, 5, 1)
    ).stretches

    assert (august.delegated, august.counted, august.owed) == (3, 1, 1)
    assert (province.counted, province.owed) == (0, 1)


def test_planned_and_missed_sessions_are_told_and_count_nothing():
    sessions = [
        Session(D(2026, 8, 4), Became.PLANNED),
        Session(D(2026, 8, 11), Became.MISSED),
        Session(D(2026, 8, 18), Became.HELD),
    ]
    (august,) = held_against_minimum(sessions, CHAIR, D(2026, 8, 1)).stretches

    assert (august.planned, august.missed, august.held) == (1, 1, 1)
    assert august.owed == 1


days_of_july = st.dates(D(2026, 7, 1), D(2026, 7, 31))
sessions = st.lists(st.builds(Session, days_of_july, st.sampled_from(Became)))


@given(sessions, days_of_july)
def test_another_session_held_never_makes_it_worse(given_sessions, day):
    before = held_against_minimum(given_sessions, CHAIR, D(2026, 7, 1))
    after = held_against_minimum(
        [*given_sessions, Session(day, Became.HELD)], CHAIR, D(2026, 7, 1)
    )

    assert after.stretches[0].owed <= before.stretches[0].owed


def test_an_unread_rule_is_not_certain():
    assert held_against_minimum([], CHAIR, D(2026, 6, 1)).certain
    assert not held_against_minimum([], CHAIR, D(2026, 7, 1)).certain


def test_every_post_has_words():
    assert len({post_words(post)["vi"] for post in Post}) == len(Post)
