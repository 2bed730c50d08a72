"""Databases to restore dumps into, and versions of the house to run on them."""

import hashlib
import json
import lzma
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.drills.dumps import meaning

from danvan.host import secrets
from danvan.host.binaries import binaries
from danvan.host.roles import OFFICE, PORTAL

HERE = Path(__file__).parent
SPEAK = HERE / "speak.py"
# Nobody has the rows' secrets but these dumps, so they may be known: what is made up
# is shut under keys that are made up.
KNOWN = {
    **{
        name: hashlib.sha256(f"danvan drill {name}".encode()).hexdigest()
        for name in secrets.KEYS
    },
    secrets.DEMONSTRATION: "hrkt-7m3w-qpx9",
    secrets.PHRASE: "wnfd-4kcr-t8bz",
}


def make_data(folder: Path) -> Path:
    """Make a data directory with the secrets that all dumps share."""
    (folder / "secrets").mkdir(mode=0o700, parents=True)
    (folder / "files").mkdir(mode=0o700)
    for name, value in KNOWN.items():
        secrets.write_private(folder / "secrets" / name, f"{value}\n")
    return folder


@contextmanager
def fresh(owner: str, name: str):
    """Give the owner's address of a new database that is gone afterwards."""
    with psycopg.connect(owner, autocommit=True) as db:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
            sql.Identifier(name)
        )
        db.execute(drop)
        db.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
                sql.Identifier(name)
            )
        )
        for role in (OFFICE, PORTAL):
            named = [sql.Identifier(name), sql.Identifier(role)]
            db.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*named))
    try:
        yield make_conninfo(owner, dbname=name)
    finally:
        # The owner may not end what an administrator's session still does there.
        with psycopg.connect(administrator(owner), autocommit=True) as db:
            db.execute(drop)


def as_role(address: str, role: str) -> str:
    """Give the address at which the owner speaks as one of the workers' roles."""
    return make_conninfo(address, options=f"-c role={role}")


def administrator(address: str) -> str:
    """Give the address at which an administrator reads every row.

    Forced row-level security holds the owner too: what he dumps lacks the vault.
    On a database that was named, who owns it must be allowed to pass it by.
    """
    data = Path(os.environ["DANVAN_DATA"])
    if not (data / "postgres").exists():
        return address
    return make_conninfo(
        address, user="postgres", password=secrets.read(data, "postgres")
    )


def dump(address: str, path: Path) -> None:
    """Write the whole database as plain SQL that its owner can restore."""
    command = [binaries(None) / "pg_dump", "--no-owner", "--no-comments"]
    command += ["--dbname", administrator(address)]
    done = subprocess.run(command, capture_output=True, check=True)
    # Servers before 17 do not know it.
    lines = [
        x
        for x in done.stdout.splitlines(keepends=True)
        if not x.startswith(b"SET transaction_timeout")
    ]
    path.write_bytes(lzma.compress(b"".join(lines), preset=9 | lzma.PRESET_EXTREME))


def restore(path: Path, address: str) -> None:
    """Bring a dump into an empty database; any error ends it."""
    command = [binaries(None) / "psql", "--dbname", address, "--quiet", "--no-psqlrc"]
    command += [
        "--single-transaction",
        "--set",
        "ON_ERROR_STOP=1",
        "--output",
        os.devnull,
    ]
    text = lzma.decompress(path.read_bytes())
    done = subprocess.run(command, input=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def run(
    python: Path, words: list[str], *, data: Path, address: str, process: str, given=""
) -> str:
    """Run a command of one version's Python on a database; give what it printed."""
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("DANVAN_", "DATABASE_"))
    }
    env |= {
        "DANVAN_DATA": str(data),
        "DATABASE_URL": address,
        "DANVAN_PROCESS": process,
    }
    env |= {
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [str(python), *words],
        env=env,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}: {done.stderr[-3000:]}"
    return done.stdout


def speak(python: Path, what: str, *, data: Path, address: str, given: str = "") -> Any:
    """Ask a version of the house as the public's process, or as a command."""
    role, process = (OFFICE, "manage") if what == "journal" else (PORTAL, "portal")
    at = as_role(address, role)
    words = [str(SPEAK), what]
    said = run(python, words, data=data, address=at, process=process, given=given)
    return json.loads(said.splitlines()[-1])


def answers(python: Path, *, data: Path, address: str) -> dict[str, Any]:
    """Let a version of the house say what a database means.

    ``facts``: answers to `meaning.QUESTIONS`; ``told``: what each citizen reads of
    his petition; ``journal``: whether it is whole.
    """
    asked = "SELECT number, code_hash FROM petitions_petition WHERE code_hash <> ''"
    with psycopg.connect(administrator(address)) as db:
        facts = meaning.facts(db)
        codes = dict(db.execute(asked).fetchall())
    told = speak(python, "told", data=data, address=address, given=json.dumps(codes))
    journal = speak(python, "journal", data=data, address=address)
    return {"journal": journal, "facts": facts, "told": told}
