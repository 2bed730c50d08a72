"""A sheet goes up the levels, one step and one line of the journal at a time."""

import dataclasses
import datetime

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from danvan.core.calendar import periods
from danvan.core.indicators import approval, closing
from danvan.core.indicators.approval import NotAllowed
from danvan.core.indicators.closing import Why
from danvan.indicators import moving, submitting
from danvan.indicators.errors import BadDays, Closed, NoReason, NothingFilled
from danvan.indicators.models import Stage
from danvan.indicators.tests import sending
from danvan.indicators.tests.sending import (
    COMMUNE,
    NOW,
    OTHER,
    PERIOD,
    PROVINCE,
    SHEET,
)
from danvan.journal.models import Entry

pytestmark = pytest.mark.django_db
D = datetime.date
EARLY = D(2026, 3, 15)
DAY = datetime.timedelta(days=1)


def test_the_stages_of_rows_are_those_of_the_table():
    assert {*Stage.values} == {*approval.Stage}


def test_a_sheet_goes_from_the_commune_to_being_locked(place):
    row = sending.sent(place.commune)
    for verb in ("approve", "accept", "lock"):
        row = getattr(submitting, verb)(submission=row, by=PROVINCE, now=NOW)

    assert row.stage == Stage.LOCKED
    assert [s.action for s in row.steps.all()] == [
        *("open", "sign", "send", "approve", "accept", "lock")
    ]
    assert moving.is_accepted(row)


def test_each_step_writes_one_line_in_the_journal(place):
    row = sending.approved(place.commune)

    lines = Entry.objects.filter(record=row.record).order_by("id")

    assert [line.action for line in lines] == [
        *("sheets.open", "sheets.sign", "sheets.send", "sheets.approve")
    ]


def test_a_sheet_is_returned_with_a_reason_and_sent_again(place):
    row = sending.sent(place.commune)
    row = submitting.give_back(
        submission=row, reason="Cột 3 chưa khớp", by=PROVINCE, now=NOW
    )
    first = row.sent_at

    row = submitting.sign(
        submission=row, lines=sending.lines(2), by=COMMUNE, now=NOW + DAY
    )
    row = submitting.send(submission=row, by=COMMUNE, now=NOW + DAY)

    assert row.stage == Stage.SENT
    assert row.sent_at == first
    assert row.steps.get(action="return").reason == "Cột 3 chưa khớp"


@pytest.mark.parametrize("verb", ["give_back", "unapprove", "unlock"])
def test_what_takes_something_away_gives_its_reason(place, verb):
    row = sending.sent(place.commune)
    if verb != "give_back":
        row = submitting.approve(submission=row, by=PROVINCE, now=NOW)
    if verb == "unlock":
        row = submitting.lock(submission=row, by=PROVINCE, now=NOW)

    with pytest.raises(NoReason):
        getattr(submitting, verb)(submission=row, reason=" ", by=PROVINCE, now=NOW)


@pytest.mark.parametrize("by", [COMMUNE, OTHER])
def test_only_the_level_above_approves(place, by):
    row = sending.sent(place.commune)

    with pytest.raises(NotAllowed):
        submitting.approve(submission=row, by=by, now=NOW)


@pytest.mark.parametrize("by", [OTHER, PROVINCE])
def test_only_the_unit_itself_signs(place, by):
    row = sending.opened(place.commune)

    with pytest.raises(NotAllowed):
        submitting.sign(submission=row, lines=sending.lines(), by=by, now=NOW)


def test_a_department_does_not_approve_its_own_sheet(place):
    row = sending.sent(place.department, by=PROVINCE)

    with pytest.raises(NotAllowed):
        submitting.approve(submission=row, by=PROVINCE, now=NOW)

    of_the_province = dataclasses.replace(PROVINCE, unit_code="T1")
    assert submitting.approve(submission=row, by=of_the_province, now=NOW).stage == (
        Stage.APPROVED
    )


def test_a_sheet_is_signed_with_what_it_says(place):
    with pytest.raises(NothingFilled):
        submitting.sign(
            submission=sending.opened(place.commune),
            lines=[submitting.Signed("TCD01", None, None)],
            by=COMMUNE,
            now=NOW,
        )

    row = submitting.sign(
        submission=sending.opened(place.commune),
        lines=[
            submitting.Signed("TCD01", None, None, nothing=True),
            submitting.Signed("TCD02", None, None, note="chưa có số"),
        ],
        by=COMMUNE,
        now=NOW,
    )
    lines = row.steps.get(action="sign").lines.all()
    assert [(line.amount, line.note) for line in lines] == [
        (0, ""),
        (None, "chưa có số"),
    ]


@pytest.mark.parametrize(
    ("stage", "why"),
    [("sent", Why.APPROVED), ("approved", Why.APPROVED), ("locked", Why.LOCKED)],
)
def test_what_the_level_above_has_takes_no_change(place, stage, why):
    row = sending.sent(place.commune)
    if stage != "sent":
        row = submitting.approve(submission=row, by=PROVINCE, now=NOW)
    if stage == "locked":
        row = submitting.lock(submission=row, by=PROVINCE, now=NOW)

    with pytest.raises(Closed) as closed:
        submitting.sign(submission=row, lines=sending.lines(), by=COMMUNE, now=NOW)

    assert closed.value.why == why


def test_a_sheet_opens_with_its_period_and_not_before(place):
    with pytest.raises(Closed) as closed:
        sending.opened(
            place.commune, now=datetime.datetime(2025, 12, 14, tzinfo=datetime.UTC)
        )
    assert closed.value.why == Why.WINDOW

    midnight = datetime.datetime(2025, 12, 15, tzinfo=closing.LOCAL)
    assert sending.opened(place.commune, now=midnight).stage == Stage.OPEN


def test_figures_are_signed_when_the_days_they_cover_are_over(place):
    early = datetime.datetime(2026, 3, 10, tzinfo=closing.LOCAL)
    row = sending.opened(place.commune, now=early)
    with pytest.raises(Closed):
        submitting.sign(submission=row, lines=sending.lines(), by=COMMUNE, now=early)

    row = submitting.cover(
        submission=row,
        start=row.start,
        end=D(2026, 3, 9),
        reason="Chốt sớm theo công văn",
        by=COMMUNE,
        now=early,
    )

    row = submitting.sign(submission=row, lines=sending.lines(), by=COMMUNE, now=early)
    assert row.stage == Stage.SIGNED
    assert [s.action for s in row.steps.all()] == ["open", "days", "sign"]


@pytest.mark.parametrize(
    ("start", "end", "reason", "error"),
    [
        (D(2025, 12, 15), D(2026, 3, 9), "", NoReason),
        (D(2026, 3, 9), D(2026, 3, 8), "x", BadDays),
        (D(2024, 3, 9), D(2024, 3, 10), "x", BadDays),
        (D(2026, 3, 15), D(2026, 3, 20), "x", BadDays),
    ],
)
def test_other_days_are_in_order_touch_the_period_and_have_a_reason(
    place, start, end, reason, error
):
    row = sending.opened(place.commune)

    with pytest.raises(error):
        submitting.cover(
            submission=row, start=start, end=end, reason=reason, by=COMMUNE, now=NOW
        )


def due(place, day=EARLY, closes=None, **more):
    given = {"decision": "12/QĐ-UBND", "by": PROVINCE, "now": NOW} | more
    return submitting.set_due(
        place=place.province,
        sheet=SHEET,
        period=PERIOD,
        due=day,
        closes=closes,
        **given,
    )


def test_a_window_that_closed_is_opened_for_one_unit_by_an_exception(place):
    due(place, closes=D(2026, 3, 15))
    with pytest.raises(Closed):
        sending.opened(place.commune)

    submitting.allow_late(
        unit=place.commune,
        sheet=SHEET,
        period=PERIOD,
        until=D(2026, 3, 16),
        reason="Mất mạng do bão",
        by=PROVINCE,
        now=NOW,
    )

    assert sending.sent(place.commune).stage == Stage.SENT
    with pytest.raises(Closed):
        sending.opened(place.other, by=OTHER)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"reason": ""}, NoReason),
        ({"until": D(2026, 3, 15)}, BadDays),
        ({"by": COMMUNE}, NotAllowed),
    ],
)
def test_an_exception_has_a_reason_a_day_to_come_and_comes_from_above(
    place, more, error
):
    given = {"until": D(2026, 3, 20), "reason": "x", "by": PROVINCE} | more

    with pytest.raises(error):
        submitting.allow_late(
            unit=place.commune, sheet=SHEET, period=PERIOD, now=NOW, **given
        )


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"decision": ""}, NoReason),
        ({"day": D(2026, 3, 18)}, BadDays),  # after the national day
        ({"day": D(2025, 12, 1)}, BadDays),
        ({"closes": D(2026, 3, 14)}, BadDays),
    ],
)
def test_a_place_asks_earlier_than_the_law_by_decision_never_later(place, more, error):
    with pytest.raises(error):
        due(place, **more)


def test_nothing_is_unapproved_once_accepted(place):
    row = sending.approved(place.commune)
    row = submitting.accept(submission=row, by=PROVINCE, now=NOW)

    with pytest.raises(NotAllowed):
        submitting.unapprove(submission=row, reason="x", by=PROVINCE, now=NOW)

    row = submitting.unaccept(submission=row, by=PROVINCE, now=NOW)
    row = submitting.unapprove(submission=row, reason="x", by=PROVINCE, now=NOW)
    assert row.stage == Stage.SENT


def test_nothing_is_unapproved_once_the_place_has_sent_its_own(place):
    row = sending.approved(place.commune)
    own = sending.signed(place.province, by=PROVINCE)
    submitting.send(
        submission=own, reason="Thiếu 01 xã, đã đôn đốc", by=PROVINCE, now=NOW
    )

    with pytest.raises(NotAllowed):
        submitting.unapprove(submission=row, reason="x", by=PROVINCE, now=NOW)


def test_a_place_sends_without_a_silent_unit_only_with_a_word_of_it(place):
    sending.approved(place.commune)
    own = sending.signed(place.province, by=PROVINCE)
    assert moving.standing_of(own).waiting

    with pytest.raises(NoReason):
        submitting.send(submission=own, by=PROVINCE, now=NOW)

    own = submitting.send(submission=own, reason="Thiếu 01 xã", by=PROVINCE, now=NOW)
    assert own.stage == Stage.SENT


def test_what_the_level_above_the_top_decided_is_kept_by_the_top_itself(place):
    own = sending.signed(place.province, by=PROVINCE)
    own = submitting.send(submission=own, reason="x", by=PROVINCE, now=NOW)

    own = submitting.give_back(
        submission=own, reason="Thanh tra Chính phủ trả lại", by=PROVINCE, now=NOW
    )

    assert own.stage == Stage.RETURNED


def test_the_days_a_sheet_covers_begin_with_the_unit(place):
    place.commune.valid_from = D(2026, 2, 1)
    place.commune.save()

    assert sending.opened(place.commune).start == D(2026, 2, 1)


def test_nobody_opens_what_a_unit_does_not_owe(place):
    with pytest.raises(NotAllowed):
        sending.opened(place.police)
    with pytest.raises(NotAllowed):
        sending.opened(place.commune, period=periods.by_key("c2026-m3"))


def test_the_signed_pdf_is_tied_to_what_was_signed(place):
    row = sending.signed(place.commune)

    submitting.attach_paper(submission=row, paper="abc", by=COMMUNE, now=NOW)

    assert row.steps.get(action="attach").paper == "abc"


def test_steps_are_never_changed(place):
    sending.opened(place.commune)

    with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as c:
        c.execute("UPDATE indicators_step SET reason = 'x'")
