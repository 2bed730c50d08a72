"""Whose values one reads and gives; said in Python and in the database alike."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from danvan.accounts import scope
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.indicators import oversight, owing, reach
from danvan.indicators.models import Provenance, Value
from danvan.indicators.tests.test_valuing import say
from danvan.orgs.models import Kind, Level, Unit, UnitChange
from danvan.reports import demo

TODAY = datetime.date(2025, 9, 20)
ROLES = (Role.REPORT_COMPILER, Role.PROVINCIAL_COMPILER, Role.UNIT_LEADER)
ROLES += (Role.APPROVER, Role.PETITION_CLERK)


@pytest.fixture
def before(place):
    """Two units that became one of the communes, in two steps, and a foreign one."""

    def former(code):
        return Unit.objects.create(
            code=code,
            name=f"Xã cũ {code}",
            level=Level.COMMUNE,
            kind=Kind.TERRITORY,
            valid_to=datetime.date(2025, 6, 30),
        )

    older, old, foreign = former("F1"), former("F2"), former("F3")
    for one, other in ((older, old), (old, place.commune)):
        UnitChange.objects.create(
            kind="merge",
            on=datetime.date(2025, 7, 1),
            from_unit=one,
            to_unit=other,
            share=1,
            decision="1/NQ",
        )
    return older, old, foreign


def office_sees(viewer, table="indicators_value"):
    """Ask as the office's process does for this viewer."""
    with connection.cursor() as cursor:
        scope.open_for(viewer)
        cursor.execute("SET ROLE danvan_office")
        cursor.execute("SET danvan.scope = ''")
        try:
            cursor.execute(f"SELECT DISTINCT unit_id FROM {table}")  # noqa: S608
            return {unit for (unit,) in cursor.fetchall()}
        finally:
            cursor.execute("RESET ROLE")
            scope.reset()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seat", ["commune", "department", "province"])
def test_lists_and_the_database_say_the_same(place, before, person, role, seat):
    for unit in Unit.objects.all():
        say(unit, 1)
    viewer = person(getattr(place, seat), role).viewer

    assert office_sees(viewer) == reach.readable(viewer)


def test_a_compiler_reads_what_his_unit_was_and_no_neighbour(place, before, compiler):
    older, old, _foreign = before

    assert reach.readable(compiler.viewer) == {place.commune.pk, older.pk, old.pk}
    assert reach.fillable(compiler.viewer, TODAY) == {
        *(place.commune.pk, older.pk, old.pk)
    }


def test_a_provincial_compiler_gives_the_values_of_the_place_he_sits_in(
    place, before, provincial
):
    assert reach.fillable(provincial.viewer, TODAY) == {
        *(place.department.pk, place.province.pk)
    }
    assert place.commune.pk in reach.readable(provincial.viewer)


def test_a_leader_reads_and_gives_nothing(place, person):
    leader = person(place.province, Role.UNIT_LEADER).viewer

    assert reach.fillable(leader, TODAY) == frozenset()


def test_who_holds_a_report_sees_what_it_says_of_a_former_unit(
    place, before, compiler, neighbour
):
    foreign = before[2]
    (report, *_) = demo.fill(
        today=TODAY, units=[place.commune], actors={place.commune.pk: system("T1.1")}
    )
    say(foreign, 7, Provenance.REPORTED, origin=str(report.pk))
    say(foreign, 8)
    say(place.other, 9, Provenance.REPORTED, origin=str(report.pk))

    for who, amounts in ((compiler, [Decimal(7)]), (neighbour, [])):
        seen = Value.objects.filter(reach.held(who.viewer))
        assert [v.amount for v in seen] == amounts
        assert (foreign.pk in office_sees(who.viewer)) is bool(amounts)
    assert place.other.pk not in office_sees(compiler.viewer)


def test_it_costs_few_queries(compiler, provincial, django_assert_num_queries):
    for who, queries in ((compiler, 1), (provincial, 3)):
        viewer = who.viewer
        with django_assert_num_queries(1):
            reach.readable(viewer)
        with django_assert_num_queries(queries):
            reach.fillable(viewer, TODAY)


@pytest.mark.parametrize("kind", [Kind.POLICE, Kind.PARTY_BODY, Kind.PEOPLES_COUNCIL])
def test_a_body_with_a_chain_of_its_own_reads_nothing_of_the_place(place, person, kind):
    beside = Unit.objects.create(
        code="T-B",
        name="Cơ quan Cạnh",
        level=Level.PROVINCE,
        kind=kind,
        parent=place.province,
    )
    for role in (Role.APPROVER, Role.PROVINCIAL_COMPILER, Role.UNIT_LEADER):
        viewer = person(beside, role).viewer

        assert reach.readable(viewer) == {beside.pk}
        assert owing.reach(viewer) == {beside.pk}
        assert oversight.places(viewer) == []
        assert oversight.acts_for(viewer, place.province) is None


def test_the_leader_of_a_department_reads_his_department_alone(place, person):
    viewer = person(place.department, Role.UNIT_LEADER).viewer

    assert reach.readable(viewer) == owing.reach(viewer) == {place.department.pk}
    assert oversight.places(viewer) == []


def test_the_leader_of_a_place_reads_what_is_below_it(place, person):
    viewer = person(place.province, Role.UNIT_LEADER).viewer

    assert {place.commune.pk, place.department.pk} <= owing.reach(viewer)
    assert oversight.places(viewer) == [place.province]
