"""The whole server, started as a person starts it."""

import os
import re
import select
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from danvan.host import leftovers, prepare
from danvan.host.databases import Named
from danvan.host.failure import HostError
from danvan.host.ports import healthy
from danvan.host.postgres import Cluster
from danvan.host.server import arguments, main
from danvan.host.testing import Bench
from danvan.host.trial import Trial, clean_environment, free_pair


@pytest.fixture(scope="module")
def data() -> Path:
    return Path(os.environ["DANVAN_DATA"]) / "served"


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Trial]:
    server = Trial(data, demo=False)
    yield server
    server.stop()


def processes(data: Path) -> dict[int, dict[str, str]]:
    """Give the environments of the processes that serve this data."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            lines = path.read_text("utf-8", "replace").split("\0")
        except OSError:
            continue
        env = dict(line.split("=", 1) for line in lines if "=" in line)
        if env.get("DANVAN_DATA") == str(data):
            found[int(path.parent.name)] = env
    return found


def ask(url: str, statement: str) -> list[object]:
    with psycopg.connect(url) as db:
        return [row[0] for row in db.execute(statement).fetchall()]


@pytest.mark.parametrize("offset", [0, 1])
def test_both_addresses_are_healthy(server: Trial, offset: int):
    assert healthy(server.port + offset)


def test_only_this_machine_is_listened_to(server: Trial):
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    ours = f":{server.port:04X}"

    assert {row.split()[1] for row in lines if row.split()[1].endswith(ours)} == {
        "0100007F" + ours
    }


def test_running_processes_never_connect_as_owner(server: Trial, data: Path):
    user = Bench().user
    roles = ask(
        Cluster(data, user).url("postgres"),
        "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = 'danvan' "
        "AND pid <> pg_backend_pid() ORDER BY 1",
    )

    assert set(roles) <= {"danvan_office", "danvan_portal"}
    assert "danvan_portal" in roles


def test_the_portal_holds_no_address_but_its_own(server: Trial, data: Path):
    envs = [e for e in processes(data).values() if e.get("DANVAN_PROCESS") == "portal"]

    assert envs
    for env in envs:
        assert "//danvan_portal:" in env["DATABASE_URL"]
        assert not any("danvan_owner" in value for value in env.values())


def test_nothing_runs_as_root(server: Trial, data: Path):
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in processes(data)}

    assert 0 not in owners


def test_the_addresses_of_the_database_are_for_their_owner_alone(
    server: Trial, data: Path
):
    assert stat.S_IMODE((data / "environment").stat().st_mode) == 0o600


def test_a_second_server_on_the_same_data_says_so_and_stops(server: Trial, data: Path):
    with pytest.raises(HostError, match="already runs on"):
        Trial(data)

    assert healthy(server.port)


def test_a_taken_port_is_named(server: Trial, data: Path):
    with pytest.raises(HostError, match=f"Port {server.port} is taken"):
        Trial(data.with_name("other"), port=server.port)


def test_danvan_manage_finds_the_server_and_leaves_nothing_to_another_user(
    server: Trial, data: Path
):
    command = [Path(sys.executable).with_name("danvan-manage"), "journal", "anchor"]

    done = subprocess.run(
        command,
        env=clean_environment() | {"DANVAN_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    owners = {p.stat().st_uid for p in data.iterdir()}
    assert owners == {data.stat().st_uid}


def test_what_dies_is_started_again(server: Trial, data: Path):
    os.kill(postmaster(data), signal.SIGKILL)

    assert server.process.stderr is not None
    assert server.process.stderr.readline() == "PostgreSQL ended; starting it again.\n"
    assert server.process.stderr.readline() == "PostgreSQL is back.\n"
    assert healthy(server.port)
    assert healthy(server.port + 1)


def test_what_dies_together_and_again_at_once_is_started_again(
    server: Trial, data: Path
):
    for _time in range(2):
        mains = [
            pid
            for pid in processes(data)
            if parent(pid) == server.process.pid and pid != server.process.pid
        ]
        assert len(mains) == 3
        for pid in (*mains, postmaster(data)):
            os.kill(pid, signal.SIGKILL)
        until_other_than(server, data, mains)

    assert server.process.poll() is None


def parent(pid: int) -> int:
    try:
        said = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:  # it ended meanwhile
        return 0
    return int(said.rpartition(")")[2].split()[1])


def postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def until_other_than(server: Trial, data: Path, killed: list[int]) -> None:
    """Wait until three others run and both addresses answer."""
    for _look in range(600):
        assert server.process.poll() is None
        others = [
            pid
            for pid in {*processes(data)} - {*killed}
            if leftovers.name(pid) and parent(pid) == server.process.pid
        ]
        well = all(healthy(server.port + n) for n in (0, 1))
        if well and len(others) == 3:
            return
        select.select([], [], [], 0.2)
    raise AssertionError("what was killed did not come back")


def test_a_server_can_be_stopped_before_it_is_ready(data: Path):
    data = data.with_name("early")
    command = [sys.executable, "-m", "danvan.host.server", "--data", str(data)]
    command += ["--port", str(free_pair())]
    with subprocess.Popen(
        command, env=clean_environment(), stderr=subprocess.PIPE, text=True
    ) as server:
        while not (data / "postgres").exists():
            assert server.poll() is None
        server.send_signal(signal.SIGTERM)
        said = server.communicate()[1]

    assert (server.returncode, said) == (0, "Stopping.\n")
    assert processes(data) == {}


def test_a_killed_server_leaves_nothing_in_the_way(data: Path):
    data = data.with_name("killed")
    first = Trial(data, demo=False)
    left = {
        f"{pid}: {leftovers.name(pid)}": os.pidfd_open(pid)
        for pid in processes(data)
        if pid != first.process.pid
    }
    first.kill()

    second = Trial(data, demo=False)

    assert healthy(second.port)
    assert second.stop() == 0
    for which, handle in left.items():
        assert select.select([handle], [], [], 0)[0], f"{which} outlived its server"
        os.close(handle)
    assert processes(data) == {}
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_no_process_writes_its_memory_down_when_it_crashes(server: Trial, data: Path):
    limits = [Path(f"/proc/{pid}/limits").read_text() for pid in processes(data)]

    told = {re.search(r"Max core file size +(\w+) +(\w+)", text)[0] for text in limits}
    assert len(limits) > 3
    assert {tuple(line.split()[-2:]) for line in told} == {("0", "0")}


@pytest.fixture(scope="module")
def theirs(data: Path) -> Iterator[Cluster]:
    """A database that the server does not start, with an owner of another name."""
    theirs = Cluster(data.with_name("theirs"), Bench().user)
    theirs.start()
    with psycopg.connect(theirs.url("postgres"), autocommit=True) as db:
        db.execute("DROP OWNED BY danvan_office, danvan_portal")
        db.execute("DROP ROLE danvan_office, danvan_portal")
        db.execute("CREATE ROLE someone LOGIN CREATEROLE PASSWORD 'known'")
        db.execute("CREATE DATABASE records OWNER someone")
    yield theirs
    theirs.stop(mode="immediate")


@pytest.fixture(scope="module")
def named(theirs: Cluster) -> str:
    return make_conninfo(
        theirs.url(), user="someone", password="known", dbname="records"
    )


@pytest.fixture(scope="module")
def guest(data: Path, named: str) -> Iterator[Trial]:
    """The server on a named database."""
    guest = Trial(data.with_name("named"), demo=False, database=named)
    yield guest
    guest.stop()


def test_a_named_database_replaces_the_embedded_one(guest: Trial, named: str):
    tables = "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname='public'"

    assert ask(named, tables) == ["someone"]
    assert healthy(guest.port)
    assert healthy(guest.port + 1)
    assert not (guest.data / "postgres").exists()


def get(port: int, path: str) -> tuple[int, str | None]:
    asked = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.status, answer.getheader("Retry-After")
    finally:
        asked.close()


@pytest.mark.parametrize("offset", [0, 1])
def test_while_the_database_is_away_the_answer_is_503_and_then_well_again(
    guest: Trial, theirs: Cluster, offset: int
):
    theirs.stop()
    try:
        away = [get(guest.port + offset, "/healthz") for _ in range(8)]
    finally:
        theirs.launch()

    assert {status for status, _ in away} == {503}
    assert all(retry for _, retry in away)
    assert {get(guest.port + offset, "/healthz")[0] for _ in range(8)} == {200}


def test_a_named_database_gets_the_roles_and_keeps_its_owner(data: Path):
    named = Named(os.environ["DATABASE_URL"], Path(os.environ["DANVAN_DATA"]))

    named.start()

    assert named.url() == os.environ["DATABASE_URL"]
    assert ask(named.url("danvan_portal"), "SELECT current_user::text") == [
        "danvan_portal"
    ]


def test_a_named_database_that_does_not_answer_is_told(tmp_path: Path):
    address = f"postgresql://someone@/danvan?host={tmp_path}"

    with pytest.raises(HostError, match="DATABASE_URL does not answer"):
        Named(address, Path(os.environ["DANVAN_DATA"])).start()


def test_the_fingerprint_follows_the_migrations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(prepare, "SOURCE", tmp_path)
    before = prepare.fingerprint()
    (tmp_path / "app" / "migrations").mkdir(parents=True)
    (tmp_path / "app" / "migrations" / "0001_initial.py").write_text("operations = []")

    assert prepare.fingerprint() != before
    assert prepare.fingerprint() == prepare.fingerprint()


@pytest.mark.parametrize("port", ["0", "65535", "-1"])
def test_a_port_without_a_next_one_is_refused(port: str):
    with pytest.raises(SystemExit):
        arguments(["--port", port])


@pytest.mark.skipif(Bench().user is None, reason="only root changes its user")
def test_data_that_the_service_user_cannot_reach_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    tmp_path.chmod(0o700)

    assert main(["--data", str(tmp_path / "in" / "here")]) == 1
    assert "who cannot reach" in capsys.readouterr().err
    assert not (tmp_path / "in").exists()


def test_free_ports_come_in_pairs():
    port = free_pair()

    for number in (port, port + 1):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", number))


def test_the_script_tells_its_options():
    said = subprocess.run(
        [prepare.SOURCE.parents[1] / "script" / "server", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert {"--port", "--data", "--no-demo"} <= set(said.replace("]", " ").split())


def test_a_pair_of_ports_is_given_once():
    given = [free_pair() for _ in range(50)]

    assert len({*given}) == len(given)
