"""Classification: all that fails, at once, and what follows from it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.classify import (
    Body,
    Competence,
    Condition,
    Content,
    Letter,
    NothingSaid,
    Signatories,
    assess,
    signatories,
)
from danvan.core.casework.courses import Kind
from danvan.core.casework.eligibility import Reason

D = datetime.date
DAY = D(2026, 8, 3)
K, T, F = Kind.COMPLAINT, Kind.DENUNCIATION, Kind.FEEDBACK

letters = st.builds(
    Letter,
    received_on=st.dates(D(2014, 12, 15), D(2035, 1, 1)),
    contents=st.frozensets(st.sampled_from(Kind), min_size=1),
    own=st.frozensets(st.sampled_from(Kind)),
    failing=st.frozensets(st.sampled_from(Reason)),
    people=st.integers(0, 400),
    translated=st.booleans(),
    evidence=st.booleans(),
    originals=st.booleans(),
    body=st.none() | st.sampled_from(Body),
)


def letter(kind=K, *failing, **facts):
    return Letter(
        received_on=facts.pop("on", DAY),
        contents=facts.pop("contents", {kind}),
        failing=set(failing),
        **facts,
    )


def test_a_letter_that_lacks_nothing_can_be_handled():
    found = assess(letter(K, own={K}, originals=True, body=Body.ADMINISTRATION))

    assert found.condition is Condition.ELIGIBLE
    assert found.content is Content.COMPLAINT
    assert found.competence is Competence.OWN
    assert (found.originals, found.body) == (True, Body.ADMINISTRATION)
    assert (found.reasons, found.filed, found.keep_until) == ((), (), None)


@given(letters)
def test_every_condition_not_met_is_named_and_nothing_else(given_letter):
    found = assess(given_letter)

    assert set(found.reasons) <= given_letter.failing
    assert (found.condition is Condition.INELIGIBLE) == bool(found.failing)
    for failing in found.failing:
        assert failing.kind in given_letter.contents
        assert failing.ground.article.startswith("Điều ")


@given(letters, st.sampled_from(Reason))
def test_one_more_fault_never_hides_another(given_letter, reason):
    more = Letter(
        **{
            name: getattr(given_letter, name)
            for name in Letter.__dataclass_fields__
            if name != "failing"
        },
        failing=given_letter.failing | {reason},
    )

    assert set(assess(given_letter).reasons) <= set(assess(more).reasons)


@given(letters)
def test_what_is_filed_is_kept_one_year_and_opens_nothing(given_letter):
    found = assess(given_letter)

    assert bool(found.filed) == (found.keep_until is not None)
    if found.filed:
        assert not found.openable
        assert not found.split
        assert 365 <= (found.keep_until - given_letter.received_on).days <= 366


@given(letters)
def test_only_parts_within_the_own_competence_can_be_opened(given_letter):
    found = assess(given_letter)
    assert found.openable <= given_letter.own & given_letter.contents


def test_what_is_kept_from_a_leap_day_is_kept_until_the_end_of_february():
    found = assess(letter(K, Reason.TOO_LATE, on=D(2028, 2, 29)))
    assert found.keep_until == D(2029, 2, 28)


@pytest.mark.parametrize(
    ("kind", "reason", "own", "filed"),
    [
        (K, Reason.TOO_LATE, True, True),
        (K, Reason.FINAL_DECISION, True, True),
        (K, Reason.ILLEGIBLE, True, True),
        (K, Reason.NO_SIGNATURE, True, True),  # an ineligible complaint: article 28.1a
        (T, Reason.NO_SIGNATURE, True, False),  # refused with notice, not filed
        (T, Reason.NO_NAME, True, True),  # law on denunciations, article 25.1
        (T, Reason.SENT_TO_MANY, False, True),  # article 24.3
        (F, Reason.UNCLEAR, True, False),
        (F, Reason.ILLEGIBLE, True, True),
    ],
)
def test_these_reasons_file_a_letter_and_those_do_not(kind, reason, own, filed):
    found = assess(letter(kind, reason, own={kind} if own else set()))

    assert found.reasons == (reason,)
    assert bool(found.filed) is filed


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("reason", [Reason.SENT_TO_MANY, Reason.ALREADY_GUIDED])
def test_the_competent_body_cannot_point_to_others(kind, reason):
    assert assess(letter(kind, reason, own={kind})).condition is Condition.ELIGIBLE
    assert assess(letter(kind, reason)).condition is Condition.INELIGIBLE


def test_no_time_limit_runs_against_a_denunciation():
    assert assess(letter(T, Reason.TOO_LATE)).condition is Condition.ELIGIBLE


def test_a_certified_translation_stands_for_vietnamese():
    assert assess(letter(K, Reason.NOT_VIETNAMESE)).reasons
    assert not assess(letter(K, Reason.NOT_VIETNAMESE, translated=True)).reasons


@pytest.mark.parametrize(
    "reason", [Reason.NO_NAME, Reason.NO_ADDRESS, Reason.FALSE_NAME]
)
def test_an_anonymous_denunciation_with_evidence_goes_to_inspection(reason):
    with_it = assess(letter(T, reason, evidence=True))
    without = assess(letter(T, reason))

    assert (with_it.inspect, bool(with_it.filed)) == (True, False)
    assert (without.inspect, bool(without.filed)) == (False, True)


def test_evidence_does_not_send_a_complaint_to_inspection():
    assert not assess(letter(K, Reason.NO_NAME, evidence=True)).inspect


def test_a_mixed_letter_is_split_and_only_own_parts_are_opened_here():
    found = assess(letter(contents={K, F}, own={F}))

    assert found.content is Content.MIXED
    assert found.split
    assert found.openable == {F}


def test_one_content_past_its_time_does_not_file_the_other():
    found = assess(letter(K, Reason.TOO_LATE, contents={K, F}, own={K, F}))

    assert found.reasons == (Reason.TOO_LATE,)
    assert found.filed == ()
    assert found.openable == {F}


def test_a_mixed_letter_that_nobody_can_read_is_filed():
    found = assess(letter(K, Reason.ILLEGIBLE, contents={K, F, T}))
    assert {failing.kind for failing in found.filed} == {K, F, T}


def test_the_act_of_the_day_is_cited_and_an_unread_one_marked():
    before = assess(letter(K, Reason.NO_DATE, on=D(2021, 11, 14))).failing[0]
    after = assess(letter(K, Reason.NO_DATE, on=D(2021, 11, 15))).failing[0]

    assert (before.ground.act, before.ground.certain) == (
        "Thông tư 07/2014/TT-TTCP",
        True,
    )
    assert (after.ground.act, after.ground.certain) == (
        "Thông tư 05/2021/TT-TTCP",
        False,
    )


def test_a_letter_of_another_sort_is_one_and_an_empty_one_is_refused():
    found = assess(Letter(received_on=DAY, other=True))

    assert found.content is Content.OTHER
    with pytest.raises(NothingSaid):
        assess(Letter(received_on=DAY))


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (0, Signatories.ONE),
        (1, Signatories.ONE),
        (2, Signatories.FEW),
        (4, Signatories.FEW),
        (5, Signatories.MANY),
        (300, Signatories.MANY),
    ],
)
def test_five_are_many_and_two_to_four_neither(people, expected):
    assert signatories(people) is expected


def test_a_competence_that_is_finer_than_own_or_other_is_kept():
    found = assess(letter(K), Competence.SUBORDINATE)
    assert found.competence is Competence.SUBORDINATE
