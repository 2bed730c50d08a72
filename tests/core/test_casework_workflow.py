"""The course of a petition has no dead end, no circle and no stranger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.workflow import (
    TRANSITIONS,
    Kind,
    State,
    Step,
    StepNotAllowed,
    check,
    next_steps,
)

kinds = pytest.mark.parametrize("kind", list(Kind))


def reachable(kind):
    seen, new = set(), {None}
    while new:
        seen |= new
        new = {t.target for s in new for t in next_steps(s, kind)} - seen
    return seen - {None}


def test_every_state_is_reachable_by_some_kind():
    assert set().union(*(reachable(kind) for kind in Kind)) == set(State)


@kinds
def test_nothing_but_closed_is_an_end(kind):
    ends = {s for s in reachable(kind) if not next_steps(s, kind)}
    assert ends == {State.CLOSED}


@given(st.sampled_from(Kind), st.data())
def test_every_walk_ends_closed_and_never_comes_back(kind, data):
    state, seen = None, []
    while ways := next_steps(state, kind):
        state = data.draw(st.sampled_from(ways)).target
        assert state not in seen
        seen.append(state)

    assert seen[0] is State.RECEIVED
    assert seen[-1] is State.CLOSED
    assert len(seen) <= len(State)


def test_one_step_leads_to_one_place():
    keys = [(t.source, t.step, kind) for t in TRANSITIONS for kind in t.kinds]
    assert len(keys) == len(set(keys))


def test_every_step_names_its_law_and_its_right():
    for line in TRANSITIONS:
        assert line.ground.article.startswith("Điều ")
        assert "/" in line.ground.act
        assert line.right.startswith("petitions.")


@pytest.mark.parametrize(
    ("state", "step", "kind"),
    [
        (State.RECEIVED, Step.ANSWER, Kind.FEEDBACK),  # nobody has read it yet
        (State.SCREENED, Step.ANSWER, Kind.COMPLAINT),  # a complaint is verified
        (State.SCREENED, Step.TRANSFER, Kind.COMPLAINT),  # it is guided, not forwarded
        (State.CONCLUDED, Step.WITHDRAW, Kind.DENUNCIATION),  # only before conclusion
        (State.CLOSED, Step.ANSWER, Kind.FEEDBACK),
        (State.CLOSED, Step.RECEIVE, Kind.FEEDBACK),
        (None, Step.SCREEN, Kind.FEEDBACK),
    ],
)
def test_what_the_law_does_not_know_is_refused(state, step, kind):
    with pytest.raises(StepNotAllowed):
        check(state, step, kind)


@kinds
def test_what_is_open_can_be_withdrawn_before_the_conclusion(kind):
    for state in (State.RECEIVED, State.SCREENED, State.ACCEPTED, State.ASSIGNED):
        assert check(state, Step.WITHDRAW, kind).target is State.CLOSED


@kinds
def test_a_case_that_needs_no_work_of_ours_closes(kind):
    for state in reachable(kind) & {State.GUIDED, State.TRANSFERRED, State.FILED}:
        assert check(state, Step.CLOSE, kind).target is State.CLOSED
