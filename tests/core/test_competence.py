"""Competence is dated; the district is gone, its matters are not."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.competence import (
    Held,
    NobodyCompetent,
    Office,
    SuccessorUnclear,
    competent_body,
    office_words,
    offices,
    remedy,
    succeed,
)
from danvan.core.casework.courses import Kind
from danvan.core.casework.deadlines import rules

D = datetime.date
BEFORE, SINCE = D(2025, 6, 30), D(2025, 7, 1)
K, T, F = Kind.COMPLAINT, Kind.DENUNCIATION, Kind.FEEDBACK
O = Office  # noqa: E741 - the table below is read by its letters
GONE = {Office.DISTRICT_UNIT, Office.DISTRICT_CHAIR}


@pytest.mark.parametrize(
    ("kind", "instance", "against", "day", "body"),
    [
        (K, 1, O.COMMUNE_STAFF, SINCE, O.COMMUNE_CHAIR),
        (K, 1, O.COMMUNE_CHAIR, SINCE, O.COMMUNE_CHAIR),
        (K, 2, O.COMMUNE_CHAIR, BEFORE, O.DISTRICT_CHAIR),
        (K, 2, O.COMMUNE_CHAIR, SINCE, O.PROVINCE_CHAIR),
        (K, 2, O.DEPARTMENT_UNIT, SINCE, O.DEPARTMENT_HEAD),
        (K, 2, O.DEPARTMENT_HEAD, SINCE, O.PROVINCE_CHAIR),
        (K, 2, O.PROVINCE_CHAIR, SINCE, O.MINISTER),
        (K, 2, O.MINISTER, SINCE, None),
        (K, 1, O.DISTRICT_CHAIR, BEFORE, O.DISTRICT_CHAIR),
        (T, 0, O.COMMUNE_STAFF, SINCE, O.COMMUNE_CHAIR),
        (T, 0, O.COMMUNE_CHAIR, BEFORE, O.DISTRICT_CHAIR),
        (T, 0, O.COMMUNE_CHAIR, SINCE, O.PROVINCE_CHAIR),
        (T, 0, O.DEPARTMENT_HEAD, SINCE, O.PROVINCE_CHAIR),
        (F, 0, O.COMMUNE_CHAIR, SINCE, O.COMMUNE_CHAIR),
    ],
)
def test_who_settles(kind, instance, against, day, body):
    found = competent_body(kind, instance, against, day)

    assert found.office is body
    assert found.ground.article.startswith("Điều ")


INSTANCES = [(K, 1), (K, 2), (T, 0), (F, 0)]


@given(st.sampled_from(INSTANCES), st.sampled_from(Office), st.dates(SINCE))
def test_no_district_is_competent_or_complained_of_since_july_2025(asked, against, day):
    try:
        found = competent_body(*asked, against, day)
    except NobodyCompetent:
        assert against in GONE | {Office.PRIME_MINISTER}
    else:
        assert against not in GONE
        assert found.office not in GONE


@given(
    st.sampled_from(INSTANCES), st.sampled_from(Office), st.dates(D(2012, 7, 1), BEFORE)
)
def test_before_it_every_office_had_somebody(asked, against, day):
    if against is not Office.PRIME_MINISTER:
        assert competent_body(*asked, against, day)


@given(st.sampled_from(Office), st.dates(D(2019, 1, 1)))
def test_nobody_who_heads_an_office_settles_a_denunciation_of_himself(against, day):
    try:
        found = competent_body(T, 0, against, day)
    except NobodyCompetent:
        return
    assert found.office is not against


@given(st.sampled_from(Office), st.dates(D(2012, 7, 1)))
def test_the_second_instance_is_never_the_first(against, day):
    try:
        first, second = (competent_body(K, n, against, day) for n in (1, 2))
    except NobodyCompetent:
        return
    assert first.office is not second.office


def test_offices_that_ended_are_not_offered():
    assert set(offices(BEFORE)) >= GONE
    assert not GONE & set(offices(SINCE))
    assert all(office_words(o)["vi"] != office_words(o)["en"] for o in Office)


@pytest.mark.parametrize(
    ("instance", "against", "second"),
    [
        (1, O.COMMUNE_CHAIR, "Chủ tịch Ủy ban nhân dân cấp tỉnh"),
        (1, O.DEPARTMENT_UNIT, "Giám đốc sở"),
        (2, O.COMMUNE_CHAIR, ""),
        (1, O.MINISTER, ""),
    ],
)
def test_every_decision_prints_the_right_to_sue(instance, against, second):
    found = remedy(instance, against, SINCE)

    assert "khởi kiện vụ án hành chính tại Tòa án" in found.words["vi"]
    assert "sue" in found.words["en"]
    assert ("khiếu nại lần hai" in found.words["vi"]) is bool(second)
    assert second in found.words["vi"]
    assert not found.term or found.term in {rule.code for rule in rules()}


MATTER = Held("FC31135", "FC31135", D(2025, 6, 2), D(2025, 7, 4))


def test_an_abolished_unit_hands_its_matters_on_with_origin_and_clock():
    moved = succeed(MATTER, {"FC31135": ["C31135"]})

    assert moved == Held("C31135", "FC31135", MATTER.received_on, MATTER.due)


def test_a_unit_that_stands_keeps_its_matters():
    assert succeed(MATTER, {"FC1": ["C1"]}) == MATTER


def test_successors_of_successors_are_followed():
    assert succeed(MATTER, {"FC31135": ["C1"], "C1": ["C2"]}).unit == "C2"


@pytest.mark.parametrize("candidates", [[], ["C1", "C2"]])
def test_nobody_guesses_between_several_successors_or_none(candidates):
    with pytest.raises(SuccessorUnclear) as unclear:
        succeed(MATTER, {"FC31135": candidates})

    assert unclear.value.candidates == tuple(candidates)


def test_a_recorded_choice_decides():
    assert succeed(MATTER, {"FC31135": ["C1", "C2"]}, chosen="C2").unit == "C2"


def test_a_circle_of_successors_is_found_out():
    with pytest.raises(SuccessorUnclear):
        succeed(MATTER, {"FC31135": ["C1"], "C1": ["FC31135"]})
