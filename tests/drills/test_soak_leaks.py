"""The soak is proved by leaks that are planted: it must see each of them."""

import os
import subprocess
import time
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from tests.drills.book import ROOT
from tests.drills.soak_crowd import fill_every_thread
from tests.drills.soak_judge import Soak, findings
from tests.drills.soak_processes import below
from tests.drills.soak_visitor import Hits, Visitor
from tests.drills.soak_watch import Watch

from danvan.host.children import web
from danvan.host.ports import healthy
from danvan.host.trial import free_pair

ROUNDS, REQUESTS, READY = 12, 4, 60.0
LEAKS = {
    "memory": ["leaky grew by"],
    "connection": ["connections of danvan_owner", "descriptors of leaky"],
    "transaction": ["connections still hold a transaction"],
}


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Watch]]:
    """A server that leaks when it is told to, and the watch over it."""
    port = free_pair()
    command = [*web(port)[:-1], "tests.drills.soak_leaky:application"]
    passing = tmp_path_factory.mktemp("passing")
    own = {
        "TMPDIR": str(passing),
        "DANVAN_PROCESS": "portal",
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
    }
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own})
    deadline = time.monotonic() + READY
    while not healthy(port) and running.poll() is None and time.monotonic() < deadline:
        pass
    watch = Watch(
        os.environ["DATABASE_URL"],
        lambda: [("leaky", pid) for pid in below(running.pid)],
        passing,
    )
    yield f"http://127.0.0.1:{port}/healthz", watch
    watch.close()
    running.terminate()
    assert running.wait(READY) is not None


def soaked(address: str, watch: Watch, leak: str) -> Soak:
    """Load a server lightly, as the soak does, and see what it holds."""
    hits = Hits()
    visitor = Visitor(address, "10.7.0.1", hits, lambda: None)
    fill_every_thread(hits, (address,))
    before, seen = watch.at_rest(), []
    for _ in range(ROUNDS):
        for _ in range(REQUESTS):
            visitor.get(address)
        visitor.get(f"{address}?{leak}")
        seen.append(watch.look())
    fill_every_thread(hits, (address,))
    assert set(hits.statuses) == {HTTPStatus.OK}
    return Soak(before, seen, watch.at_rest(seconds=1.0), hits.faults)


def test_the_judge_finds_the_planted_leaks_and_nothing_beside(leaky, figure):
    """One server for all, in this order: what is planted stays with it."""
    found = {leak: findings(soaked(*leaky, leak)) for leak in ("", *LEAKS)}

    assert found[""] == []
    missed = {
        leak: found[leak]
        for leak, told in LEAKS.items()
        if not all(any(word in said for said in found[leak]) for word in told)
    }
    figure("soak.planted", f"{len(LEAKS) - len(missed)} of {len(LEAKS)}")
    assert missed == {}
