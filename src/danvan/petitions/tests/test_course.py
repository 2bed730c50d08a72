"""The course by the law's tables: what every walk keeps to, and what each step asks."""

import dataclasses
import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import workflow
from danvan.core.casework.changes import NotAllowed
from danvan.core.casework.workflow import Kind, State, Step, StepNotAllowed
from danvan.petitions import doing, panels, selectors, terms, tracing
from danvan.petitions.matters import Link
from danvan.petitions.models import Instance, Petition
from danvan.petitions.tests.test_services import CLERK, COMPLAINT, FEEDBACK, register

FIRST = datetime.date(2026, 7, 6)
DAY = datetime.timedelta(days=1)
CALENDAR = WorkingCalendar(frozenset(), frozenset(), range(2025, 2031))
ZONE = timezone.get_default_timezone()


def moment(day):
    return datetime.datetime.combine(day, datetime.time(9), tzinfo=ZONE)


def least(verb, petition, town, day):
    """What each step needs at the least."""
    first = petition.kind == Kind.COMPLAINT and petition.instance != Instance.SECOND
    result = {Kind.FEEDBACK: "settled"}.get(
        petition.kind, "partly" if first else "upheld"
    )
    return {
        "transfer": {"to_name": "Sở Xây dựng"},
        "remind": {"to_name": "Sở Xây dựng"},
        "return": {"to_name": "Đoàn đại biểu", "reply": "Trả lại nơi chuyển."},
        "demand": {"to_name": "UBND xã Mẫu"},
        "explain": {"reply": "Đã giải quyết đúng pháp luật."},
        "inform": {"to_name": "Đoàn đại biểu", "note": "Đã giải quyết."},
        "file": {"reasons": ["unclear"]},
        "assign": {"unit": town.department},
        "execute": {"unit": town.department},
        "refuse": {"reasons": ["unsigned", "court"], "reply": "Không thụ lý."},
        "determine": {"criteria": ["a", "đ", "e"]},
        "invite": {"planned_on": day + 6 * DAY, "place": "Phòng họp", "reason": "Bận"},
        "dialogue": {
            "held_on": day,
            "why": "Hoãn",
            "present": "Chủ tịch, người khiếu nại",
        },
        "suspend": {"ground": "force_majeure"},
        "terminate": {
            "ground": "all_withdrawn"
            if petition.state == "withdrawn"
            else "dead_or_dissolved"
        },
        "conclude": {"result": result, "agreed": True, "text": "Đã xem xét."},
        "record": {"note": "Đã chi trả."},
        "rate": {"answer": "partly"},
        "drop_part": {"note": "Phần thứ hai"},
        "ask_reopen": {"note": "Có tình tiết mới"},
        "reopen": {"note": "Có tình tiết mới"},
        "deny_reopen": {"reply": "Không có tình tiết mới."},
    }.get(verb, {})


def take(verb, petition, town, day=FIRST, **words):
    petition.refresh_from_db()
    return doing.SERVICES[Step(verb)](
        petition=petition.pk,
        version=petition.version,
        by=CLERK,
        now=moment(day),
        calendar=CALENDAR,
        **(least(verb, petition, town, day) | words),
    )


def began(town, letter=COMPLAINT, day=FIRST, **more):
    return register(town, letter, now=moment(day), calendar=CALENDAR, **more)


def walk(petition, town, *verbs, day=FIRST):
    for verb in verbs:
        petition = take(verb, petition, town, day)
    return petition


def ways(petition):
    found = workflow.next_steps(
        State(petition.state), Kind(petition.kind), instance=petition.instance
    )
    return sorted({way.step for way in found if way.step in selectors.HANDLED})


def test_every_step_with_a_form_has_its_service():
    assert set(doing.SERVICES) == set(selectors.HANDLED)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_done_state_clock_and_copy_agree(town, data):
    """The copy is the last step and the nearest term; what is closed has none."""
    letter = data.draw(st.sampled_from([FEEDBACK, COMPLAINT, COMPLAINT]))
    second = letter is COMPLAINT and data.draw(st.booleans())
    petition = began(town, letter, instance=2 if second else 0)
    day = FIRST
    for _ in range(data.draw(st.integers(3, 14))):
        day += data.draw(st.integers(0, 20)) * DAY
        verb = data.draw(st.sampled_from(ways(petition)))
        try:
            petition = take(verb, petition, town, day)
        except NotAllowed:
            petition.refresh_from_db()
        holds(petition)


def holds(petition):
    stored = Petition.objects.get(pk=petition.pk)
    steps = list(stored.steps.all())
    assert stored.state == steps[-1].to_state
    assert stored.version == steps[-1].seq == len(steps)
    assert [s.from_state for s in steps] == ["", *(s.to_state for s in steps[:-1])]
    running = list(stored.deadlines.filter(ended_on__isnull=True))
    held = [
        d.due
        for d in running
        if terms.of(d).stopped is None and d.code not in terms.BEYOND
    ]
    assert stored.due == min(held, default=None)
    assert len({d.code for d in running}) == len(running)
    if stored.state == State.CLOSED:
        assert not running
    for term in stored.deadlines.all():
        assert term.term["code"] == term.code
        assert term.trace
        assert term.stopped is (terms.of(term).stopped is not None)


def test_a_complaint_is_settled_from_the_dialogue_to_the_last_dong(town):
    petition = began(town)
    walk(petition, town, "screen", "accept", "assign", "verify", "invite")
    later = FIRST + 6 * DAY
    walk(petition, town, "dialogue", "conclude", "answer", day=later)
    petition = walk(petition, town, "execute", "resolve", day=later + 35 * DAY)

    assert (petition.state, petition.resolved_on) == ("resolved", later + 35 * DAY)
    talk = petition.dialogues.get()
    assert (talk.held_on, talk.present) == (later, "Chủ tịch, người khiếu nại")
    decision = petition.conclusions.get()
    assert decision.result == "partly"
    assert "khởi kiện" in decision.remedy_vi
    assert [(d.code, d.outcome) for d in petition.deadlines.all()] == [
        *(("DL-KN-01", "met"), ("DL-XLD-01", "met"), ("DL-KN-02", "met")),
        *(("DL-KN-03", "met"), ("DL-KN-07", "ended"), ("DL-KN-04", "ended")),
    ]


def test_the_second_instance_counts_by_its_own_terms(town):
    petition = began(town, instance=2)
    walk(petition, town, "screen", "accept", "assign", "verify", "invite", "dialogue")
    walk(petition, town, "conclude")

    codes = [d.code for d in petition.deadlines.all()]
    assert codes == [*("DL-KN-01", "DL-XLD-01", "DL-KN-05", "DL-KN-06", "DL-KN-07")]


def test_no_second_decision_without_a_dialogue(town):
    petition = walk(
        began(town, instance=2), town, "screen", "accept", "assign", "verify"
    )

    with pytest.raises(StepNotAllowed):
        take("conclude", petition, town)


def test_a_determination_stays_on_file_and_lengthens_the_term(town):
    petition = walk(began(town), town, "screen", "accept")
    before = petition.due

    petition = take("determine", petition, town, document="3/XĐ-UBND")

    found = petition.determinations.get()
    assert (found.criteria, found.document) == (["a", "e", "đ"], "3/XĐ-UBND")
    assert "đ)" in found.sentence_vi
    assert petition.due - before >= 13 * DAY
    term = petition.deadlines.get(code="DL-KN-02")
    assert term.due == petition.due
    assert "phức tạp" in term.sentence_vi
    with pytest.raises(NotAllowed):
        take("determine", petition, town)


def test_one_criterion_is_not_enough(town):
    petition = walk(began(town), town, "screen", "accept")

    with pytest.raises(NotAllowed):
        take("determine", petition, town, criteria=[])

    petition.refresh_from_db()
    assert not petition.hard
    assert not petition.determinations.exists()


def test_while_settling_is_suspended_the_clock_stands(town):
    petition = walk(began(town), town, "screen", "accept", "assign")
    due = petition.due

    petition = take("suspend", petition, town, FIRST + 5 * DAY)
    sending = petition.deadlines.get(code="DL-KN-10")
    assert petition.due == sending.due == FIRST + 9 * DAY  # a Saturday
    petition = take("notify", petition, town, FIRST + 6 * DAY)
    assert petition.due is None  # nobody is late, and no list says so
    petition = take("resume", petition, town, FIRST + 25 * DAY)

    assert petition.due == due + 20 * DAY
    kinds = [line["kind"] for line in petition.deadlines.get(code="DL-KN-02").trace]
    assert "paused" in kinds


def test_a_late_matter_may_be_suspended_and_its_days_late_stay_late(town):
    petition = walk(began(town), town, "screen", "accept", "assign")
    due = petition.due
    late = due + 10 * DAY
    petition = take("suspend", petition, town, late)
    petition = take("notify", petition, town, late)
    assert petition.due is None

    petition = take("resume", petition, town, late + 30 * DAY)

    term = petition.deadlines.get(code="DL-KN-02")
    assert petition.due == term.due == due
    assert terms.stage(term, late + 30 * DAY).days == 10
    assert "quá hạn 9 ngày" in term.sentence_vi
    assert any("quá hạn" in line for line in tracing.told(term.trace))


def test_each_suspension_has_its_own_term_to_send_the_decision(town):
    petition = walk(began(town), town, "screen", "accept", "assign", "suspend")
    petition = take("resume", petition, town, FIRST + 9 * DAY)
    petition = take("suspend", petition, town, FIRST + 10 * DAY)

    sent = petition.deadlines.filter(code="DL-KN-10")
    assert [d.start for d in sent] == [FIRST, FIRST + 10 * DAY]
    assert [d.ended_on for d in sent] == [FIRST + 9 * DAY, None]


def test_who_forwarded_a_letter_is_told_within_seven_days_of_its_settlement(town):
    letter = dataclasses.replace(FEEDBACK, forwarder="deputy", forwarded_by="Đoàn ĐBQH")
    petition = walk(began(town, letter), town, "screen", "answer")

    term = petition.deadlines.get(code="DL-TCD-03")
    assert petition.due == term.due == FIRST + 9 * DAY  # 7 working days
    assert "Điều 27" in term.article
    petition = take("inform", petition, town)
    assert (petition.due, petition.deadlines.last().outcome) == (None, "met")


def test_the_decision_starts_what_the_person_may_do_beside_what_the_office_owes(town):
    petition = walk(began(town), town, "screen", "accept", "conclude", "answer")

    running = petition.deadlines.filter(ended_on__isnull=True)
    assert [d.code for d in running] == ["DL-KN-07", "DL-KN-04"]
    assert petition.due is None
    assert all(term.trace for term in running)


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("", ["DL-KN-01", "DL-KN-02", "DL-KN-04"]),
        ("discipline", ["DL-KN-08-TL", "DL-KN-08", "DL-KN-00-K2"]),
        ("dismissal", ["DL-KN-08-TL", "DL-KN-08", "DL-KN-00-ST"]),
    ],
)
def test_a_disciplinary_complaint_has_terms_of_its_own(town, subject, codes):
    letter = dataclasses.replace(COMPLAINT, subject=subject)
    petition = walk(began(town, letter), town, "screen", "accept", "conclude", "answer")

    stored = {d.code for d in petition.deadlines.all()}
    assert stored - {"DL-XLD-01", "DL-KN-03", "DL-KN-07"} == set(codes)


def test_feedback_on_regulations_goes_on_within_five_days_of_its_receipt(town):
    letter = dataclasses.replace(FEEDBACK, subject="regulation")
    petition = began(town, letter)

    assert petition.due == petition.deadlines.get(code="DL-KNPA-02").due
    petition = walk(petition, town, "screen", "transfer")
    assert petition.deadlines.get(code="DL-KNPA-02").outcome == "met"
    petition = take("reply_in", petition, town, FIRST + 9 * DAY, note="Đã xem xét")
    assert petition.due == petition.deadlines.get(code="DL-TCD-04").due
    petition = take("notify", petition, town, FIRST + 10 * DAY)
    assert petition.due is None


@pytest.mark.parametrize(
    ("verb", "before", "words"),
    [
        ("refuse", ("screen",), {"reasons": ["unclear"]}),
        ("refuse", ("screen",), {"reasons": []}),
        ("withdraw", (), {"signed": False}),
        ("drop_part", (), {"signed": False}),
        ("conclude", ("screen", "accept"), {"agreed": False}),
        ("conclude", ("screen", "accept"), {"result": "upheld"}),
        ("suspend", ("screen", "accept", "assign"), {"ground": "other"}),
        ("terminate", ("screen", "accept"), {"ground": ""}),
        ("terminate", ("screen", "accept"), {"ground": "all_withdrawn"}),
        (
            "dialogue",
            ("screen", "accept", "assign", "verify", "invite"),
            {"held_on": FIRST, "why": ""},
        ),
        ("appeal", ("screen", "accept"), {}),
        (
            "invite",
            ("screen", "accept", "assign", "verify"),
            {"planned_on": FIRST + 4 * DAY},
        ),
        (
            "invite",
            ("screen", "accept", "assign", "verify", "invite"),
            {"reason": ""},
        ),
        (
            "execute",
            ("screen", "accept", "conclude", "answer"),
            {},
        ),
    ],
)
def test_what_the_law_asks_for_is_asked(town, verb, before, words):
    petition = walk(began(town), town, *before)
    version = petition.version

    with pytest.raises(NotAllowed) as no:
        take(verb, petition, town, **words)

    assert no.value.said["vi"]
    petition.refresh_from_db()
    assert petition.version == version


def test_five_days_before_is_early_enough(town):
    petition = walk(began(town), town, "screen", "accept", "assign", "verify")

    petition = take("invite", petition, town, planned_on=FIRST + 5 * DAY)

    assert petition.state == "invited"


@pytest.mark.parametrize("instance", [Instance.FIRST, Instance.SECOND])
@pytest.mark.parametrize(("remote", "days"), [(False, 30), (True, 45)])
def test_a_decision_is_executed_once_it_has_legal_effect(
    town, leader, instance, remote, days
):
    """Law on complaints, article 44: of the first and of the second instance."""
    town.committee.remote = remote
    town.committee.save()
    petition = began(town, instance=instance)
    walk(petition, town, "screen", "accept", "assign", "verify", "invite")
    decided = FIRST + 6 * DAY
    walk(petition, town, "dialogue", "conclude", "answer", day=decided)
    last = decided + days * DAY
    while not CALENDAR.is_working(last):
        last += DAY

    case = selectors.case(leader, petition.pk)
    assert panels.effect(case, CALENDAR, last) == panels.Effect(last, has=False)
    assert panels.effect(case, CALENDAR, last + DAY).has
    with pytest.raises(NotAllowed) as no:
        take("execute", petition, town, last)
    assert f"{last:%d/%m/%Y}" in no.value.said["vi"]
    assert take("execute", petition, town, last + DAY).state == "executing"


def test_a_matter_with_something_left_to_execute_is_not_closed(town):
    petition = walk(began(town, FEEDBACK), town, "screen", "answer")
    petition.executions.create(
        kind="money_person", what="Hoàn tiền", who="UBND", ordered=5, made_on=FIRST
    )

    for verb in ("close", "resolve"):
        with pytest.raises(NotAllowed):
            take(verb, petition, town)


# ----- It goes on elsewhere ---------------------------------------------------


def test_the_second_instance_begins_in_the_province(town):
    petition = walk(began(town), town, "screen", "accept", "conclude", "answer")

    petition = take("appeal", petition, town, FIRST + 3 * DAY)

    link = Link.objects.get(of=petition)
    new = link.petition
    assert petition.state == "appealed"
    assert (new.unit, new.instance, link.kind) == (town.province, 2, "continuation")
    assert new.matter == petition.matter is not None
    assert new.number in petition.steps.last().to_name


def test_a_complaint_that_nobody_settled_in_time_may_go_up(town):
    petition = walk(began(town), town, "screen", "accept", "assign")

    petition = take("appeal", petition, town, petition.due + DAY)

    assert petition.state == "appealed"
    assert petition.due is None
    assert petition.deadlines.get(code="DL-KN-02").outcome == "ended"


def test_a_closed_matter_is_opened_again_as_a_new_petition(town):
    petition = walk(began(town, FEEDBACK), town, "screen", "answer", "close")

    petition = walk(petition, town, "ask_reopen", "reopen")

    new = Link.objects.get(of=petition).petition
    assert petition.state == "reopened"
    assert (new.state, new.unit, new.what) == (
        "received",
        town.committee,
        petition.what,
    )
    assert new.number != petition.number


def test_a_request_may_be_refused_with_a_word_to_the_citizen(town):
    petition = walk(began(town, FEEDBACK), town, "screen", "answer", "close")

    petition = walk(petition, town, "ask_reopen", "deny_reopen")

    assert petition.state == "closed"
    assert petition.replies.last().text == "Không có tình tiết mới."


def test_answered_and_resolved_are_two_ends(town):
    answered = walk(began(town, FEEDBACK), town, "screen", "answer", "close")
    resolved = walk(began(town, FEEDBACK), town, "screen", "answer", "resolve", "close")

    assert (answered.state, answered.resolved_on) == ("closed", None)
    assert (resolved.state, resolved.resolved_on) == ("closed", FIRST)


def test_a_later_word_of_the_person_replaces_the_earlier(town):
    petition = walk(began(town, FEEDBACK), town, "screen", "answer", "rate")

    take("rate", petition, town, answer="satisfied", comment="Tốt")

    petition.refresh_from_db()
    assert (petition.satisfaction.answer, petition.satisfaction.online) == (
        *("satisfied", False),
    )
