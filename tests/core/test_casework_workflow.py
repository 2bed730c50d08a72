"""What can be done with a petition, asked by its kind."""

import datetime

import pytest

from danvan.core.casework.courses import Course, transitions
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


def test_the_lines_are_those_of_all_courses():
    assert len(TRANSITIONS) == sum(len(transitions(course)) for course in Course)
    assert set().union(*(line.kinds for line in TRANSITIONS)) == set(Kind)


@kinds
def test_every_step_offered_is_allowed(kind):
    for state in [None, *State]:
        for line in next_steps(state, kind):
            assert check(state, line.step, kind) is line


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
    with pytest.raises(StepNotAllowed) as refused:
        check(state, step, kind)

    assert (refused.value.state, refused.value.step) == (state, step)


def test_the_instance_of_a_complaint_chooses_its_table():
    asked = (State.ASSIGNED, Step.CONCLUDE, Kind.COMPLAINT)

    assert check(*asked).course is Course.COMPLAINT_FIRST
    assert check(*asked, instance=1).course is Course.COMPLAINT_FIRST
    with pytest.raises(StepNotAllowed):
        check(*asked, instance=2)  # the dialogue is mandatory


def test_the_law_of_the_day_is_asked_where_a_day_is_given():
    asked = (State.ASSIGNED, Step.SUSPEND, Kind.COMPLAINT)

    assert check(*asked, on=datetime.date(2026, 7, 1))
    with pytest.raises(StepNotAllowed):
        check(*asked, on=datetime.date(2026, 6, 30))


@kinds
def test_what_is_open_can_be_withdrawn_before_the_conclusion(kind):
    for state in (State.RECEIVED, State.SCREENED):
        assert check(state, Step.WITHDRAW, kind).target is State.CLOSED
    for state in (State.ACCEPTED, State.ASSIGNED):
        ended = State.CLOSED if kind is Kind.FEEDBACK else State.WITHDRAWN
        assert check(state, Step.WITHDRAW, kind).target is ended


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION])
def test_what_was_accepted_and_withdrawn_ends_by_decision(kind):
    assert check(State.WITHDRAWN, Step.TERMINATE, kind).target is State.TERMINATED
    assert check(State.TERMINATED, Step.CLOSE, kind).target is State.CLOSED


@kinds
def test_a_case_that_needs_no_work_of_ours_closes(kind):
    for state in (State.GUIDED, State.FILED):
        assert check(state, Step.CLOSE, kind).target is State.CLOSED
