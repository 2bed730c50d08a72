"""The migrations can be taken back, functions and triggers included."""

import pytest
from django.core.management import call_command
from django.db import connection


def functions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'petitions%'")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_the_room_can_be_taken_down_and_set_up_again():
    before = functions()

    call_command("migrate", "petitions", "zero", verbosity=0)
    assert functions() == set()
    assert "petitions_petition" not in connection.introspection.table_names()

    call_command("migrate", "petitions", verbosity=0)
    assert functions() == before
    assert "petitions_intake" in before
