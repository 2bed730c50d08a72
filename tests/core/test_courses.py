"""The tables of the courses: nothing hidden, nothing stuck, nothing without law."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.accounts.rights import Right
from danvan.core.casework import ground
from danvan.core.casework.courses import (
    Course,
    Kind,
    Need,
    Outcome,
    Party,
    State,
    Step,
    StepNotAllowed,
    cases,
    course_of,
    find,
    kind_of,
    outcomes,
    transitions,
    waits,
    ways,
    words,
)
from danvan.core.casework.deadlines import rules

D = datetime.date
OLD, NEW = D(2026, 6, 30), D(2026, 7, 1)
DAYS = (D(2025, 7, 1), OLD, NEW, D(2030, 1, 1))
CODES = {rule.code for rule in rules()}
each = pytest.mark.parametrize("course", list(Course))


def reachable(course, day, start=None):
    seen, new = set(), {start}
    while new:
        seen |= new
        new = {line.target for s in new for line in ways(course, s, day)} - seen
    return seen - {None}


@each
@pytest.mark.parametrize("day", [NEW, D(2030, 1, 1)])
def test_every_state_of_a_course_is_reached(course, day):
    assert reachable(course, day) == {line.target for line in transitions(course)}


def test_together_the_courses_use_every_state_step_and_need():
    lines = [line for course in Course for line in transitions(course)]

    assert {line.target for line in lines} == set(State)
    assert {line.step for line in lines} == set(Step)
    assert set().union(*(line.needs for line in lines)) == set(Need)


@each
@pytest.mark.parametrize("day", DAYS)
def test_from_everywhere_there_is_a_way_to_closed(course, day):
    for state in reachable(course, day):
        assert State.CLOSED in reachable(course, day, state), state


@each
def test_nothing_leads_on_from_closed_but_a_request_to_reopen(course):
    assert {line.step for line in ways(course, State.CLOSED)} <= {
        Step.ASK_REOPEN,
        Step.RATE,
    }


@each
def test_reopening_begins_a_new_matter_and_never_revives_this_one(course):
    line = find(course, State.REOPEN_ASKED, Step.REOPEN)

    assert kind_of(line.opens) is kind_of(course)
    assert {way.target for way in ways(course, State.REOPENED)} == {State.CLOSED}


@each
def test_every_state_but_the_last_has_a_time_out_and_somebody_to_ask(course):
    found = waits(course)

    assert set(found) == {line.target for line in transitions(course)} - {State.CLOSED}
    for wait in found.values():
        assert wait.term in CODES if wait.term else wait.days > 0


@each
def test_a_term_that_a_state_waits_for_runs_when_one_stands_there(course):
    started = {
        code
        for line in transitions(course)
        for code in (*line.starts, *(code for _, code in line.starts_if))
    }
    for wait in waits(course).values():
        assert not wait.term or wait.term in started


@each
def test_every_term_exists_is_ended_where_it_is_started_and_starts_where_ended(course):
    lines = transitions(course)
    started = {code for line in lines for code in line.starts}
    started |= {code for line in lines for _, code in line.starts_if}
    ended = set().union(*(line.ends for line in lines))
    touched = set().union(
        *(line.pauses | line.resumes | line.extends for line in lines)
    )

    assert started == ended
    assert touched <= started
    assert started | set().union(*(line.ahead for line in lines)) <= CODES


@each
def test_whatever_is_paused_is_resumed(course):
    paused = set().union(*(line.pauses for line in transitions(course)))
    resumed = set().union(*(line.resumes for line in transitions(course)))
    assert paused == resumed


@each
def test_what_runs_on_the_way_to_closed_is_ended(course):
    """Walk every reachable (state, running terms); nothing legal may outlive closing."""
    # Terms that go on running for others after we closed, or end by themselves.
    lasting = {"DL-TCD-03", "DL-TC-03", "DL-TC-12", "DL-KN-10", "DL-TC-09-BC"}
    start = (None, frozenset())
    seen, new = {start}, [start]
    while new:
        state, running = new.pop()
        for line in ways(course, state, NEW):
            after = (
                line.target,
                (running - line.ends) | (frozenset(line.starts) - lasting),
            )
            if after not in seen:
                seen.add(after)
                new.append(after)

    assert {running for state, running in seen if state is State.CLOSED} == {
        frozenset()
    }


@each
@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_one_step_leads_to_one_place(course, day):
    for state in [None, *State]:
        steps = [line.step for line in ways(course, state, day)]
        assert len(steps) == len(set(steps)), state


@each
def test_every_step_has_its_law_its_right_and_its_papers(course):
    for line in transitions(course):
        assert line.ground.article.startswith("Điều ")
        assert "/" in line.ground.act
        assert line.right in set(Right)
        assert line.papers
        assert set(line.papers) <= set(ground.papers())


def test_every_code_has_words_of_its_own_in_both_languages():
    for group in (Course, State, Step, Party, Outcome):
        for language in ("vi", "en"):
            said = [words(code)[language] for code in group]
            assert len(set(said)) == len(said)


@given(st.sampled_from(Course), st.sampled_from(DAYS), st.data())
def test_whoever_walks_on_never_gets_stuck(course, day, data):
    state = None
    for _ in range(40):
        found = [line for line in ways(course, state, day) if not line.stays]
        assert found or state is State.CLOSED
        if not found:
            return
        state = data.draw(st.sampled_from(found)).target


@pytest.mark.parametrize(
    ("kind", "instance", "follow_up", "course"),
    [
        (Kind.FEEDBACK, 0, False, Course.FEEDBACK),
        (Kind.COMPLAINT, 0, False, Course.COMPLAINT_FIRST),
        (Kind.COMPLAINT, 1, False, Course.COMPLAINT_FIRST),
        (Kind.COMPLAINT, 2, False, Course.COMPLAINT_SECOND),
        (Kind.DENUNCIATION, 0, False, Course.DENUNCIATION),
        (Kind.DENUNCIATION, 0, True, Course.FOLLOW_UP),
    ],
)
def test_a_letter_takes_the_course_of_its_kind(kind, instance, follow_up, course):
    assert course_of(kind, instance, follow_up=follow_up) is course
    assert kind_of(course) is kind


F, S, T, U = (
    Course.COMPLAINT_FIRST,
    Course.COMPLAINT_SECOND,
    Course.DENUNCIATION,
    Course.FOLLOW_UP,
)


@pytest.mark.parametrize(
    ("course", "state", "step", "day"),
    [
        (F, State.SCREENED, Step.TRANSFER, NEW),  # guided or returned, not forwarded
        (S, State.SCREENED, Step.TRANSFER, NEW),
        (S, State.ASSIGNED, Step.CONCLUDE, NEW),  # the second dialogue is mandatory
        (S, State.VERIFIED, Step.CONCLUDE, NEW),
        (S, State.ANSWERED, Step.APPEAL, NEW),  # after it there is only the court
        (F, State.ASSIGNED, Step.SUSPEND, OLD),  # article 11a is of 1/7/2026
        (T, State.CONCLUDED, Step.WITHDRAW, NEW),  # only before the conclusion
        (T, State.TRANSFERRED, Step.TRANSFER, NEW),  # once only
        (T, State.SCREENED, Step.JOIN, NEW),  # no duplicates of denunciations
        (Course.FEEDBACK, State.RECEIVED, Step.ANSWER, NEW),  # nobody has read it
        (Course.FEEDBACK, None, Step.SCREEN, NEW),
        (Course.FEEDBACK, State.CLOSED, Step.ANSWER, NEW),
    ],
)
def test_what_the_law_does_not_know_is_refused(course, state, step, day):
    with pytest.raises(StepNotAllowed):
        find(course, state, step, day)


@pytest.mark.parametrize(
    ("course", "state", "step", "target"),
    [
        (F, State.ACCEPTED, Step.CONCLUDE, State.CONCLUDED),  # plainly right: at once
        (F, State.ANSWERED, Step.APPEAL, State.APPEALED),
        (S, State.HEARD, Step.CONCLUDE, State.CONCLUDED),
        (T, State.WITHDRAWN, Step.RESUME, State.ASSIGNED),  # article 33.3
        (T, State.SCREENED, Step.INSPECT, State.INSPECTED),
        (U, State.DEMANDED, Step.ACCEPT, State.ACCEPTED),  # article 38.5
        (Course.FEEDBACK, State.SCREENED, Step.ANSWER, State.ANSWERED),
    ],
)
def test_what_the_law_knows_leads_there(course, state, step, target):
    assert find(course, state, step, NEW).target is target


@each
def test_to_be_answered_is_not_to_be_resolved(course):
    assert find(course, State.ANSWERED, Step.RESOLVE).target is State.RESOLVED
    assert Need.NOTHING_LEFT in find(course, State.ANSWERED, Step.CLOSE).needs
    assert Need.RESULT in find(course, State.EXECUTING, Step.RESOLVE).needs


@each
def test_a_partial_withdrawal_leaves_the_matter_where_it_stands(course):
    for state in (State.RECEIVED, State.SCREENED, State.ASSIGNED):
        assert find(course, state, Step.DROP_PART).stays


@pytest.mark.parametrize("course", [F, S])
def test_decisions_on_complaints_print_the_right_to_sue(course):
    found = [line for line in transitions(course) if line.step is Step.CONCLUDE]
    assert found
    assert all(Need.RIGHT_TO_SUE in line.needs for line in found)


def test_the_decree_of_2026_changes_the_ground_of_accepting_a_complaint():
    before = find(F, State.SCREENED, Step.ACCEPT, OLD).ground
    after = find(F, State.SCREENED, Step.ACCEPT, NEW).ground

    assert "02/2011" in before.act
    assert "155/2026" in after.act


@pytest.mark.parametrize(
    ("course", "step", "day", "codes"),
    [
        (F, Step.REFUSE, NEW, 9),  # article 11 of the law on complaints
        (T, Step.SUSPEND, NEW, 2),
        (T, Step.TERMINATE, NEW, 3),
        (F, Step.SUSPEND, OLD, 0),
        (F, Step.SUSPEND, NEW, 1),
        (U, Step.ACCEPT, NEW, 3),
        (T, Step.SCREEN, NEW, 0),
    ],
)
def test_the_cases_of_a_step_are_those_of_the_law(course, step, day, codes):
    assert len(cases(course, step, day)) == codes


@each
def test_a_step_that_needs_a_ground_has_cases_to_choose_from(course):
    for line in transitions(course):
        if Need.GROUND in line.needs:
            assert cases(course, line.step, NEW), line.step


def test_the_second_instance_upholds_changes_or_annuls():
    assert outcomes(S) == (Outcome.UPHELD, Outcome.CHANGED, Outcome.ANNULLED)
    assert outcomes(F) == outcomes(T)
    assert set().union(*(outcomes(course) for course in Course)) == set(Outcome)
