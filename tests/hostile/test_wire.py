"""The running server, given what is no request: never an error of ours, never dead."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.hostile.wire import MALFORMED, alive, errs, send, stalled

from danvan.host.trial import Trial

# The suite sends every third to each process, by turns; the drill all to both.
SHARE = 3
TOLD = {"wire": 0, "dead": 0}


@pytest.fixture(scope="module")
def server():
    running = Trial(Path(os.environ["DANVAN_DATA"]) / "wire", demo=False)
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize("process", ["portal", "office"])
def test_no_malformed_request_errs_or_leaves_it_dead(process, server, full, figure):
    port = server.port + (process == "office")
    chosen = {
        name: request
        for number, (name, request) in enumerate(MALFORMED.items())
        if full or number % SHARE == (process == "office")
    }

    bad = [name for name, request in chosen.items() if errs(send(port, request))]

    TOLD["wire"] += len(chosen)
    TOLD["dead"] += len(bad) + (not alive(port))
    for name, value in TOLD.items():
        figure(f"hostile.{name}", value)
    assert bad == []
    assert alive(port)


def test_connections_that_never_finish_keep_nobody_waiting(server):
    with ExitStack() as held:
        for _ in range(40):
            held.enter_context(stalled(server.port))

        assert alive(server.port)
        assert alive(server.port + 1)


def test_an_error_of_the_server_would_be_found():
    assert errs(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 500 Internal Server Error\r\n\r\n")
    assert not errs(b"HTTP/1.1 400 Bad Request\r\n\r\n")
