"""Leaks that are put where a careless program would leave words: the scan must see each."""

import gzip
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.sealing.scan import make_canary
from tests.sealing.served import Served

_ROWS = {
    "a session": "INSERT INTO django_session VALUES ('planted', '{}', now())",
    "a job": "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
    " VALUES ('default', 'planted', jsonb_build_object('what', '{}'), 'succeeded')",
    "a saved form": "INSERT INTO portal_savedform (id, kind, answers, files,"
    " idempotency_key, number, started_at, touched_at) VALUES (gen_random_uuid(), 'feedback',"
    " jsonb_build_object('what', '{}'), '[]', gen_random_uuid(), '', now(), now())",
    "a packed row": "CREATE TABLE planted AS SELECT repeat('{} ', 9000) AS what",
    "an index": "CREATE TABLE planted_index AS SELECT 1 AS what;"
    " CREATE INDEX ON planted_index ((what || '{}'))",
    "the database's log": "DO $$ BEGIN RAISE LOG '{}'; END $$",
}
_HOLDER = (
    "import sys, tempfile; file = tempfile.TemporaryFile();"
    " file.write(sys.stdin.readline().encode()); file.flush();"
    " print('ready', flush=True); sys.stdin.read()"
)


@dataclass(frozen=True)
class Planted:
    """Words that stand nowhere else, each named by where it was planted."""

    words: Mapping[str, str]

    def needles(self) -> Mapping[bytes, str]:
        """Give each word with the name of its place, as a canary gives its spellings."""
        return {word.encode(): place for place, word in self.words.items()}


PLACES = (
    *_ROWS, "a row taken back", "the statement that ran last", "a log", "a stored file",
    "a packed file", "a name of a file", "/tmp", "/dev/shm",  # noqa: S108
    "a file without a name", "an environment", "a command line",
)  # fmt: skip


@contextmanager
def planted(served: Served) -> Iterator[Planted]:
    """Plant a word at every place; all are gone afterwards."""
    words = {place: make_canary(place.encode()).word for place in PLACES}
    with ExitStack() as kept:
        with served.database() as db:
            _plant_rows(db, words)
        last = kept.enter_context(served.database())
        last.execute(f"SELECT '{words['the statement that ran last']}'")
        for path, data in _files(served, words):
            path.write_bytes(path.read_bytes() + data if path.exists() else data)
            kept.callback(path.unlink)
        kept.callback(_stop, _process(served, words))
        yield Planted(words)
    with served.database() as db:
        db.execute("DROP TABLE planted, planted_index")


def _plant_rows(
    db: psycopg.Connection[tuple[object, ...]], words: Mapping[str, str]
) -> None:
    for place, statement in _ROWS.items():
        db.execute(statement.replace("{}", words[place]))  # type: ignore[arg-type]
    with db.transaction(force_rollback=True):
        back = "INSERT INTO django_session VALUES ('back', %s, now())"
        db.execute(back, [words["a row taken back"]])


def _files(served: Served, words: Mapping[str, str]) -> Iterator[tuple[Path, bytes]]:
    data, name = served.site.data, f"planted-{uuid.uuid4().hex}"
    yield data / "log" / f"{name}.log", words["a log"].encode()
    yield data / "files" / name, words["a stored file"].encode()
    yield data / "files" / f"{name}.gz", gzip.compress(words["a packed file"].encode())
    yield data / "files" / words["a name of a file"], b"x"
    for place in ("/tmp", "/dev/shm"):  # noqa: S108
        yield Path(place) / name, words[place].encode()


def _process(served: Served, words: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a process of the server that holds, and was told, what it must not."""
    told = {"DANVAN_DATA": str(served.site.data), "TOLD": words["an environment"]}
    command = [sys.executable, "-c", _HOLDER, words["a command line"]]
    process = subprocess.Popen(
        command, env=os.environ | told, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(words["a file without a name"] + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    return process


def _stop(process: subprocess.Popen[str]) -> None:
    process.communicate()
