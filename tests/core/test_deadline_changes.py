"""Extensions and stops: what the law allows, what it refuses, and how it is told."""

import datetime

import pytest

from danvan.core.calendar import holidays
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.changes import NotAllowed, extend, resume, suspend
from danvan.core.casework.complexity import determine
from danvan.core.casework.deadlines import compute
from danvan.core.casework.lateness import stage
from danvan.core.casework.term import Extension, Pause, Term, from_json
from danvan.core.casework.workflow import Kind

D = datetime.date
CALENDAR = holidays.known()
STARTED = D(2026, 7, 1)
DENUNCIATION = compute("DL-TC-05", STARTED, CALENDAR)  # due on 31/7/2026
COMPLAINT = compute("DL-KN-02", STARTED, CALENDAR)
FEEDBACK = compute("DL-KNPA-01", STARTED, CALENDAR)


def hard(criteria, on=STARTED, kind=Kind.DENUNCIATION):
    return determine(kind, list(criteria), on)


def test_an_extension_is_kept_with_its_ground_and_told_in_words():
    found = extend(
        DENUNCIATION.term,
        CALENDAR,
        determination=hard("cđ"),
        on=D(2026, 7, 28),
        days=20,
        decision="12/QĐ-UBND",
    )

    (kept,) = found.term.extensions
    assert kept == Extension("DL-TC-07", 20, D(2026, 7, 28), "c, đ", "12/QĐ-UBND")
    assert found.sentence["vi"] == (
        "Thụ lý ngày 01/07/2026; 30 ngày, không tính ngày thụ lý, có tính thứ bảy, chủ"
        " nhật và ngày nghỉ lễ; gia hạn 20 ngày theo quyết định ngày 28/07/2026; hạn là"
        " thứ năm ngày 20/08/2026."
    )
    assert "20 more days by decision of 28/07/2026" in found.sentence["en"]
    line = next(line for line in found.trace if line["kind"] == "extended")
    assert (line["more"], line["article"], line["ground"]) == (
        20,
        "Điều 30 khoản 3",
        "c, đ",
    )


@pytest.mark.parametrize(
    ("criteria", "days", "on", "why"),
    [
        ("", None, D(2026, 7, 28), "không thuộc trường hợp"),
        ("a", 31, D(2026, 7, 28), "không quá 30 ngày"),
        ("a", -1, D(2026, 7, 28), "không quá 30 ngày"),
        ("ab", 0, D(2026, 7, 28), "không quá 30 ngày"),
        ("a", None, D(2026, 8, 1), "Đã hết thời hạn"),
    ],
)
def test_an_extension_the_law_does_not_allow(criteria, days, on, why):
    with pytest.raises(NotAllowed) as refused:
        extend(
            DENUNCIATION.term, CALENDAR, determination=hard(criteria), on=on, days=days
        )
    assert why in refused.value.said["vi"]
    assert refused.value.said["en"]


@pytest.mark.parametrize(("criteria", "times"), [("a", 1), ("ag", 2)])
def test_complex_is_extended_once_and_especially_complex_twice(criteria, times):
    """Law on Denunciations, article 30.2 and 30.3."""
    found = DENUNCIATION
    for _ in range(times):
        found = extend(found.term, CALENDAR, determination=hard(criteria), on=found.due)
    assert found.days == 30 * (1 + times)

    with pytest.raises(NotAllowed) as refused:
        extend(found.term, CALENDAR, determination=hard(criteria), on=found.due)
    assert f"{times} lần" in refused.value.said["vi"]


def test_a_complex_one_found_especially_complex_has_its_second_extension():
    once = extend(
        DENUNCIATION.term, CALENDAR, determination=hard("a"), on=D(2026, 7, 28)
    )
    twice = extend(once.term, CALENDAR, determination=hard("ae"), on=D(2026, 8, 28))
    assert [e.code for e in twice.term.extensions] == ["DL-TC-06", "DL-TC-07"]
    assert twice.days == 90


def test_a_complaint_becomes_complex_once():
    complaint = hard("b", kind=Kind.COMPLAINT)
    found = extend(COMPLAINT.term, CALENDAR, determination=complaint, on=D(2026, 7, 9))
    assert (found.days, found.term.complex, found.term.extensions) == (45, True, ())
    assert "vụ việc phức tạp" in found.sentence["vi"]

    with pytest.raises(NotAllowed):
        extend(found.term, CALENDAR, determination=complaint, on=D(2026, 7, 9))


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION])
def test_no_determination_lengthens_another_kind_of_term(kind):
    other = COMPLAINT if kind is Kind.DENUNCIATION else DENUNCIATION
    for term in (other.term, FEEDBACK.term):
        with pytest.raises(NotAllowed):
            extend(term, CALENDAR, determination=hard("abc", kind=kind), on=STARTED)


def test_a_matter_is_determined_before_its_term_is_lengthened():
    with pytest.raises(NotAllowed) as refused:
        extend(
            DENUNCIATION.term,
            CALENDAR,
            determination=hard("a", on=D(2026, 7, 29)),
            on=D(2026, 7, 28),
        )
    assert "trước khi" in refused.value.said["vi"]


def test_while_the_clock_stands_it_is_never_too_late_to_extend():
    standing = suspend(DENUNCIATION.term, CALENDAR, on=D(2026, 7, 20))
    found = extend(standing.term, CALENDAR, determination=hard("a"), on=D(2026, 9, 1))
    assert found.left == 42


def test_a_standing_clock_says_how_many_days_are_left():
    found = suspend(DENUNCIATION.term, CALENDAR, on=D(2026, 7, 20), ground="Điều 34.1a")

    assert found.left == 12
    assert found.term.stopped == D(2026, 7, 20)
    assert found.sentence["vi"].endswith(
        "; thời hạn dừng từ ngày 20/07/2026, còn 12 ngày, tính tiếp từ ngày tiếp tục"
        " giải quyết."
    )
    assert "with 12 days left" in found.sentence["en"]


def test_a_stop_is_told_in_the_sentence_and_the_trace():
    standing = suspend(DENUNCIATION.term, CALENDAR, on=D(2026, 7, 20))
    found = resume(standing.term, CALENDAR, on=D(2026, 8, 3))

    assert (
        "không tính thời gian tạm đình chỉ giải quyết từ ngày 20/07/2026 đến hết ngày"
        " 02/08/2026 (14 ngày); hạn là thứ sáu ngày 14/08/2026." in found.sentence["vi"]
    )
    assert (
        "settlement suspended from 20/07/2026 to 02/08/2026 (14 days)"
        in found.sentence["en"]
    )
    assert [line for line in found.trace if line["kind"] not in {"rule", "start"}] == [
        {"kind": "counted", "from": "2026-07-02", "days": 18, "to": "2026-07-19"},
        {
            "kind": "paused",
            "pause": "suspension",
            "name": {"vi": "tạm đình chỉ giải quyết", "en": "settlement suspended"},
            "from": "2026-07-20",
            "to": "2026-08-02",
            "days": 14,
            "act": "Luật Tố cáo 25/2018/QH14",
            "article": "Điều 34 khoản 2",
        },
        {"kind": "counted", "from": "2026-08-03", "days": 12, "to": "2026-08-14"},
        {"kind": "due", "day": "2026-08-14"},
    ]


@pytest.mark.parametrize(
    ("found", "kind", "on", "why"),
    [
        (FEEDBACK, "suspension", D(2026, 7, 6), "không cho dừng"),
        (COMPLAINT, "assessment", D(2026, 7, 6), "không cho dừng"),
        (COMPLAINT, "obstacle", D(2026, 7, 6), "không cho dừng"),
        (DENUNCIATION, "suspension", D(2026, 6, 30), "mới bắt đầu từ ngày"),
    ],
)
def test_a_stop_the_law_does_not_allow(found, kind, on, why):
    with pytest.raises(NotAllowed) as refused:
        suspend(found.term, CALENDAR, kind=kind, on=on)
    assert why in refused.value.said["vi"]


def test_a_term_that_is_over_may_be_stopped_and_gains_no_day():
    term = compute("DL-KN-02", D(2026, 7, 1), CALENDAR).term  # due on the 31st
    stopped = suspend(term, CALENDAR, on=D(2026, 8, 5))
    resumed = resume(stopped.term, CALENDAR, on=D(2026, 9, 5))

    assert stopped.due == resumed.due == D(2026, 7, 31)
    assert "quá hạn 4 ngày" in stopped.sentence["vi"]
    assert "đến hết ngày 04/09/2026" in resumed.sentence["vi"]
    assert [x["late"] for x in resumed.trace if x["kind"] == "late_stop"] == [4]
    assert stage(resumed.term, resumed.due, D(2026, 9, 10)).days == 10


def test_a_complaint_could_not_be_suspended_before_the_decree_of_2026():
    older = compute("DL-KN-02", D(2026, 6, 10), CALENDAR)
    with pytest.raises(NotAllowed):
        suspend(older.term, CALENDAR, on=D(2026, 6, 30))
    assert suspend(older.term, CALENDAR, on=D(2026, 7, 1)).left == 10


def test_a_standing_clock_does_not_stop_again_nor_a_running_one_resume():
    standing = suspend(DENUNCIATION.term, CALENDAR, on=D(2026, 7, 20))
    for again in (D(2026, 7, 20), D(2026, 7, 25)):
        with pytest.raises(NotAllowed):
            suspend(standing.term, CALENDAR, on=again)
    with pytest.raises(NotAllowed):
        resume(standing.term, CALENDAR, on=D(2026, 7, 19))
    with pytest.raises(NotAllowed):
        resume(DENUNCIATION.term, CALENDAR, on=D(2026, 7, 20))


def test_a_stop_ends_no_earlier_than_it_begins():
    with pytest.raises(ValueError, match="before it stopped"):
        Pause("suspension", D(2026, 7, 2), D(2026, 7, 1))


def test_a_decision_does_not_wait_for_the_holidays_of_the_coming_year():
    short = WorkingCalendar(CALENDAR.holidays, CALENDAR.makeup, range(2017, 2027))
    found = compute("DL-TC-05", D(2026, 11, 20), short)
    longer = extend(found.term, short, determination=hard("a"), on=D(2026, 12, 1))
    assert longer.due == D(2027, 1, 19)
    assert {"kind": "unannounced", "year": 2027} in longer.trace
    assert "2027 chưa được công bố" in longer.sentence["vi"]


def test_a_term_with_all_that_happened_survives_json():
    term = Term(
        "DL-TC-05",
        STARTED,
        received=D(2026, 6, 25),
        remote=True,
        extensions=(Extension("DL-TC-06", 30, D(2026, 7, 28), "a", "1/QĐ"),),
        pauses=(
            Pause("assessment", D(2026, 7, 6), D(2026, 7, 9)),
            Pause("suspension", D(2026, 7, 20)),
        ),
    )
    assert from_json(term.to_json()) == term


@pytest.mark.parametrize("broken", [{}, {"code": "DL-KN-01"}])
def test_a_text_that_is_no_term_is_refused(broken):
    with pytest.raises(KeyError):
        from_json(broken)
