"""Legal terms, counted by hand and held to the law."""

import datetime
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar import holidays
from danvan.core.calendar.working_days import CalendarUnknown, WorkingCalendar
from danvan.core.casework.clock import MEETS, STARTS
from danvan.core.casework.deadlines import (
    DeadlineUnknown,
    compute,
    compute_for_now,
    rule,
    rules,
)
from danvan.core.casework.workflow import Kind, Step, next_steps

D = datetime.date
# Days off and swaps of 2026 as far as these tests walk.
CALENDAR = WorkingCalendar(
    holidays=frozenset(
        {
            *(D(2026, 2, d) for d in range(16, 21)),  # Tết
            D(2026, 4, 27),  # in lieu of 26/4, the Hùng Kings
            D(2026, 4, 30),
            D(2026, 5, 1),
            D(2026, 8, 31),  # swapped with Saturday 22/8
            D(2026, 9, 1),
            D(2026, 9, 2),
            D(2026, 11, 24),
        }
    ),
    makeup=frozenset({D(2026, 8, 22)}),
    known=range(2012, 2036),
)
PLAIN = WorkingCalendar(frozenset(), frozenset(), range(2012, 2040))


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        # 7 working days over the change of law on 1/7/2026
        ("DL-KN-01", D(2026, 6, 30), D(2026, 7, 10)),  # 10 calendar days
        ("DL-KN-01", D(2026, 7, 1), D(2026, 7, 10)),  # 7 working days
        ("DL-KN-01", D(2026, 6, 9), D(2026, 6, 19)),
        ("DL-KN-01", D(2026, 6, 17), D(2026, 6, 29)),  # 27/6 is a Saturday
        # Tết: Friday 13/2, then 23–27/2, 2/3 and 3/3
        ("DL-TC-01", D(2026, 2, 13), D(2026, 3, 3)),
        # make-up Saturday 22/8 is counted, 31/8–2/9 are not
        ("DL-KNPA-01", D(2026, 8, 20), D(2026, 9, 7)),
        ("DL-KNPA-01", D(2026, 11, 20), D(2026, 12, 7)),
        ("DL-KNPA-01", D(2026, 11, 22), D(2026, 12, 7)),  # a Sunday
        ("DL-KN-02", D(2026, 11, 2), D(2026, 12, 2)),
        ("DL-KN-02", D(2026, 11, 6), D(2026, 12, 7)),  # Sunday 6/12 moves on
        ("DL-KN-03", D(2026, 4, 24), D(2026, 5, 4)),  # 28/4, 29/4, 4/5
        ("DL-TC-05", D(2026, 7, 30), D(2026, 9, 3)),  # 29/8, then the long holiday
        ("DL-KN-00", D(2026, 8, 24), D(2026, 11, 23)),
        ("DL-XLD-02", D(2026, 7, 1), D(2026, 8, 17)),
        # backwards: five working days before, over the weekend and the holiday
        ("DL-TCD-05", D(2026, 11, 27), D(2026, 11, 19)),
        ("DL-KN-09", D(2026, 11, 27), D(2026, 11, 20)),  # 22/11 is a Sunday
    ],
)
def test_terms_counted_by_hand(code, start, due):
    assert compute(code, start, CALENDAR).due == due


@pytest.mark.parametrize(
    ("code", "remote", "hard", "days"),
    [
        ("DL-KN-02", False, False, 30),
        ("DL-KN-02", False, True, 45),
        ("DL-KN-02", True, False, 45),
        ("DL-KN-02", True, True, 60),
        ("DL-KN-05", False, False, 45),
        ("DL-KN-05", True, True, 70),
        ("DL-KN-04", True, False, 45),
        ("DL-KN-07", True, True, 45),
        ("DL-KN-08", False, True, 45),
        ("DL-KNPA-01", True, True, 10),
        ("DL-TC-01", False, True, 7),
    ],
)
def test_the_longer_terms(code, remote, hard, days):
    assert rule(code, D(2026, 8, 1)).length(remote=remote, complex=hard) == days


def test_the_sentence_of_a_term_in_working_days():
    assert compute("DL-KNPA-01", D(2026, 8, 20), CALENDAR).sentence == {
        "vi": "Nhận ngày 20/08/2026; 10 ngày làm việc, không tính ngày nhận, trừ thứ"
        " bảy, chủ nhật và ngày nghỉ lễ (31/08/2026, 01/09/2026, 02/09/2026); có tính"
        " ngày làm bù (22/08/2026); hạn là thứ hai ngày 07/09/2026.",
        "en": "Received on 20/08/2026; 10 working days, the day of receipt not counted,"
        " without Saturdays, Sundays and public holidays (31/08/2026, 01/09/2026,"
        " 02/09/2026); make-up working days counted (22/08/2026); due on Monday"
        " 07/09/2026.",
    }


def test_the_sentence_of_a_term_that_ends_on_a_day_off():
    assert compute("DL-KN-02", D(2026, 11, 6), CALENDAR).sentence == {
        "vi": "Thụ lý ngày 06/11/2026; 30 ngày, không tính ngày thụ lý, có tính thứ"
        " bảy, chủ nhật và ngày nghỉ lễ; ngày cuối là chủ nhật ngày 06/12/2026, ngày"
        " nghỉ, nên chuyển sang ngày làm việc tiếp theo; hạn là thứ hai ngày"
        " 07/12/2026.",
        "en": "Accepted on 06/11/2026; 30 days, the day of acceptance not counted,"
        " Saturdays, Sundays and public holidays counted; the last day, Sunday"
        " 06/12/2026, is a day off, so the next working day counts; due on Monday"
        " 07/12/2026.",
    }


def test_the_sentence_says_why_the_term_is_longer():
    said = compute("DL-KN-02", D(2026, 7, 1), CALENDAR, remote=True, complex=True)
    assert "60 ngày (vùng sâu, vùng xa, vụ việc phức tạp)" in said.sentence["vi"]
    assert "60 days (remote area, complex case)" in said.sentence["en"]

    plain = compute("DL-KNPA-01", D(2026, 7, 1), CALENDAR, remote=True, complex=True)
    assert "vùng" not in plain.sentence["vi"]


def test_the_sentence_of_a_term_that_runs_back():
    said = compute("DL-TCD-05", D(2026, 11, 27), CALENDAR).sentence["vi"]
    assert said == (
        "Tiếp công dân ngày 27/11/2026; phải công bố lịch tiếp công dân trước ít nhất"
        " 5 ngày làm việc, trừ thứ bảy, chủ nhật và ngày nghỉ lễ (24/11/2026); chậm"
        " nhất là thứ năm ngày 19/11/2026."
    )


def test_a_letter_of_december_has_a_term_before_the_next_year_is_announced():
    short = replace(CALENDAR, known=range(2012, 2027))
    with pytest.raises(CalendarUnknown):
        compute("DL-KNPA-01", D(2026, 12, 21), short)

    found = compute_for_now("DL-KNPA-01", D(2026, 12, 21), short)
    assert found.due == D(2027, 1, 4)
    assert found.sentence["vi"].endswith(
        "hạn là thứ hai ngày 04/01/2027 (lịch nghỉ lễ năm 2027 chưa được công bố nên"
        " chưa được trừ)."
    )
    assert "2027 are not announced yet" in found.sentence["en"]


def test_a_known_year_is_counted_as_ever():
    start = D(2026, 11, 20)
    assert compute_for_now("DL-KNPA-01", start, CALENDAR) == compute(
        "DL-KNPA-01", start, CALENDAR
    )


def test_a_rule_is_unknown_before_its_law():
    with pytest.raises(DeadlineUnknown):
        compute("DL-TCD-02", D(2026, 6, 30), CALENDAR)
    with pytest.raises(DeadlineUnknown):
        compute("DL-NO-SUCH", D(2026, 7, 1), CALENDAR)


days = st.dates(D(2020, 1, 1), D(2033, 12, 31))
codes = st.sampled_from(sorted({r.code for r in rules() if r.holds_on(D(2030, 1, 1))}))
calendars = st.builds(
    lambda off, on: WorkingCalendar(off, on - off, range(2012, 2040)),
    st.frozensets(days, max_size=30),
    st.frozensets(days, max_size=10),
)
new_days = st.dates(D(2026, 7, 1), D(2033, 12, 31))
flags = st.booleans()


@given(codes, new_days, calendars, flags, flags)
def test_a_term_ends_on_a_working_day(code, start, calendar, remote, hard):
    """Civil Code 2015, article 148.5: ends with the working day that follows."""
    found = compute(code, start, calendar, remote=remote, complex=hard)
    assert calendar.is_working(found.due)
    assert (found.due < start) if rule(code, start).before else (found.due > start)


@given(codes, new_days, calendars, flags, flags)
def test_the_days_of_the_term_are_all_there(code, start, calendar, remote, hard):
    """Civil Code 2015, article 147.2: the first day is not counted."""
    found = rule(code, start)
    due = compute(code, start, calendar, remote=remote, complex=hard).due
    length = found.length(remote=remote, complex=hard)
    if found.working:
        first, last = sorted((start, due))
        shift = datetime.timedelta(days=1) if found.before else datetime.timedelta(0)
        between = calendar.working_days_between(first - shift, last - shift)
        assert between == length
    elif found.before:
        assert (start - due).days >= length
    else:
        assert (due - start).days >= length


@given(codes, new_days, flags, flags)
def test_a_harder_case_is_never_due_earlier(code, start, remote, hard):
    if rule(code, start).before:
        return
    plain = compute(code, start, PLAIN).due
    assert compute(code, start, PLAIN, remote=remote, complex=hard).due >= plain


@given(codes, new_days, calendars, flags, flags)
def test_both_sentences_name_the_start_and_the_due_date(
    code, start, calendar, remote, hard
):
    found = compute(code, start, calendar, remote=remote, complex=hard)
    for said in found.sentence.values():
        assert f"{start:%d/%m/%Y}" in said
        assert said.endswith(f"{found.due:%d/%m/%Y}.")


def test_at_most_one_rule_of_a_code_holds_on_a_day():
    for found in rules():
        for edge in {found.valid_from, found.valid_to} - {None}:
            same = [r for r in rules() if r.code == found.code and r.holds_on(edge)]
            assert len(same) == 1


def test_every_rule_names_its_law():
    assert len({r.code for r in rules()}) == 42
    for found in rules():
        assert re.fullmatch(r"DL-[A-Z]+-\d\d(-[A-Z0-9]+)?", found.code)
        assert found.act
        assert found.article
        assert len(found.act) <= 200
        assert len(found.article) <= 60
        assert found.days > 0


def test_every_term_that_a_step_starts_is_a_rule_and_can_be_met():
    assert set(STARTS.values()) == set(MEETS)
    for code in MEETS:
        assert rule(code, D(2026, 7, 1))


def after(line, kind, running):
    left = {code for code in running if line.step not in MEETS[code]}
    return frozenset(
        left | {STARTS[key] for key in [(kind, line.step)] if key in STARTS}
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_one_term_runs_at_a_time_and_none_is_left_at_the_end(kind):
    """Every state is walked to with every set of terms that can run there."""
    seen, new = set(), [(None, frozenset())]
    while new:
        state, running = new.pop()
        for line in next_steps(state, kind):
            there = (line.target, after(line, kind, running))
            if there not in seen:
                seen.add(there)
                new.append(there)

    assert all(len(running) <= 1 for _, running in seen)
    assert {running for state, running in seen if state == "closed"} == {frozenset()}
    if kind is not Kind.FEEDBACK:
        assert all(running for state, running in seen if state == "accepted")


def test_a_letter_has_a_term_from_the_first_day():
    assert {kind for kind, step in STARTS if step is Step.RECEIVE} == set(Kind)


def test_days_with_names_are_named_in_the_sentence():
    said = compute("DL-KNPA-01", D(2026, 8, 20), holidays.known()).sentence
    assert (
        "trừ thứ bảy, chủ nhật và ngày nghỉ lễ (31/08/2026 ngày nghỉ hoán đổi, làm bù"
        " ngày 22/08/2026, 01/09/2026–02/09/2026 Quốc khánh 2/9); có tính ngày làm bù"
        " (22/08/2026 làm bù cho ngày 31/08/2026); hạn" in said["vi"]
    )
    assert "(22/08/2026 worked for 31/08/2026)" in said["en"]

    over_tet = compute("DL-TC-01", D(2024, 2, 5), holidays.known()).sentence["vi"]
    assert "(08/02/2024–14/02/2024 Tết Nguyên đán)" in over_tet


def test_a_last_day_with_a_name_is_named():
    said = compute("DL-KN-02", D(2026, 10, 25), holidays.known()).sentence["vi"]
    assert "ngày nghỉ (Ngày Văn hóa Việt Nam 24/11), nên chuyển" in said


def test_the_trace_tells_each_day():
    found = compute("DL-KN-03", D(2026, 8, 20), holidays.known())
    assert found.trace == (
        {
            "kind": "rule",
            "code": "DL-KN-03",
            "name": dict(rule("DL-KN-03", D(2026, 8, 20)).name),
            "act": "Luật Khiếu nại 02/2011/QH13",
            "article": "Điều 32",
            "days": 3,
            "unit": "working",
            "variants": [],
            "regime": "received",
            "regime_day": "2026-08-20",
            "certain": True,
            "note": {},
        },
        {
            "kind": "start",
            "day": "2026-08-20",
            "event": {"vi": "Ban hành quyết định", "en": "Decision issued"},
        },
        {"kind": "counted", "from": "2026-08-21", "to": "2026-08-21", "days": 1},
        {
            "kind": "makeup",
            "day": "2026-08-22",
            "days": 1,
            "name": {"vi": "làm bù cho ngày 31/08/2026", "en": "worked for 31/08/2026"},
        },
        {
            "kind": "off",
            "day": "2026-08-23",
            "why": "sunday",
            "name": {"vi": "chủ nhật", "en": "Sunday"},
        },
        {"kind": "counted", "from": "2026-08-24", "days": 1, "to": "2026-08-24"},
        {"kind": "due", "day": "2026-08-24"},
    )


def test_a_holiday_without_a_name_is_still_told():
    told = compute("DL-KN-03", D(2026, 11, 23), CALENDAR).trace
    assert {
        "kind": "off",
        "day": "2026-11-24",
        "why": "holiday",
        "name": {"vi": "ngày nghỉ lễ", "en": "public holiday"},
    } in told


def test_a_term_that_awaits_a_lawyer_says_so():
    assert compute("DL-KNPA-01", D(2026, 7, 1), CALENDAR).certain
    assert not compute("DL-XLD-01", D(2026, 7, 1), CALENDAR).certain


def test_a_day_before_that_is_off_is_done_the_working_day_before():
    said = compute("DL-KN-09", D(2026, 11, 27), CALENDAR).sentence["vi"]
    assert said == (
        "Đối thoại ngày 27/11/2026; phải mời đối thoại trước ít nhất 5 ngày; chủ nhật"
        " ngày 22/11/2026 là ngày nghỉ nên phải làm trước ngày đó; chậm nhất là thứ sáu"
        " ngày 20/11/2026."
    )


@pytest.mark.parametrize(
    ("code", "received", "regime", "day"),
    [
        ("DL-KN-02", D(2026, 6, 25), "received", "2026-06-25"),
        ("DL-KN-02", None, "received", "2026-07-06"),
        ("DL-KN-10", D(2026, 6, 25), "event", "2026-07-06"),
    ],
)
def test_the_trace_tells_which_day_chose_the_rule(code, received, regime, day):
    law = compute(code, D(2026, 7, 6), CALENDAR, received=received).trace[0]
    assert (law["regime"], law["regime_day"]) == (regime, day)


def test_the_trace_tells_what_made_the_term_longer():
    held = {"remote": True, "complex": True, "places": True}
    told = {
        code: compute(code, D(2026, 7, 6), CALENDAR, **held).trace[0]["variants"]
        for code in ("DL-KN-02", "DL-KN-04", "DL-TC-01", "DL-KNPA-01")
    }
    assert told == {
        "DL-KN-02": ["remote", "complex"],
        "DL-KN-04": ["remote"],
        "DL-TC-01": ["places"],
        "DL-KNPA-01": [],
    }
