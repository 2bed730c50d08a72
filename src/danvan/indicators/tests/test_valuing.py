"""Values are kept with their whole history, whoever gives them and however often."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.indicators import errors, standing, valuing
from danvan.indicators.models import Provenance, Value
from danvan.indicators.tests.conftest import letter
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit

QUARTER = periods.by_key("2025-q3")
NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)
BY = system("T1.1")
TYPED = (Provenance.ENTERED, Provenance.IMPORTED, Provenance.REPORTED)


def say(unit, amount, source=Provenance.ENTERED, *, code="TX01", day=0, **more):
    return valuing.record(
        unit=unit,
        period=QUARTER,
        code=code,
        amount=Decimal(amount),
        provenance=source,
        by=BY,
        now=NOW + datetime.timedelta(days=day),
        **more,
    )


def cell(unit, code="TX01"):
    found = standing.cells([unit.pk], [QUARTER], [code])
    return found.get((unit.pk, QUARTER.key, code), standing.EMPTY)


SAID = st.tuples(
    st.sampled_from(TYPED),
    st.sampled_from(["", "a"]),
    st.one_of(st.none(), st.integers(-3, 3)),  # None: taken back
)


class Histories(TestCase):
    """Whatever is said of a cell, in whatever order."""

    def setUp(self):
        self.unit = Unit.objects.create(
            code="T1.1", name="Xã Một", level=Level.COMMUNE, kind=Kind.TERRITORY
        )

    @settings(max_examples=25, deadline=None)
    @given(st.lists(SAID, max_size=12))
    def test_no_value_is_ever_lost_and_one_stands_in_each_history(self, said):
        last, changes = {}, 0
        for source, origin, amount in said:
            before = last.get((source, origin), "never")
            if amount is None and before in ("never", None):
                continue  # there is nothing to take back
            if amount is None:
                standing_now = Value.objects.standing().get(
                    provenance=source, origin=origin
                )
                valuing.take_back(value=standing_now, reason="x", by=BY, now=NOW)
            else:
                say(self.unit, amount, source, origin=origin, reason="y")
            changes += before != amount
            last[source, origin] = amount

        rows = list(Value.objects.all())
        assert len(rows) == changes
        for (source, origin), amount in last.items():
            history = [v for v in rows if (v.provenance, v.origin) == (source, origin)]
            (stands,) = [v for v in Value.objects.standing() if v in history]
            assert stands.amount == amount
            assert [v.corrects for v in history] == [None, *history[:-1]]
        told = {v.amount for v in cell(self.unit).values}
        assert told == {Decimal(a) for a in last.values() if a is not None}


@pytest.fixture
def unit(place):
    return place.commune


def test_the_same_amount_twice_is_one_value(unit):
    first = say(unit, "3", reason="sổ tay")
    lines = Entry.objects.count()

    assert say(unit, "3.0") == first
    assert Value.objects.count() == 1
    assert Entry.objects.count() == lines


def test_a_correction_without_a_reason_is_refused_and_changes_nothing(unit):
    say(unit, 3)

    with pytest.raises(errors.NoReason), transaction.atomic():
        say(unit, 4, reason="  ")

    assert [v.amount for v in Value.objects.all()] == [3]


def test_nothing_that_was_stated_is_told_from_an_empty_cell(unit):
    assert cell(unit).amount is None

    say(unit, 0, nothing=True)

    assert cell(unit).amount == 0
    assert cell(unit).chosen.nothing


def test_zero_and_nothing_stated_are_two_things_and_need_a_reason_between(unit):
    say(unit, 0, nothing=True)

    with pytest.raises(errors.NoReason):
        say(unit, 0)


def test_a_value_taken_back_is_none_and_stays_in_the_history(unit):
    first = say(unit, 3)

    valuing.take_back(value=first, reason="nhập nhầm đơn vị", by=BY, now=NOW)

    assert cell(unit) == standing.EMPTY
    assert [v.amount for v in Value.objects.all()] == [3, None]


def test_what_no_longer_stands_is_neither_taken_back_nor_chosen(unit):
    first = say(unit, 3)
    say(unit, 4, reason="đếm lại")

    for act in (valuing.take_back, valuing.choose):
        with pytest.raises(errors.NotStanding), transaction.atomic():
            act(value=first, reason="x", by=BY, now=NOW)


@pytest.mark.parametrize("amount", ["1e24", "-1e24", "NaN", "Infinity"])
def test_a_number_that_cannot_be_kept_is_refused(unit, amount):
    with pytest.raises(errors.OutOfRange):
        say(unit, amount)


@pytest.mark.parametrize("amount", ["-197", "1327000000", "28.24", "0"])
def test_every_number_finds_its_way_past_the_journal(unit, amount):
    value = say(unit, amount)

    line = Entry.objects.get(record=value.record)
    assert line.action == "values.record"
    assert line.changes["indicator"] == [None, "TX01"]


def test_a_count_follows_its_records_without_a_reason(place, unit):
    letter(unit)
    codes = ["XLD01", "XLD08", "TX01"]

    first = valuing.count(unit=unit, period=QUARTER, codes=codes, by=BY, now=NOW)
    letter(unit)
    second = valuing.count(unit=unit, period=QUARTER, codes=codes, by=BY, now=NOW)

    assert {code: v.amount for code, v in first.items()} == {"XLD01": 1, "XLD08": 0}
    assert second["XLD01"].amount == 2
    assert second["XLD01"].corrects == first["XLD01"]
    assert second["XLD08"] == first["XLD08"]


def test_an_indicator_is_counted_through_the_columns_of_a_form(place, unit):
    letter(unit)
    letter(unit)

    found = valuing.count(
        unit=unit, period=QUARTER, codes=["XLD01", "XLD02", "TCD05"], by=BY, now=NOW
    )

    assert found["XLD01"].amount == 2
    assert found["TCD05"].amount == 0  # [13] + [22]: both ran and found none


def test_counting_again_without_news_writes_no_line(unit):
    valuing.count(unit=unit, period=QUARTER, codes=["XLD01"], by=BY, now=NOW)
    before = Entry.objects.count()

    valuing.count(unit=unit, period=QUARTER, codes=["XLD01"], by=BY, now=NOW)

    assert Entry.objects.count() == before


def test_nobody_takes_a_count_back_by_hand(unit):
    counted = valuing.count(unit=unit, period=QUARTER, codes=["XLD01"], by=BY, now=NOW)

    with pytest.raises(errors.FromRecords):
        valuing.take_back(value=counted["XLD01"], reason="x", by=BY, now=NOW)


def test_a_source_says_one_thing_of_a_cell_at_a_time(unit):
    said = [valuing.Said("TX01", Decimal(n), "entered") for n in (1, 2)]

    with pytest.raises(ValueError, match="two things"), transaction.atomic():
        valuing.append(unit=unit, period=QUARTER, said=said, by=BY, now=NOW)
