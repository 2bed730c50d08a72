"""What the doctor sees."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from danvan.host import doctor
from danvan.host.doctor import Finding, examine
from danvan.host.trial import free_pair


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_PORT", str(free_pair()))


def findings() -> dict[str, Finding]:
    return {f.name: f for f in examine()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        *("versions", "data", "secrets", "database", "durability", "roles"),
        *("migrations", "settings"),
    ],
)
def test_what_is_well_is_called_well(name: str):
    assert findings()[name].well, findings()[name].seen


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["portal", "office", "worker"])
def test_what_does_not_run_is_told(name: str):
    assert not findings()[name].well


@pytest.mark.django_db
def test_a_role_with_too_many_rights_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "PORTAL", "danvan_owner")

    assert "with too many rights: ['danvan_owner']" in findings()["roles"].seen


@pytest.mark.django_db
def test_a_secret_that_others_can_read_is_told(settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "journal").touch(mode=0o644)

    assert findings()["secrets"].seen == "open to others: ['journal']"


@pytest.mark.django_db
def test_an_open_migration_is_told():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'orgs'")

    assert "orgs.0001_initial" in findings()["migrations"].seen


def test_a_database_that_is_away_is_a_finding(monkeypatch: pytest.MonkeyPatch):
    from django.db import OperationalError

    def _database() -> Finding:
        raise OperationalError("is away\nmore")

    monkeypatch.setattr(doctor, "LOOKS", (_database,))

    assert findings() == {"database": Finding("database", False, "is away")}


@pytest.mark.django_db
def test_the_command_ends_with_1_when_something_is_not_well(capsys):
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor")

    assert "NOT worker" in capsys.readouterr().out
