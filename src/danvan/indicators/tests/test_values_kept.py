"""What the database keeps of values, whoever asks."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from danvan.core.calendar import periods
from danvan.indicators.models import Period, Provenance, Value
from danvan.orgs.models import Kind, Level, Unit

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC)


@pytest.fixture
def cell():
    unit = Unit.objects.create(
        code="T-1", name="Xã Một", level=Level.COMMUNE, kind=Kind.TERRITORY
    )
    known = periods.by_key("2026-6m")
    period = Period.objects.create(
        key=known.key,
        chain=known.chain,
        kind=known.kind,
        year=known.year,
        number=known.number,
        start=known.start,
        end=known.end,
    )
    return {"unit": unit, "period": period, "code": "TCD01", "by": "x", "at": NOW}


def value(cell, amount, **more):
    more = {"provenance": Provenance.ENTERED} | more
    return Value.objects.create(**cell, amount=Decimal(amount), **more)


def test_a_value_is_never_changed_or_deleted(cell):
    first = value(cell, 3)

    for sql in (
        "UPDATE indicators_value SET amount = 4",
        "DELETE FROM indicators_value",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    assert Value.objects.get() == first


def test_a_corrected_value_no_longer_stands_and_stays_visible(cell):
    first = value(cell, 3)
    second = value(cell, 4, corrects=first, reason="đếm thiếu một đơn")

    assert list(Value.objects.standing()) == [second]
    assert list(Value.objects.all()) == [first, second]


@pytest.mark.parametrize(
    "more",
    [
        {"reason": ""},
        {"reason": "x", "code": "TCD02"},
        {"reason": "x", "provenance": Provenance.IMPORTED},
    ],
)
def test_a_correction_gives_its_reason_and_is_of_the_same_cell(cell, more):
    first = value(cell, 3)

    with pytest.raises(IntegrityError), transaction.atomic():
        value(
            {**cell, **{k: more.pop(k) for k in ("code",) if k in more}},
            4,
            corrects=first,
            **more,
        )


def test_a_cell_has_one_history_for_each_source(cell):
    value(cell, 3)
    value(cell, 3, provenance=Provenance.REPORTED, origin="a")
    value(cell, 5, provenance=Provenance.REPORTED, origin="b")

    with pytest.raises(IntegrityError), transaction.atomic():
        value(cell, 3)
