"""A thread's database connections end with the thread.

The web server ends threads that have been idle for half a minute and starts others
when they are wanted. Django keeps a connection for each thread, in a wrapper that
refers to itself, so the connection of a thread that is gone stays open until the next
full garbage collection: a quiet day of short rushes would use up all that the
database gives.
"""

import threading
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class _Last:
    """Closes a connection when its thread, and so this, is gone."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __del__(self) -> None:
        self._connection.close()


class _Held(threading.local):
    """What the thread at work has opened."""

    def __init__(self) -> None:
        self.open = WeakKeyDictionary[BaseDatabaseWrapper, _Last]()


_held = _Held()


def end_with_threads() -> None:
    """Let every connection opened from now on end with the thread that opened it."""
    connection_created.connect(_hold, dispatch_uid="danvan.config.connections")


def _hold(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    _held.open[connection] = _Last(connection.connection)
