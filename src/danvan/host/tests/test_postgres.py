"""The promises of the embedded PostgreSQL."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import ConnStatus

from danvan.host import leftovers, postgres
from danvan.host.databases import Named
from danvan.host.failure import HostError
from danvan.host.postgres import Cluster
from danvan.host.sockets import socket_folder
from danvan.host.system import is_root, make_folder
from danvan.host.testing import Bench, sweep


@pytest.fixture(scope="module")
def user() -> str | None:
    return Bench().user


@pytest.fixture(scope="module")
def cluster(user: str | None) -> Iterator[Cluster]:
    """A second server of our own, with a space and a quote in its path."""
    cluster = Cluster(Path(os.environ["DANVAN_DATA"]) / "a 'b", user)
    cluster.start()
    yield cluster
    cluster.stop(mode="immediate")


def modes(path: Path) -> list[int]:
    return [stat.S_IMODE(p.stat().st_mode) for p in path.parents]


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url) as db:
        row = db.execute(statement).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize("role", ["postgres", "danvan_owner", "danvan_office"])
def test_a_wrong_password_is_refused(cluster: Cluster, role: str):
    url = cluster.url(role).replace(f"{role}:", f"{role}:x", 1)

    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(url)


def test_every_way_in_asks_for_a_password(cluster: Cluster):
    methods = ask(
        cluster.url("postgres"),
        "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules",
    )

    assert methods == ["scram-sha-256"]


def test_the_sockets_folder_is_shut_to_others(cluster: Cluster):
    folder = cluster.data / "run"

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_no_network_address_is_opened(cluster: Cluster):
    assert ask(cluster.url("postgres"), "SHOW listen_addresses") == ""


def test_no_folder_outside_changes_its_permissions(cluster: Cluster):
    before = modes(cluster.data)

    cluster.stop()
    cluster.start()

    assert modes(cluster.data) == before


def test_the_server_never_runs_as_root(cluster: Cluster):
    pid = (cluster.files / "postmaster.pid").read_text().splitlines()[0]
    owner = Path(f"/proc/{pid}").stat().st_uid

    assert owner != 0
    assert owner == cluster.files.stat().st_uid


@pytest.mark.skipif(not is_root(), reason="only root can be refused as root")
def test_root_must_name_a_user(tmp_path: Path):
    with pytest.raises(HostError, match="does not run as root"):
        Cluster(tmp_path).start()


@pytest.mark.parametrize("setting", postgres.DURABLE)
def test_what_durability_rests_on_is_on(cluster: Cluster, setting: str):
    assert ask(cluster.url("postgres"), f"SHOW {setting}") == "on"


@pytest.mark.parametrize("role", ["danvan_office", "danvan_portal"])
def test_no_role_is_told_of_a_commit_before_it_is_on_the_disk(
    cluster: Cluster, role: str
):
    assert ask(cluster.url(role), "SHOW synchronous_commit") == "on"


def test_every_commit_reaches_the_disk_before_it_is_acknowledged(cluster: Cluster):
    count = "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'"
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        db.execute("CREATE TABLE commits (n int)")
        before = db.execute(count).fetchone()
        for n in range(50):
            db.execute("INSERT INTO commits VALUES (%s)", [n])
        db.execute("SELECT pg_stat_force_next_flush()")
        after = db.execute(count).fetchone()

    assert before is not None
    assert after is not None
    assert after[0] - before[0] >= 50


def test_a_server_that_would_lose_data_is_refused(cluster: Cluster):
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET fsync = off")
    try:
        with pytest.raises(HostError, match="fsync"):
            cluster.start()
        assert not cluster.running()
    finally:
        (cluster.files / "postgresql.auto.conf").write_text("")
        cluster.start()


LONG = "SELECT count(*) FROM generate_series(1, 100000000000)"


def test_a_process_that_outlives_its_server_keeps_no_other_from_starting(
    cluster: Cluster,
):
    left = psycopg.connect(cluster.url())
    left.pgconn.send_query(LONG.encode())
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        running = "SELECT 1 FROM pg_stat_activity WHERE query = %s AND state = 'active'"
        while not db.execute(running, [LONG]).fetchone():
            assert left.pgconn.status == ConnStatus.OK
    pid = int((cluster.files / "postmaster.pid").read_text().splitlines()[0])

    os.kill(pid, signal.SIGKILL)
    cluster.start()

    assert cluster.alive()
    assert not leftovers.works_in(left.info.backend_pid, cluster.files)
    left.close()


def test_a_number_that_became_a_strangers_is_not_the_server(cluster: Cluster):
    cluster.stop()
    for path in (
        cluster.files / "postmaster.pid",
        cluster.data / "run/.s.PGSQL.5432.lock",
    ):
        path.write_text(f"{os.getpid()}\n{cluster.files}\n")

    assert not cluster.alive()
    cluster.start()

    assert cluster.alive()


def test_a_second_start_keeps_the_data(cluster: Cluster):
    with psycopg.connect(cluster.url()) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS n")

    cluster.start()

    assert ask(cluster.url(), "SELECT n FROM kept") == 7


@pytest.mark.parametrize("role", ["danvan_office", "danvan_portal"])
def test_the_owner_can_speak_as_the_roles_but_does_not_inherit(
    cluster: Cluster, role: str
):
    statement = f"SELECT pg_has_role('{role}', 'SET'), pg_has_role('{role}', 'USAGE')"
    with psycopg.connect(cluster.url()) as db:
        rights = db.execute(statement).fetchone()
        db.execute(f"SET ROLE {role}")

    assert rights == (True, False)
    assert ask(cluster.url(role), "SELECT current_user") == role


@pytest.mark.parametrize("role", ["danvan_owner", "danvan_office", "danvan_portal"])
def test_no_working_role_is_a_superuser(cluster: Cluster, role: str):
    statement = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"

    assert ask(cluster.url(role), statement) is False


def test_secrets_are_for_their_owner_alone(cluster: Cluster):
    secrets = list((cluster.data / "secrets").iterdir())

    assert len(secrets) == 9
    assert {stat.S_IMODE(s.stat().st_mode) for s in secrets} == {0o600}


def test_a_long_path_gets_a_short_socket_folder_shut_to_others(user: str | None):
    cluster = Cluster(Path(os.environ["DANVAN_DATA"]) / ("x" * 120), user)
    folder = socket_folder(cluster.data, user)
    try:
        cluster.start()

        assert ask(cluster.url(), "SELECT 1") == 1
        assert not folder.is_relative_to(cluster.data)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        cluster.stop(mode="immediate")
    assert not folder.exists()


def test_a_socket_folder_that_others_may_enter_is_refused(
    cluster: Cluster, user: str | None
):
    folder = cluster.data / "run"
    cluster.stop()
    folder.chmod(0o755)

    with pytest.raises(HostError, match="not a folder of ours alone"):
        cluster.start()

    folder.chmod(0o700)
    cluster.start()


def test_what_a_killed_test_run_left_is_swept(user: str | None):
    parent = Path(os.environ["DANVAN_DATA"]) / "swept"
    make_folder(parent, user)
    left = Cluster(parent / "test-left", user)
    left.start()

    sweep(parent, user)

    assert not left.data.exists()
    assert not left.running()


@pytest.mark.django_db
def test_tests_run_in_a_database_made_by_the_owner():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        owner, name = cursor.fetchone()

    assert owner == "danvan_owner"
    assert name.startswith("test_danvan")  # of several runners each has its own


def test_an_owner_who_may_make_roles_makes_them_in_a_named_database(
    cluster: Cluster, tmp_path: Path
):
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        db.execute("DROP OWNED BY danvan_office, danvan_portal")
        db.execute("DROP ROLE danvan_office, danvan_portal")
        db.execute("CREATE ROLE someone LOGIN CREATEROLE PASSWORD 'known'")
        db.execute("CREATE DATABASE theirs OWNER someone")
    named = make_conninfo(
        cluster.url(), user="someone", password="known", dbname="theirs"
    )

    Named(named, tmp_path).start()
    Named(named, tmp_path).start()

    for role in ("danvan_office", "danvan_portal"):
        assert ask(Named(named, tmp_path).url(role), "SELECT current_user") == role
    cluster.start()


def test_an_owner_who_may_not_make_roles_is_told_what_is_needed(
    cluster: Cluster, tmp_path: Path
):
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        db.execute("CREATE ROLE nobody LOGIN PASSWORD 'known'")
        db.execute("GRANT CONNECT ON DATABASE danvan TO nobody")
    named = make_conninfo(cluster.url(), user="nobody", password="known")

    with pytest.raises(HostError, match="needs CREATEROLE"):
        Named(named, tmp_path).start()
