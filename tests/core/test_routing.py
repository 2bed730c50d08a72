"""Every letter has exactly one way, and the way is the law's."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework import ground
from danvan.core.casework.classify import Competence, Letter, assess
from danvan.core.casework.courses import Course, Kind, Step
from danvan.core.casework.deadlines import rules
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.routing import (
    LABELS,
    Action,
    Facts,
    Forwarder,
    NoRouting,
    Progress,
    Standing,
    Subject,
    branches,
    duties,
    route,
    standing,
)

D = datetime.date
OLD, NEW = D(2026, 6, 30), D(2026, 7, 1)
S, C, P, W, A = Subject, Competence, Progress, Forwarder, Action
COMBINATIONS = list(
    itertools.product(
        Subject, Standing, Competence, Forwarder, Progress, (False, True), (False, True)
    )
)
facts = st.builds(
    Facts,
    **{
        "subject": st.sampled_from(Subject),
        "standing": st.sampled_from(Standing),
        "competence": st.sampled_from(Competence),
        "forwarder": st.sampled_from(Forwarder),
        "progress": st.sampled_from(Progress),
        **{
            name: st.booleans()
            for name in ("in_person", "again", "grave", "crime", "originals", "many")
        },
    },
)


def axes(combination):
    names = (
        "content",
        "standing",
        "competence",
        "forwarder",
        "progress",
        "in_person",
        "again",
    )
    return dict(zip(names, combination, strict=True))


@pytest.mark.parametrize("day", [D(2021, 11, 15), OLD, NEW, D(2035, 1, 1)])
def test_every_combination_has_exactly_one_branch(day):
    lines = [branch for branch in branches() if branch.span.holds_on(day)]
    for combination in COMBINATIONS:
        known = axes(combination)
        found = [
            branch.id
            for branch in lines
            if all(known[axis] in allowed for axis, allowed in branch.when.items())
        ]
        assert len(found) == 1, (combination, found)


def test_every_branch_is_somebodys_way():
    found = {
        route(
            Facts(
                subject=c[0],
                standing=c[1],
                competence=c[2],
                forwarder=c[3],
                progress=c[4],
                in_person=c[5],
                again=c[6],
            ),
            NEW,
        ).branch
        for c in COMBINATIONS
    }
    assert found == {branch.id for branch in branches()}


@given(facts, st.dates(D(2021, 11, 15), D(2040, 1, 1)))
def test_every_way_has_papers_that_exist_law_and_terms_that_are_known(given_facts, day):
    found = route(given_facts, day)
    codes = {rule.code for rule in rules()}

    assert found.papers
    assert set(found.papers) <= set(ground.papers())
    assert found.ground.article.startswith("Điều ")
    assert set(found.terms) <= codes
    for duty in found.duties:
        assert set(duty.papers) <= set(ground.papers())
        assert set(duty.terms) <= codes


def test_before_the_circular_the_table_is_silent():
    with pytest.raises(NoRouting):
        route(make(S.FEEDBACK), D(2021, 11, 14))


def make(subject, standing=Standing.ELIGIBLE, competence=C.OWN, **more):
    return Facts(subject=subject, standing=standing, competence=competence, **more)


E, N, U, X, V = Standing  # eligible, incomplete, unacceptable, filed, evidence
KN, TC, PA = S.COMPLAINT, S.DENUNCIATION, S.FEEDBACK


@pytest.mark.parametrize(
    ("given_facts", "action", "paper"),
    [
        (make(KN), A.PROPOSE, "TCD_03"),
        (make(KN), A.PROPOSE, "TCD_10"),
        (make(KN, U), A.REFUSE, "TCD_11"),
        (make(KN, E, C.OTHER), A.GUIDE, "XLD_03"),
        (make(KN, E, C.OTHER, in_person=True), A.GUIDE, "TCD_05"),
        (make(KN, E, C.OTHER, forwarder=W.DEPUTY), A.RETURN, "XLD_04"),
        (make(KN, E, C.OTHER, forwarder=W.PRESS), A.RETURN, "XLD_04"),
        (make(KN, E, C.SUBORDINATE, progress=P.OVERDUE), A.DEMAND, "TCD_08"),
        (make(KN, E, C.OWN, progress=P.FINAL), A.EXPLAIN, "THONG_BAO"),
        (make(KN, X), A.FILE, "XLD_01"),
        (make(TC), A.PROPOSE, "TCD_16"),
        (make(TC, U), A.REFUSE, "TCD_14"),
        (make(TC, E, C.OTHER), A.FORWARD, "XLD_05"),
        (make(TC, E, C.OTHER, in_person=True), A.GUIDE, "TCD_07"),
        (make(TC, E, C.OTHER, again=True), A.FILE, "XLD_01"),
        (make(TC, E, C.SUBORDINATE, progress=P.OVERDUE), A.DEMAND, "TCD_08"),
        (make(TC, E, C.PARTY), A.FORWARD, "XLD_05"),
        (make(TC, V), A.INSPECT, "XLD_06"),
        (make(TC, X), A.FILE, "XLD_01"),
        (make(PA), A.ASSIGN, "PHIEU_GIAO"),
        (make(PA, E, C.OTHER), A.FORWARD, "XLD_07"),
        (make(PA, E, C.OTHER, in_person=True), A.FORWARD, "TCD_09"),
        (make(S.MIXED, E, C.OTHER), A.SPLIT, "XLD_08"),
        (make(S.REGULATION, E, C.OTHER), A.FORWARD, "XLD_07"),
    ],
)
def test_the_table_of_the_law(given_facts, action, paper):
    found = route(given_facts, NEW)

    assert found.action is action
    assert paper in found.papers


@given(facts)
def test_a_complaint_is_never_forwarded(given_facts):
    found = route(given_facts, NEW)
    if given_facts.subject is KN:
        assert found.action is not A.FORWARD


@given(facts)
def test_a_denunciation_is_forwarded_once_only(given_facts):
    found = route(given_facts, NEW)
    if given_facts.subject is TC and given_facts.again:
        assert found.action is not A.FORWARD


@given(facts)
def test_what_is_not_ours_is_never_accepted(given_facts):
    found = route(given_facts, NEW)
    if given_facts.competence is not C.OWN:
        assert found.action not in {A.PROPOSE, A.ASSIGN, A.REFUSE}
        assert found.opens is None


@pytest.mark.parametrize(
    ("subject", "progress", "course"),
    [
        (KN, P.NEW, Course.COMPLAINT_FIRST),
        (KN, P.ONCE, Course.COMPLAINT_SECOND),
        (KN, P.OVERDUE, Course.COMPLAINT_SECOND),
        (TC, P.NEW, Course.DENUNCIATION),
        (TC, P.ONCE, Course.FOLLOW_UP),
        (TC, P.OVERDUE, Course.FOLLOW_UP),
        (PA, P.NEW, Course.FEEDBACK),
    ],
)
def test_a_way_opens_the_course_of_its_instance(subject, progress, course):
    assert route(make(subject, progress=progress), NEW).opens is course


def duty_ids(given_facts):
    return {duty.id for duty in route(given_facts, NEW).duties}


@pytest.mark.parametrize(
    ("given_facts", "duty"),
    [
        (make(TC, grave=True), "report_at_once"),
        (make(TC, E, C.OTHER, grave=True), "report_at_once"),
        (make(TC, crime=True), "to_investigators"),
        (make(TC, forwarder=W.PRESS), "answer_forwarder"),
        (make(KN, forwarder=W.DEPUTY), "tell_settlement"),
        (make(KN, E, C.OTHER, originals=True), "return_originals"),
        (make(KN, E, C.OTHER, many=True), "one_of_many"),
    ],
)
def test_what_is_done_besides(given_facts, duty):
    assert duty in duty_ids(given_facts)
    assert duty_ids(make(PA)) == set()


def test_every_duty_comes_up():
    assert len({duty.id for duty in duties()}) == len(duties()) == 6


def test_the_ground_of_accepting_changes_on_the_first_of_july_2026():
    assert "02/2011" in route(make(KN), OLD).ground.act
    assert "155/2026" in route(make(KN), NEW).ground.act


def test_every_action_but_three_is_a_step_of_a_course():
    """To propose is to accept later, to split to guide, to forward to transfer."""
    assert set(map(str, Action)) - set(map(str, Step)) == {
        "propose",
        "split",
        "forward",
    }
    assert set(LABELS) == set(Action)


@pytest.mark.parametrize(
    ("kind", "failing", "more", "acceptable", "expected"),
    [
        (Kind.COMPLAINT, set(), {}, True, E),
        (Kind.COMPLAINT, set(), {}, False, U),
        (Kind.FEEDBACK, {Reason.UNCLEAR}, {}, True, N),
        (Kind.COMPLAINT, {Reason.TOO_LATE}, {}, True, X),
        (Kind.DENUNCIATION, {Reason.NO_NAME}, {"evidence": True}, True, V),
        (Kind.DENUNCIATION, {Reason.NO_NAME}, {}, True, X),
    ],
)
def test_an_assessment_gives_the_standing(kind, failing, more, acceptable, expected):
    letter = Letter(
        received_on=NEW, contents={kind}, own={kind}, failing=failing, **more
    )
    assert standing(assess(letter), acceptable=acceptable) is expected
