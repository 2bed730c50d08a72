"""A job whose worker is killed amid it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
from tests.drills.browser import Tally
from tests.drills.killer import Killer

from danvan.host.postgres import Cluster
from danvan.host.testing import Bench
from danvan.host.trial import Trial, clean_environment

JOB = "danvan.portal.jobs.sweep_forms"
RETRY = "danvan.office.jobs.retry_stalled"


@contextmanager
def database(site: Trial) -> Iterator[psycopg.Connection]:
    url = Cluster(site.data, Bench().user).url("postgres")
    with psycopg.connect(url, autocommit=True) as db:
        yield db


def until(site: Trial, looks: int, query: str, *values: object) -> None:
    """Wait until the database answers with a row."""
    with database(site) as db:
        for _ in range(looks):
            if db.execute(query, values).fetchone():
                return
            db.execute("SELECT pg_sleep(0.1)")
    raise AssertionError(f"it never came: {query}")


def defer(site: Trial, task: str) -> None:
    """Put a job into the queue, unless the schedule has just done so."""
    command = [Path(sys.executable).with_name("danvan-manage"), "procrastinate"]
    command += ["defer", "--ignore-already-enqueued", task, '{"timestamp": 0}']
    env = clean_environment() | {"DANVAN_DATA": str(site.data)}
    subprocess.run(command, env=env, check=True, capture_output=True)


def kill_amid_a_job(site: Trial) -> int:
    """Kill the worker while its job waits for a table; give the job."""
    doing = (
        "SELECT id FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing'"
    )
    held = "SELECT 1 FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
    with database(site) as holder, holder.transaction():
        holder.execute("LOCK TABLE portal_savedform")
        defer(site, JOB)
        until(site, 3000, held, holder.info.backend_pid)
        row = holder.execute(doing, [JOB]).fetchone()
        assert row
        Killer(site, Tally(), Random(0)).strike_at("worker")  # noqa: S311
    return int(row[0])


def let_half_a_minute_pass(site: Trial) -> None:
    """Do at once what the schedule does when a worker was silent for so long."""
    with database(site) as db:
        db.execute("UPDATE procrastinate_workers SET last_heartbeat = '2000-01-01'")
    defer(site, RETRY)


def until_done(site: Trial, job: int) -> None:
    """Wait until a job is done: the schedule takes up to six minutes."""
    done = "SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'succeeded'"
    until(site, 6000, done, job)
