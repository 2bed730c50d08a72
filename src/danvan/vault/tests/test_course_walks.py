"""Random legal walks: what the table allows is taken, what it leaves is whole."""

import datetime
import itertools
import random

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.core.casework import changes, courses
from danvan.core.casework.courses import Course, Need, State, Step
from danvan.vault import services
from danvan.vault.course_rules import (
    Day,
    NotAllowed,
    Said,
    Seat,
    Standing,
    check,
    effects,
    grounds,
    needs_of,
    outside,
    ways,
)
from danvan.vault.models import CaseState, SealedCase, SealedStep, SealedTerm
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import new_case
from danvan.vault.tests.intake_of import working_days
from danvan.vault.tests.test_course import take

TODAY = datetime.date(2026, 8, 3)
EVERYBODY = frozenset(Seat)
LATE = Day(TODAY, TODAY, TODAY, TODAY, TODAY - datetime.timedelta(days=1))


def bringing(line, choose, officer=""):
    """Say all that a step wants, chosen at random where there is a choice."""
    needs, said = needs_of(line), {}
    if Need.REASONS in needs:
        codes = [code for code, _ in grounds(line.course, line.step, TODAY)]
        said["reasons"] = (choose(codes),) if codes else ()
    if Need.CRITERIA in needs:
        said["criteria"] = ("a", "c")
    if Need.OUTCOME in needs:
        said["outcome"] = str(choose(courses.outcomes(line.course)))
    said["outside"] = Need.BODY in needs
    said["officer"] = officer or "x"
    return Said(**said, signed=True, result=True, nothing_left=True)


@settings(deadline=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from([Course.DENUNCIATION, Course.FOLLOW_UP]),
    st.booleans(),
)
def test_a_walk_never_leaves_the_table_and_forwards_once(seed, course, forwarded):
    chance = random.Random(seed)  # noqa: S311 - the same walk for the same seed
    standing = Standing(course, State.RECEIVED, forwarded)
    for _ in range(12):
        able = ways(standing, EVERYBODY, TODAY)
        if not able:
            break
        line = chance.choice(able)
        said = bringing(line, chance.choice)
        assert check(standing, line.step, said, EVERYBODY, LATE) == line
        done = effects(line, said, LATE)
        assert not {code for code, _ in done.starts} & done.ends
        assert not (forwarded and line.step is Step.TRANSFER)
        standing = Standing(course, line.target, forwarded)
    assert ways(standing, EVERYBODY, TODAY), "nobody stands where nothing leads on"


@pytest.mark.parametrize("course", [Course.DENUNCIATION, Course.FOLLOW_UP])
@pytest.mark.parametrize("step", list(Step))
def test_without_a_seat_nothing_is_done(course, step):
    for state in State:
        with pytest.raises(NotAllowed):
            check(Standing(course, state), step, Said(), frozenset(), LATE)


@pytest.mark.parametrize("state", list(State))
def test_outside_three_words_are_told(state):
    told = outside(state, given_on=False)

    assert (told == CaseState.CLOSED) is (state is State.CLOSED)
    assert (told == CaseState.RECEIVED) is (state is State.RECEIVED)
    assert outside(State.CLOSED, given_on=True) == CaseState.IN_HAND


def _whole(vault, case):
    """What must hold of a case after any step."""
    with scoped(user_id="", units=[vault.commune.pk]):
        kept = SealedCase.objects.get(pk=case.pk)
        steps = list(SealedStep.objects.filter(case=case))
        running = list(SealedTerm.objects.filter(case=case, ended=None))
    assert [step.seq for step in steps] == list(range(1, len(steps) + 1))
    for former, step in itertools.pairwise(steps):
        assert step.before == former.after
        assert step.on >= former.on
    assert kept.stage == steps[-1].after
    assert kept.state == outside(State(kept.stage), given_on=False)
    assert kept.deadline == min((t.due for t in running if t.due), default=None)
    if kept.stage == State.CLOSED:
        assert running == []


@pytest.mark.django_db
def test_thirty_walks_through_the_services(vault):
    working_days()
    chance = random.Random(20260801)  # noqa: S311 - the same walks every time
    officer = str(vault.users["verifier"].pk)
    for _ in range(30):
        number = services.register_paper(case=new_case(vault.commune), by=vault.by())
        with scoped(user_id="", units=[vault.commune.pk]):
            case = SealedCase.objects.get(number=number)
        state = State.RECEIVED
        for _ in range(9):
            able = ways(Standing(state=state), {Seat.LEADER}, timezone.localdate())
            line = chance.choice(able)
            said = bringing(line, chance.choice, officer)
            try:
                take(vault, case, line.step, "leader", **_given(said))
            except (NotAllowed, changes.NotAllowed):
                continue  # late by the table alone, or extended as often as the law lets
            state = line.target
            _whole(vault, case)


def _given(said):
    return {name: getattr(said, name) for name in said.__slots__}
