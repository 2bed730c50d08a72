"""A thread that ends takes its database connection with it, garbage or not."""

import gc
import importlib
import threading
import time

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from danvan.config import connections

SECONDS = 20.0


@pytest.fixture(autouse=True)
def _no_collector():
    """Without it, what refers to itself stays: so it is seen who closes."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _ending():
    connections.end_with_threads()
    yield
    connection_created.disconnect(dispatch_uid="danvan.config.connections")


def backend() -> int:
    """Ask the database who serves this thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def backend_of_a_thread() -> int:
    """The same, of a thread that has ended since."""
    told = []
    thread = threading.Thread(target=lambda: told.append(backend()))
    thread.start()
    thread.join()
    return told[0]


def serves(pid: int) -> bool:
    """Say whether a backend still serves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is not None


def ends(pid: int, seconds: float = SECONDS) -> bool:
    """Say whether a backend ends in time; it needs a moment to see that nobody calls."""
    deadline = time.monotonic() + seconds
    while serves(pid):
        if time.monotonic() > deadline:
            return False
    return True


@pytest.mark.django_db(transaction=True)
def test_the_connection_of_a_thread_ends_with_it():
    assert ends(backend_of_a_thread())


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_a_connection_leaves_its_elder_open():
    connection.close()
    first = backend()

    with connection.copy().cursor() as cursor:
        cursor.execute("SELECT 1")

    assert backend() == first


def test_the_web_server_asks_for_it():
    from danvan.config import wsgi

    connection_created.disconnect(dispatch_uid="danvan.config.connections")

    importlib.reload(wsgi)

    asked = [key[0] for key, *_ in connection_created.receivers]
    assert "danvan.config.connections" in asked
