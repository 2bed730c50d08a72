"""The law's course of a sealed case, step by step, in the unit that has it."""

import dataclasses
import datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from danvan.core.casework import changes
from danvan.core.casework.courses import Step
from danvan.journal.models import Entry
from danvan.vault import course_selectors, desk, opening, services
from danvan.vault.course_rules import NotAllowed, Said
from danvan.vault.errors import Refused
from danvan.vault.models import SealedCase, SealedStep, SealedTerm
from danvan.vault.scope import scoped, seen_by
from danvan.vault.tests.intake_of import working_days

pytestmark = pytest.mark.django_db
NOTE = "Ghi chú mẫu: đã đối chiếu chứng từ"


@pytest.fixture(autouse=True)
def _calendar():
    working_days()


def take(vault, case, step, who="one", *, note="", ask=None, seq=None, on=None, **said):
    return services.take_step(
        case_id=case.pk,
        step=Step(step),
        said=Said(**said),
        on=on or timezone.localdate(),
        viewer=vault.viewer(who),
        now=timezone.now(),
        ask=ask,
        note=note,
        seq=seq,
    )


def accept(vault, case):
    take(vault, case, "screen")
    return take(vault, case, "accept")


def given_to_verify(vault, case):
    accept(vault, case)
    officer = str(vault.users["verifier"].pk)
    return take(vault, case, "assign", "leader", officer=officer)


def stored(vault, case, unit=None):
    with scoped(user_id="", units=[(unit or vault.commune).pk]):
        return SealedCase.objects.get(pk=case.pk)


def terms(vault, case, unit=None):
    unit = unit or vault.commune
    with scoped(user_id="", units=[unit.pk]):
        rows = SealedTerm.objects.filter(case=case, unit=unit)
        return {row.code: row for row in rows.order_by("start")}


def course(vault, case, who="one"):
    viewer = vault.viewer(who)
    with seen_by(viewer):
        return course_selectors.course_file(case.pk, viewer)


def forward(vault, case, **changes):
    ask = vault.ask(case, "one", **changes)
    approval = agreed_identity(vault, case)
    services.pass_on(
        ask=dataclasses.replace(ask, second=approval),
        to=vault.neighbour,
        extract=None,
        whole={"story", "identity"},
        forward=True,
        now=timezone.now(),
    )


def agreed_identity(vault, case):
    """A second holder agrees to the identity going with the story."""
    asked = opening.ask_second(
        case_id=case.pk,
        compartment="identity",
        viewer=vault.viewer("one"),
        now=timezone.now(),
    )
    opening.approve(
        approval_id=asked.pk,
        viewer=vault.viewer("two"),
        unlocked=vault.keys["two"],
        now=timezone.now(),
    )
    return asked.pk


# The way through


def test_a_denunciation_goes_from_the_door_to_its_end(vault, case):
    given_to_verify(vault, case)
    take(vault, case, "verify", "verifier")
    take(vault, case, "conclude", outcome="partly")
    take(vault, case, "answer")
    take(vault, case, "publish", posted=True)
    take(vault, case, "execute", "leader")
    take(vault, case, "record", result=True)
    take(vault, case, "resolve", result=True)
    take(vault, case, "close")

    found = stored(vault, case)
    assert (found.stage, found.state, found.deadline) == ("closed", "closed", None)
    assert [s.step for s in course(vault, case).steps][:4] == [
        "receive",
        "screen",
        "accept",
        "assign",
    ]
    assert all(term.ended for term in terms(vault, case).values())


def test_every_step_leaves_one_line_in_the_sealed_chain(vault, case):
    accept(vault, case)

    lines = Entry.objects.filter(record=case.record, action="vault.step")
    assert [line.why for line in lines.order_by("seq")] == ["screen", "accept"]
    assert {line.chain for line in lines} == {"vault:C-1"}


def test_acceptance_starts_thirty_days_and_five_working_days(vault, case):
    accept(vault, case)

    held = terms(vault, case)
    today = timezone.localdate()
    assert held["DL-TC-01"].outcome == "met"
    assert held["DL-TC-05"].due >= today + datetime.timedelta(days=30)
    assert held["DL-TC-04"].ended is None
    assert held["DL-TC-05"].trace[0]["article"] == "Điều 30 khoản 1"
    assert stored(vault, case).deadline == held["DL-TC-04"].due


def test_with_several_places_the_check_takes_ten_working_days(vault, case):
    take(vault, case, "screen", places=True)

    term = terms(vault, case)["DL-TC-01"]
    assert term.trace[0]["days"] == 10
    assert term.term["places"] is True


# Who, when and with what


@pytest.mark.parametrize(
    ("who", "step", "said", "code"),
    [
        ("one", "accept", {}, "step"),
        ("two", "screen", {}, "role"),
        ("verifier", "screen", {}, "role"),
        ("one", "withdraw", {}, "need"),
        ("one", "refer", {"outside": True}, "role"),
    ],
)
def test_a_step_wants_its_state_its_seat_and_what_it_brings(
    vault, case, who, step, said, code
):
    with pytest.raises(NotAllowed, match=code):
        take(vault, case, step, who, **said)
    assert terms(vault, case) == {}


@pytest.mark.parametrize(
    ("step", "said"),
    [("refuse", {}), ("refuse", {"reasons": ("expert_opinion",)}), ("transfer", {})],
)
def test_a_refusal_names_a_case_of_the_law(vault, case, step, said):
    take(vault, case, "screen")

    with pytest.raises(NotAllowed, match="need"):
        take(vault, case, step, **said)
    take(vault, case, "refuse", reasons=("no_basis",))
    assert stored(vault, case).stage == "refused"


def test_a_step_is_neither_to_come_nor_before_the_last_one(vault, case):
    today = timezone.localdate()
    for days in (1, -1):
        with pytest.raises(NotAllowed, match="day"):
            take(vault, case, "screen", on=today + datetime.timedelta(days=days))


def test_the_second_of_two_clerks_is_told(vault, case):
    seq = course(vault, case).at.seq
    take(vault, case, "screen", seq=seq)

    with pytest.raises(NotAllowed, match="first"):
        take(vault, case, "screen", seq=seq)
    with pytest.raises(NotAllowed, match="first"):
        take(vault, case, "accept", seq=seq)


def test_nobody_else_has_any_of_it(vault, case):
    accept(vault, case)

    with pytest.raises(Refused, match="absent"):
        take(vault, case, "screen", "other one")
    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert not SealedStep.objects.exists()
        assert not SealedTerm.objects.exists()
    assert desk.due(vault.viewer("other one")) == []


@pytest.mark.parametrize(
    "sql", ["UPDATE vault_sealedstep SET seq = 9", "DELETE FROM vault_sealedstep"]
)
def test_a_step_is_never_changed(vault, case, as_role, sql):
    accept(vault, case)
    as_role("danvan_office")
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


# The clock


@pytest.mark.parametrize(
    ("criteria", "times"), [(("a",), 1), (("a", "c"), 2)], ids=["complex", "especially"]
)
def test_complexity_lengthens_the_term_by_thirty_days_each_time(
    vault, case, criteria, times
):
    accept(vault, case)
    for _ in range(times):
        take(vault, case, "extend", criteria=criteria, decision="9/QĐ")
    with pytest.raises(changes.NotAllowed):
        take(vault, case, "extend", criteria=criteria)

    term = terms(vault, case)["DL-TC-05"]
    assert [e["days"] for e in term.term["extensions"]] == [30] * times


def test_a_suspension_stops_the_clock_until_it_goes_on(vault, case):
    accept(vault, case)
    take(vault, case, "suspend", reasons=("expert_opinion",))
    held = terms(vault, case)
    assert held["DL-TC-05"].due is None
    assert held["DL-TC-13"].ended is None

    take(vault, case, "resume")
    held = terms(vault, case)
    assert held["DL-TC-05"].due is not None
    assert held["DL-TC-13"].outcome == "met"


@pytest.mark.parametrize("ground", ["signs_of_violation", "coerced", "slander"])
def test_a_withdrawn_case_goes_on_where_the_law_says_so(vault, case, ground):
    accept(vault, case)
    take(vault, case, "suspend", reasons=("other_result",))
    take(vault, case, "withdraw", signed=True)
    with pytest.raises(NotAllowed, match="need"):
        take(vault, case, "resume")
    take(vault, case, "resume", reasons=(ground,))

    assert stored(vault, case).stage == "assigned"
    assert terms(vault, case)["DL-TC-05"].due is not None


def test_a_follow_up_is_reviewed_in_twenty_days(vault, case):
    take(vault, case, "screen", follow_up=True, overdue=True)

    held = terms(vault, case)
    assert held["DL-TC-01"].outcome == "lapsed"
    assert {c for c, t in held.items() if not t.ended} == {"DL-TC-10", "DL-TC-11-YC"}
    assert stored(vault, case).course == "follow_up"
    take(vault, case, "refuse", reasons=("rightly_settled",))


def test_what_waits_too_long_is_taken_further_only_when_it_is_late(vault, case):
    accept(vault, case)
    with pytest.raises(NotAllowed, match="overdue"):
        take(vault, case, "appeal")


# Forwarded once, to whom it does not accuse


def test_the_competent_unit_gets_the_case_whole_and_a_course_of_its_own(vault, case):
    take(vault, case, "screen", not_own=True)
    assert "DL-TC-02" in terms(vault, case)
    forward(vault, case)

    there = terms(vault, case, vault.neighbour)
    assert set(there) == {"DL-TC-01", "DL-TC-03"}
    vault.assign(case, "other one", "other leader")
    assert course(vault, case, "other one").at.standing.forwarded
    take(vault, case, "screen", "other one")
    take(vault, case, "close")
    assert stored(vault, case).state == "in_hand"


def test_a_second_forwarding_is_refused(vault, case):
    take(vault, case, "screen")
    forward(vault, case)
    vault.assign(case, "other one", "other leader")
    take(vault, case, "screen", "other one")

    with pytest.raises(NotAllowed, match="forwarded"):
        take(vault, case, "transfer", "other one", outside=True)
    with pytest.raises(NotAllowed, match="step"):
        forward(vault, case)
    with pytest.raises(Refused, match="forwarded"):
        services.take_back(
            case_id=case.pk, from_unit=vault.neighbour, viewer=vault.viewer("one")
        )


def test_a_forwarding_keeps_nothing_back(vault, case):
    take(vault, case, "screen")

    with pytest.raises(Refused, match="whole"):
        services.pass_on(
            ask=vault.ask(case, "one"),
            to=vault.neighbour,
            extract=None,
            whole={"story"},
            forward=True,
            now=timezone.now(),
        )


@pytest.mark.parametrize(
    "accused",
    [
        {"accused_units": "C-2"},
        {"accused_units": "P-1"},
        {"accused": "Ông Post other one, Chủ tịch"},
    ],
)
def test_nothing_goes_to_a_unit_it_accuses(vault, accused):
    case = vault.seal(**accused)
    vault.assign(case, "one")
    take(vault, case, "screen")

    with pytest.raises(Refused, match="accused"):
        forward(vault, case)
    with pytest.raises(Refused, match="accused"):
        take(vault, case, "demand", to="C-2", ask=vault.ask(case, "one"))
    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert not SealedCase.objects.filter(pk=case.pk).exists()


def test_a_body_is_held_against_the_open_story(vault, case):
    take(vault, case, "screen")

    with pytest.raises(Refused, match="open_first"):
        take(vault, case, "demand", to="C-2")
    take(vault, case, "demand", to="C-2", ask=vault.ask(case, "one"))
    assert stored(vault, case).stage == "demanded"


def test_a_course_that_began_ends_by_its_own_last_step(vault, case):
    take(vault, case, "screen")
    with pytest.raises(Refused, match="course"):
        services.close(case_id=case.pk, viewer=vault.viewer("one"))


def test_the_desk_names_the_terms_to_handlers_alone(vault, case):
    accept(vault, case)

    def codes(name):
        return [item.note for item in desk.due(vault.viewer(name))]

    assert len(codes("one")) == len(codes("leader")) == 2
    assert codes("two") == codes("curious") == codes("other leader") == []
