"""The office's pages as its people see them: signed in, row-level security on.

Each is measured beside a hand-written minimum: the very statements it sent, by psycopg
in one transaction of the same role, and a body of the same size.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from row_level import Price, price, without

from danvan.accounts.models import User
from danvan.host import secrets

CLERK, LEADER = "petition-clerk", "city-leader"
FREQUENT, RARE = "đường hỏng", "thoát nước người dân mẫu 77"


@dataclass
class Asked:
    """What one request sent to the database."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: Any,
    ) -> Any:
        """Note a statement and let it run."""
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


@dataclass(frozen=True)
class Figure:
    """Milliseconds of a page and of its minimum, medians; statements of the page."""

    name: str
    page: float
    least: float
    statements: int
    p95: float
    cpu: float  # of the page, in this process; what else the machine does is not in it


def signed_in(username: str) -> Client:
    """Sign in as the page does it."""
    client = Client(SERVER_NAME="127.0.0.1")
    password = secrets.read(settings.DATA_DIR, secrets.DEMONSTRATION)
    said = {"username": username, "password": password}
    response = client.post(reverse("accounts:sign-in"), said)
    if response.status_code != 302:
        raise RuntimeError(f"{username} is not let in: {response.status_code}")
    return client


def pages() -> list[tuple[str, Client, str]]:
    """List what is measured: name, who looks, address."""
    clerk, leader = signed_in(CLERK), signed_in(LEADER)
    queue = reverse("petitions:queue")
    found: list[tuple[str, Client, str]] = [
        ("queue of a commune", clerk, queue),
        ("queue of a province", leader, queue),
    ]
    for where, who in (("commune", clerk), ("province", leader)):
        for how, words in (("frequent", FREQUENT), ("rare", RARE)):
            name = f"search in a {where}, {how} words"
            found.append((name, who, f"{queue}?{urlencode({'q': words})}"))
    for where, who in (("commune", clerk), ("province", leader)):
        found.append((f"case page of a {where}", who, first_case(who, queue)))
    return found


def measure(name: str, client: Client, address: str, times: int) -> Figure:
    """Ask for a page several times, after once to warm up; then for its minimum."""
    statements, size = _asked(client, address)
    taken, least, cpu = [], [], []
    with _office(client) as db:
        run = _minimum(db, statements, size)
        run()
        # By turns, so that what else the machine does falls on both.
        for _ in range(times):
            start = time.process_time()
            taken.append(_milliseconds(lambda: get(client, address)))
            cpu.append(1000 * (time.process_time() - start))
            least.append(_milliseconds(run))
    return Figure(
        name=name,
        page=statistics.median(taken),
        least=statistics.median(least),
        statements=len(statements),
        p95=percentile(taken, 95),
        cpu=statistics.median(cpu),
    )


@dataclass(frozen=True)
class Lock:
    """What row-level security costs a page, and the statements of the page alone."""

    page: Price
    database: Price
    same: bool  # whether the statements give the same rows with it and without


def weigh(client: Client, address: str, times: int, superuser: str) -> Lock:
    """Ask for a page with row-level security and without.

    ``superuser`` is the database's address for who may take the lock off.
    """
    statements, size = _asked(client, address)
    with _office(client) as db:
        run = _minimum(db, statements, size)
        rows = run()
        with without(superuser):
            same = run() == rows
        return Lock(
            page=price(
                superuser, lambda: _milliseconds(lambda: get(client, address)), times
            ),
            database=price(superuser, lambda: _milliseconds(run), times),
            same=same,
        )


def _asked(client: Client, address: str) -> tuple[list[tuple[str, Any]], int]:
    """Return the statements of a page, and the size of its body."""
    asked = Asked()
    with connection.execute_wrapper(asked):
        body = get(client, address)
    return asked.statements, len(body)


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value that ``share`` in a hundred do not exceed."""
    return sorted(values)[max(0, -(-len(values) * share // 100) - 1)]


def get(client: Client, address: str) -> bytes:
    """Return the page; raises RuntimeError if there is none."""
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return response.content


def first_case(client: Client, queue: str) -> str:
    """Return the address of the most urgent case, as its queue gives it.

    Raises RuntimeError where the queue is empty: the size is too small.
    """
    page = get(client, queue).decode()
    prefix = f'href="{queue}'
    starts = [part[:36] for part in page.split(prefix)[1:]]
    found = next((s for s in starts if s.count("-") == 4), None)
    if found is None:
        raise RuntimeError("nothing is waiting at this size; take a larger one")
    return f"{queue}{found}/"


@contextmanager
def _office(client: Client) -> Any:
    """Connect as the office does, open for what the signed-in person may read."""
    from danvan.accounts import scope, selectors

    user = User.objects.get(pk=client.session["_auth_user_id"])
    from django.utils import timezone

    viewer = selectors.viewer_for(user, today=timezone.localdate())
    address = settings.DATABASES["default"]
    with psycopg.connect(
        host=address["HOST"], port=address["PORT"], dbname=address["NAME"],
        user=address["USER"], password=address["PASSWORD"], autocommit=True,
    ) as db:  # fmt: skip
        for room, right in scope.ROOMS.items():
            units = ",".join(map(str, sorted(viewer.units(right))))
            db.execute(
                "SELECT set_config(%s, %s, false)", [f"danvan.{room}_units", units]
            )
        db.prepare_threshold = None  # nor does Django prepare
        yield db


def _minimum(
    db: psycopg.Connection[Any], statements: Sequence[tuple[str, Any]], size: int
) -> Callable[[], bytes]:
    def run() -> bytes:
        parts: list[str] = []
        with db.transaction(), psycopg.ClientCursor(db) as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)  # type: ignore[arg-type]
                if cursor.description:
                    parts += [str(row) for row in cursor.fetchall()]
        return "".join(parts).ljust(size)[:size].encode()

    return run


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)
