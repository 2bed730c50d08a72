"""The way of a sheet up the levels: every standing, every seat, every action."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.indicators import approval
from danvan.core.indicators.approval import (
    Action,
    NotAllowed,
    Seat,
    Stage,
    Standing,
    State,
)

ALL = tuple(approval.standings())
FIGURES = {Action.SIGN, Action.UNSIGN, Action.SEND}
S, A = Stage, Action

# Who may do what, written out by hand: the table's other half.
MATRIX = {
    (S.OPEN, False): {Seat.OWN: {A.SIGN}},
    (S.RETURNED, False): {Seat.OWN: {A.SIGN}},
    (S.SIGNED, False): {Seat.OWN: {A.UNSIGN, A.SEND, A.ATTACH}},
    (S.SENT, False): {Seat.OWN: {A.ATTACH}, Seat.ABOVE: {A.RETURN, A.APPROVE}},
    (S.APPROVED, False): {
        Seat.OWN: {A.ATTACH},
        Seat.ABOVE: {A.UNAPPROVE, A.ACCEPT, A.LOCK},
    },
    (S.APPROVED, True): {Seat.OWN: {A.ATTACH}, Seat.ABOVE: {A.UNACCEPT, A.LOCK}},
    (S.LOCKED, False): {Seat.ABOVE: {A.UNLOCK}},
    (S.LOCKED, True): {Seat.ABOVE: {A.UNLOCK}},
}
STATES = [
    (Seat.OWN, S.OPEN, {}, State.UNAPPROVED_READY),
    (Seat.OWN, S.RETURNED, {}, State.UNAPPROVED_READY),
    (Seat.OWN, S.OPEN, {"waiting": True}, State.UNAPPROVED_WAITING),
    (Seat.OWN, S.SIGNED, {}, State.APPROVED_HERE),
    (Seat.OWN, S.SENT, {}, State.UNAPPROVED_ABOVE),
    (Seat.OWN, S.APPROVED, {}, State.APPROVED_ABOVE),
    (Seat.OWN, S.LOCKED, {"accepted": True}, State.APPROVED_ABOVE),
    (Seat.ABOVE, S.OPEN, {}, State.UNAPPROVED_WAITING),
    (Seat.ABOVE, S.SIGNED, {}, State.UNAPPROVED_WAITING),
    (Seat.ABOVE, S.RETURNED, {}, State.UNAPPROVED_WAITING),
    (Seat.ABOVE, S.SENT, {}, State.UNAPPROVED_READY),
    (Seat.ABOVE, S.APPROVED, {}, State.APPROVED_HERE),
    (Seat.ABOVE, S.APPROVED, {"accepted": True}, State.ACCEPTED_HERE),
    (Seat.ABOVE, S.APPROVED, {"above": S.SENT}, State.APPROVED_HERE),
    (Seat.ABOVE, S.APPROVED, {"above": S.APPROVED}, State.APPROVED_ABOVE),
    (Seat.ABOVE, S.LOCKED, {"above": S.LOCKED}, State.APPROVED_ABOVE),
    (Seat.HIGHER, S.APPROVED, {}, State.UNAPPROVED_WAITING),
    (Seat.HIGHER, S.APPROVED, {"above": S.SENT}, State.UNAPPROVED_READY),
    (Seat.HIGHER, S.SENT, {"above": S.APPROVED}, State.APPROVED_HERE),
    (Seat.ABOVE, S.SENT, {"owed": False}, State.UNAPPROVABLE),
]


def reached(start=None):
    """Return every standing that steps lead to from a sheet just opened."""
    found, left = set(), [start or Standing(Stage.OPEN)]
    while left:
        standing = left.pop()
        if standing not in found:
            found.add(standing)
            left += [
                approval.follow(action, standing, seat)
                for seat in Seat
                for action in approval.allowed(standing, seat)
            ]
    return found


@pytest.mark.parametrize("seat", Seat)
@pytest.mark.parametrize("key", MATRIX, ids=lambda key: f"{key[0]}-{key[1]}")
def test_who_may_do_what_is_the_written_matrix(key, seat):
    standing = Standing(key[0], accepted=key[1])

    assert set(approval.allowed(standing, seat)) == MATRIX[key].get(seat, set())


@pytest.mark.parametrize(("seat", "stage", "more", "state"), STATES)
def test_a_submission_is_one_of_seven_states_to_each_seat(seat, stage, more, state):
    assert approval.state(Standing(stage, **more), seat) == state


def test_every_standing_has_one_state_for_every_seat_and_all_seven_occur():
    seen = {
        approval.state(standing, seat)
        for standing, seat in itertools.product(ALL, Seat)
    }

    assert seen == set(State)


@pytest.mark.parametrize("above", [S.SENT, S.APPROVED, S.LOCKED])
def test_nothing_is_unapproved_once_a_higher_level_has_it(above):
    for standing in ALL:
        if standing.above == above:
            for seat in Seat:
                assert not approval.may(A.UNAPPROVE, standing, seat)
                assert not approval.may(A.UNACCEPT, standing, seat)


@given(st.sampled_from(ALL), st.sampled_from(Seat))
def test_nothing_accepted_is_unapproved(standing, seat):
    if standing.accepted:
        assert not approval.may(A.UNAPPROVE, standing, seat)


@given(st.sampled_from(ALL))
def test_approved_is_locked_for_the_level_below(standing):
    if standing.stage in {S.APPROVED, S.LOCKED}:
        assert not FIGURES & set(approval.allowed(standing, Seat.OWN))


@given(st.sampled_from(ALL), st.sampled_from(Action), st.sampled_from(Seat))
def test_what_may_not_follow_is_refused_and_what_may_is_done(standing, action, seat):
    if approval.may(action, standing, seat):
        after = approval.follow(action, standing, seat)
        assert after.stage in {standing.stage, approval.MOVES[action].to}
    else:
        with pytest.raises(NotAllowed):
            approval.follow(action, standing, seat)


@given(st.sampled_from(ALL), st.sampled_from(Action))
def test_further_above_nobody_reaches_through_to_a_lower_sheet(standing, action):
    assert not approval.may(action, standing, Seat.HIGHER)


@given(st.sampled_from(ALL), st.sampled_from(Seat))
def test_a_sheet_that_is_not_owed_takes_no_step(standing, seat):
    if not standing.owed:
        assert not approval.allowed(standing, seat)


def test_every_stage_is_reached_and_none_is_a_dead_end():
    found = reached()

    assert {standing.stage for standing in found} == set(Stage)
    for standing in found:
        assert Standing(Stage.OPEN) in reached(standing)
        assert any(s.stage == S.LOCKED for s in reached(standing))


def test_only_what_is_approved_is_ever_accepted():
    for standing in reached():
        if standing.accepted:
            assert standing.stage in {S.APPROVED, S.LOCKED}


def test_what_takes_something_away_is_said_why():
    plain = Standing(S.SENT)

    assert {a for a in Action if approval.needs_reason(a, plain)} == {
        *(A.RETURN, A.UNAPPROVE, A.UNLOCK)
    }


def test_a_sheet_goes_up_without_a_silent_unit_but_not_without_a_word():
    waiting = Standing(S.SIGNED, waiting=True)

    assert approval.may(A.SEND, waiting, Seat.OWN)
    assert approval.needs_reason(A.SEND, waiting)
    assert not approval.needs_reason(A.SEND, Standing(S.SIGNED))
