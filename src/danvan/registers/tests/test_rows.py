"""Who reads which book: said in Python, and held by the database as second lock."""

import pytest
from django.db import ProgrammingError, connection, transaction

from danvan.accounts import scope
from danvan.accounts.rights import Role
from danvan.registers import locking, reach, selectors
from danvan.registers.models import Entry, Lock
from danvan.registers.tests.conftest import DAY, NOW, line, viewer

pytestmark = pytest.mark.django_db


def reads(town, who):
    names = ("province", "home_affairs", "commune", "council", "stranger", "far")
    found = reach.units(who)
    return {name for name in names if getattr(town, name).pk in found}


@pytest.mark.parametrize(
    ("unit", "role", "expected"),
    [
        ("commune", Role.REPORT_COMPILER, {"commune"}),
        ("commune", Role.VERIFIER, set()),
        ("council", Role.COUNCIL_CLERK, {"council"}),
        ("province", Role.SUPERVISOR, {"province"}),
        (
            "home_affairs",
            Role.PROVINCIAL_COMPILER,
            {"province", "home_affairs", "commune", "council", "stranger"},
        ),
    ],
)
def test_a_role_reads_its_units_books(town, unit, role, expected):
    who = viewer(getattr(town, unit), role)

    assert reads(town, who) == expected


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("commune", Role.REPORT_COMPILER),
        ("council", Role.COUNCIL_CLERK),
        ("home_affairs", Role.PROVINCIAL_COMPILER),
        ("commune", Role.KEY_HOLDER),
    ],
)
def test_the_database_opens_the_same_lines(town, meetings, as_office, unit, role):
    who = viewer(getattr(town, unit), role)
    with scope.as_system("the test writes in every book"):
        for keeper in (town.province, town.commune, town.council, town.far):
            line(meetings, keeper)
        seen = set(Entry.objects.visible_to(who).values_list("pk", flat=True))

    scope.shut()
    scope.open_for(who)
    try:
        assert set(Entry.objects.values_list("pk", flat=True)) == seen
    finally:
        scope.reset()


def test_nobody_sees_nothing(town, meetings, as_office):
    with scope.as_system("the test writes"):
        line(meetings, town.commune)

    scope.shut()
    try:
        assert not Entry.objects.exists()
    finally:
        scope.reset()


def test_a_line_of_another_unit_cannot_be_written(town, meetings, compiler, as_office):
    scope.shut()
    scope.open_for(compiler)
    try:
        assert line(meetings, town.commune)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            line(meetings, town.stranger)
    finally:
        scope.reset()


def test_the_process_may_not_rewrite_a_line(town, meetings, as_office):
    with scope.as_system("the test writes"):
        line(meetings, town.commune)
        for change in ("SET values = '{}'", "SET day = day"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE registers_entry {change}")


def test_a_unit_is_told_of_the_lock_of_its_province(
    town, meetings, compiler, as_office
):
    with scope.as_system("the test locks"):
        locking.lock(
            unit=town.province,
            below=True,
            kind="",
            start=DAY,
            end=DAY,
            reason="Đã chốt",
            by=viewer(town.province).actor(),
            now=NOW,
        )
    scope.shut()
    scope.open_for(compiler)
    try:
        assert locking.locks(meetings.id, town.commune, DAY, DAY)
        assert Lock.objects.update(reason="x") == 0
    finally:
        scope.reset()


def test_another_units_line_is_not_there(town, meetings, stranger, provincial):
    entry = line(meetings, town.commune)

    assert selectors.entry(provincial, entry.pk) == entry
    with pytest.raises(Entry.DoesNotExist):
        selectors.entry(stranger, entry.pk)
