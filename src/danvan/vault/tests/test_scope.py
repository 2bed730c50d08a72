"""The second lock: what the database itself shows, and to whom. S2, and A2's half."""

import dataclasses
import uuid

import pytest
from django.apps import apps
from django.db import OperationalError, ProgrammingError, connection, transaction

from danvan.core.actor import PUBLIC
from danvan.journal.models import Entry
from danvan.vault import providers, sealing, services
from danvan.vault.errors import NotFounded
from danvan.vault.models import SealedBlob, SealedCase, Wrap
from danvan.vault.scope import scoped
from danvan.vault.sealing import Contents
from danvan.vault.tests.conftest import NOW, new_case

pytestmark = pytest.mark.django_db
TABLES = sorted(m._meta.db_table for m in apps.get_app_config("vault").get_models())
FORCED = [
    "vault_access", "vault_approval", "vault_blindtag", "vault_holding",
    "vault_intakedecision", "vault_officersecret", "vault_opening", "vault_sealedblob",
    "vault_sealedcase", "vault_sealedstep", "vault_sealedterm", "vault_unitkey", "vault_verifierkey", "vault_wrap",
]  # fmt: skip


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["SELECT * FROM", "DELETE FROM", "TRUNCATE"])
def test_the_public_process_has_no_right_on_any_table(as_role, table, statement):
    """S2: permission denied, whatever scope it claims."""
    as_role("danvan_portal")

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{statement} {table}")


def test_row_security_is_forced_on_every_sealed_table():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relname LIKE 'vault\\_%%' ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == FORCED


@pytest.mark.parametrize("role", ["NONE", "danvan_office"])
def test_outside_a_scope_the_tables_look_empty(vault, case, as_role, role):
    as_role(role)

    for table in set(FORCED) - {"vault_unitkey"}:
        assert rows(table) == 0, table


@pytest.mark.parametrize(
    ("unit", "seen"), [("commune", 1), ("neighbour", 0), ("province", 0)]
)
def test_a_scope_shows_the_cases_of_its_units_alone(vault, case, as_role, unit, seen):
    as_role("danvan_office")

    with scoped(user_id="", units=[getattr(vault, unit).pk]):
        assert SealedCase.objects.count() == seen
        assert Wrap.objects.count() == 2 * seen
        assert SealedBlob.objects.count() == 3 * seen


def test_a_scope_ends_with_its_block_and_with_an_error(vault, case):
    units = [vault.commune.pk]
    with scoped(user_id="", units=units):
        with scoped(user_id="", units=[]):
            assert SealedCase.objects.count() == 0
        assert SealedCase.objects.count() == 1
        with pytest.raises(ZeroDivisionError), scoped(user_id="", units=[]):
            1 / 0  # noqa: B018
        assert SealedCase.objects.count() == 1
    assert SealedCase.objects.count() == 0


def test_an_officer_sees_his_own_secret_alone(vault):
    for name, count in [("one", 1), ("leader", 0)]:
        user = vault.users[name]
        with scoped(user_id=str(user.pk), units=[vault.commune.pk]):
            assert rows("vault_officersecret") == count


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO vault_sealedcase DEFAULT VALUES",
        "DELETE FROM vault_sealedcase",
        "UPDATE vault_sealedblob SET data = ''",
        "UPDATE vault_opening SET ground = 'x'",
        "DELETE FROM vault_opening",
        "UPDATE vault_officersecret SET sealed = ''",
    ],
)
def test_the_office_changes_nothing_that_was_sealed_or_opened(
    vault, case, as_role, statement
):
    as_role("danvan_office")

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        scoped(user_id="", units=[vault.commune.pk]),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def take(vault, **changes):
    case = dataclasses.replace(new_case(vault.commune), **changes)
    return services.seal(
        case=case, identity=Contents({"name": "x"}), story=Contents({}), by=PUBLIC
    )


def test_the_public_process_seals_and_cannot_read_it_back(vault, as_role, settings):
    settings.PROCESS = "portal"
    as_role("danvan_portal")
    number = take(vault)

    with (
        pytest.raises(ProgrammingError),
        scoped(user_id="", units=[vault.commune.pk]),
    ):
        SealedCase.objects.get(number=number)
    as_role("NONE")
    with scoped(user_id="", units=[vault.commune.pk]):
        assert SealedCase.objects.get(number=number).receiver == vault.commune
    (line,) = Entry.objects.filter(action="vault.receive")
    assert (line.chain, line.actor_id) == ("vault:C-1", "public")


def test_the_office_process_does_all_with_its_own_role(vault, as_role):
    as_role("danvan_office")
    case = vault.seal()
    vault.assign(case, "one")

    assert services.unseal(ask=vault.ask(case, "one"), now=NOW).fields


def test_a_retried_intake_is_one_case(vault):
    case = new_case(vault.commune)
    numbers = {
        services.seal(
            case=case, identity=Contents({}), story=Contents({}), by=vault.by()
        )
        for _ in range(2)
    }

    assert len(numbers) == 1
    with scoped(user_id="", units=[vault.commune.pk]):
        assert SealedCase.objects.count() == 1


def test_a_unit_without_a_key_takes_nothing_in(vault):
    with pytest.raises(NotFounded):
        take(vault, receiver=vault.province.code)


def test_the_intake_refuses_a_key_that_is_not_in_use(vault):
    """A new epoch may begin between reading the key and writing the case."""
    pair = providers.current().new_pair()
    place = sealing.Place(uuid.uuid4(), "C-1", 1, "story")
    sealed = sealing.seal(Contents({}), place, pair.public)

    with pytest.raises(OperationalError, match="not in use"):
        services.taking_in._store(
            new_case(vault.commune),
            place.case_id,
            vault.commune.pk,
            0,
            (sealed,),
            vault.by(),
        )


def test_a_case_taken_in_at_another_counter_leaves_no_line_there(vault):
    """The counter may be that of the unit complained of."""
    vault.seal(unit=vault.neighbour)

    (line,) = Entry.objects.filter(record__startswith="vault.case:")
    assert (line.chain, line.action) == ("vault:C-2", "vault.receive")
