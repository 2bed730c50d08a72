"""The migrations can be taken back: policies, triggers and functions included."""

import pytest
from django.core.management import call_command
from django.db import connection


def made():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'vault\\_%%'"
            " UNION ALL SELECT policyname FROM pg_policies"
            " WHERE tablename LIKE 'vault\\_%%'"
        )
        return sorted(name for (name,) in cursor.fetchall())


@pytest.mark.django_db
def test_the_room_can_be_taken_down_and_set_up_again():
    before = made()

    call_command("migrate", "vault", "0001", verbosity=0)
    assert made() == []
    call_command("migrate", "vault", "zero", verbosity=0)
    assert "vault_sealedcase" not in connection.introspection.table_names()

    call_command("migrate", "vault", verbosity=0)
    assert made() == before
    assert {"vault_intake", "vault_two_holders", "vault_sealedcase"} <= set(before)
