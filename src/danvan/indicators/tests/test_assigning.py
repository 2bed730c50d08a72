"""Expected is what a place asks for, by decision, and never what came in."""

import datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.indicators import assigning, owing
from danvan.indicators.errors import BadDays, NoReason
from danvan.indicators.models import Assignment
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC)
SHEET = chains.by_id("inspectorate")
Q1, Q2 = periods.by_key("2026-q1"), periods.by_key("2026-q2")


@pytest.fixture
def place():
    return Unit.objects.create(
        code="T-P", name="Tỉnh Thử", level=Level.PROVINCE, kind=Kind.TERRITORY
    )


@pytest.fixture
def commune(place):
    return Unit.objects.create(
        code="T-C",
        name="Xã Thử",
        level=Level.COMMUNE,
        kind=Kind.TERRITORY,
        parent=place,
    )


def ask(place, **more):
    given = {
        "sheet": SHEET,
        "since": Q2.end,
        "decision": "12/QĐ-UBND",
        "by": system(place.code),
        "now": NOW,
    }
    return assigning.ask(place=place, **given | more)


def test_without_a_word_of_the_place_every_sheet_is_expected(place, commune):
    assert [o.unit for o in owing.of_place(place, SHEET, Q1)] == [commune]


def test_what_ended_before_the_first_day_is_expected_of_nobody(place, commune):
    ask(place)

    assert owing.of_place(place, SHEET, Q1) == []
    assert [o.unit for o in owing.of_place(place, SHEET, Q2)] == [commune]


def test_a_sheet_that_is_not_named_is_expected_of_nobody(place, commune):
    ask(place)

    other = chains.by_id("government")
    assert owing.of_place(place, other, periods.by_key("g2026-q2")) == []


def test_the_last_word_on_a_sheet_holds_and_the_earlier_ones_stay(place, commune):
    ask(place)
    ask(place, since=Q1.end, until=Q1.end)

    assert len(owing.of_place(place, SHEET, Q1)) == 1
    assert owing.of_place(place, SHEET, Q2) == []
    assert Assignment.objects.count() == 2


def test_a_unit_owes_what_its_place_asks_for(place, commune):
    ask(place)

    owed = owing.owed_by(commune, datetime.date(2026, 7, 1))

    assert {o.sheet.id for o in owed} == {"inspectorate"}
    assert min(o.period.end for o in owed) >= Q2.end


def test_another_place_is_not_bound_by_the_word(place, commune):
    ask(place)
    far = Unit.objects.create(
        code="T-F", name="Tỉnh Xa", level=Level.PROVINCE, kind=Kind.TERRITORY
    )

    assert len(owing.owed_by(far, datetime.date(2026, 7, 1))) > 1


def test_a_decision_has_a_number_and_days_in_order(place):
    with pytest.raises(NoReason):
        ask(place, decision=" ")
    with pytest.raises(BadDays):
        ask(place, until=Q1.end)
    assert not Assignment.objects.exists()


def test_it_is_one_line_of_the_journal_and_never_changed(place):
    ask(place)

    assert Entry.objects.get().action == "sheets.ask"
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE indicators_assignment SET since = '2020-01-01'")
