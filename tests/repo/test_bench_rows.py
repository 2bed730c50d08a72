"""What script/bench petitions measures on is what could have been entered."""

import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.deadlines import without_end
from danvan.orgs.models import Kind, Level, Unit
from danvan.petitions.models import Assignment, Petition, Step

BENCH = Path(__file__).resolve().parents[2] / "bench"
COUNT = 300


def inserted(rows, columns):
    with connection.cursor() as cursor:
        for table, names in columns.items():
            names = names.split()
            values = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})",  # noqa: S608 - our own names
                getattr(rows, table),
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def made(db, monkeypatch):
    """Letters to two communes, put before every constraint and trigger."""
    monkeypatch.syspath_prepend(str(BENCH))
    import petitions_rows

    units = [
        Unit.objects.create(
            code=code, name=f"Xã {code}", level=Level.COMMUNE, kind=Kind.TERRITORY
        )
        for code in ("C1", "C2")
    ]
    today = timezone.localdate() - datetime.timedelta(days=1)
    writer = petitions_rows.Writer(
        places=[petitions_rows.Place(u.pk, u.name, False, 0.5) for u in units],
        calendar=without_end(
            WorkingCalendar(frozenset(), frozenset(), range(2020, 2030))
        ),
        today=today,
        first_step=1,
    )
    for rows in writer.chunks(COUNT, size=120):
        inserted(rows, petitions_rows.COLUMNS)
    return units


def test_the_rows_of_the_bench_are_in_order(made):
    assert Petition.objects.count() == COUNT
    assert 4 * COUNT < Step.objects.count() < 6 * COUNT
    for petition in Petition.objects.prefetch_related("steps", "deadlines"):
        steps = list(petition.steps.all())
        assert [step.seq for step in steps] == list(range(1, petition.version + 1))
        assert steps[-1].to_state == petition.state
        running = [d.due for d in petition.deadlines.all() if d.ended_on is None]
        assert running == ([petition.due] if petition.due else [])


def test_only_what_another_unit_looks_into_is_elsewhere(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT petition_id FROM petitions_assignment WHERE elsewhere")
        elsewhere = {pk for (pk,) in cursor.fetchall()}
    assert elsewhere == {
        a.petition_id
        for a in Assignment.objects.select_related("petition")
        if a.unit_id != a.petition.unit_id
    }
    assert elsewhere


def test_a_petition_that_moves_takes_its_assignments_along(made):
    first, second = made
    own = Assignment.objects.filter(unit=first, petition__unit=first).first()
    Petition.objects.filter(pk=own.petition_id).update(unit=second)
    with connection.cursor() as cursor:
        cursor.execute("SELECT petitions_assigned(ARRAY[%s]::bigint[])", [first.pk])
        assert (own.petition_id,) in cursor.fetchall()
