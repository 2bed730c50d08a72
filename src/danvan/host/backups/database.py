"""The database's part of a backup: taken by pg_basebackup, checked by its own list.

pg_verifybackup cannot be relied on: that of the wheel breaks off at its first
instruction. What it does is done here: every file of PostgreSQL's list has its size
and SHA-256, none is missing, none is too many, and the write-ahead log that the copy
needs can be read from its first place to its last (pg_waldump).
"""

import json
import re
import subprocess  # each call says what it runs # nosec B404
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from danvan.host.backups.copies import Progress, Told, digest, files_below
from danvan.host.failure import HostError
from danvan.host.postgres import PORT, Cluster
from danvan.host.secrets import read
from danvan.host.sockets import socket_folder
from danvan.host.system import ids, run_as

THEIR_LIST = "backup_manifest"
SUPERUSER = "postgres"
_DONE = re.compile(r"(\d+)/(\d+) kB")
# Not in PostgreSQL's list: the log, whose files ours names, and the list itself.
_UNLISTED = re.compile(r"pg_wal/|backup_manifest$|(recovery|standby)\.signal$")


def take(cluster: Cluster, target: Path, told: Told) -> None:
    """Copy a running cluster into ``target``, its write-ahead log along with it.

    Raises HostError with what pg_basebackup said.
    """
    command: list[str | Path] = [cluster.programs / "pg_basebackup", "--pgdata", target]
    command += ["--progress", "--no-sync", "--checkpoint=fast", "--wal-method=stream"]
    command += ["--manifest-checksums=SHA256", "--no-password", "--label=danvan"]
    command += ["--host", socket_folder(cluster.data, cluster.user), "--port", PORT]
    uid, gid = ids(cluster.user)
    process = subprocess.Popen(  # noqa: S603 - the database's own program # nosec B603
        [*command, "--username", SUPERUSER],
        # A password among the arguments could be read by every user of the machine.
        env={"LC_ALL": "C", "PGPASSWORD": read(cluster.data, SUPERUSER)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        umask=0o077,
        user=uid if cluster.user else None,
        group=gid if cluster.user else None,
        extra_groups=[] if cluster.user else None,
    )
    with process:
        said = _listen(process.stderr, told)
    if process.returncode:
        raise HostError(f"The database could not be copied.\n{said}")


def _listen(stream: IO[str] | None, told: Told) -> str:
    """Pass on how far it is; return what else was said, the last of it."""
    progress, said = Progress(told, "Database", 0), []
    # Read as text it gives a line at each carriage return, too.
    for line in stream or ():
        if found := _DONE.search(line):
            done, progress.total = int(found[1]), int(found[2])
            progress.reach(done)
        elif line.strip():
            said.append(line.strip())
    return "\n".join(said[-6:])


def listed(postgres: Path) -> dict[str, dict[str, Any]]:
    """Give PostgreSQL's own list of a copy: path to size and sum. Raises HostError."""
    try:
        told = json.loads((postgres / THEIR_LIST).read_text("utf-8"))
        return {_path_of(entry): entry for entry in told["Files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        place = postgres / THEIR_LIST
        raise HostError(
            f"{place}, PostgreSQL's list, cannot be read: {error}"
        ) from None


def _path_of(entry: dict[str, Any]) -> str:
    encoded = entry.get("Encoded-Path")
    return bytes.fromhex(encoded).decode() if encoded else str(entry["Path"])


def beside_the_list(postgres: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a copy that PostgreSQL's list does not name."""
    for name, path in files_below(postgres):
        if _UNLISTED.match(name):
            yield name, path


def faults(
    postgres: Path, programs: Path, user: str | None, progress: Progress
) -> Iterator[str]:
    """Yield what is wrong with a copy, each fault with the name of its file."""
    entries = listed(postgres)
    for name, entry in sorted(entries.items()):
        if fault := fault_of(postgres / name, int(entry["Size"]), entry["Checksum"]):
            yield f"postgres/{name} {fault}"
        progress.add(int(entry["Size"]))
    for name, _path in files_below(postgres):
        if name not in entries and not _UNLISTED.match(name):
            yield f"postgres/{name} does not belong to the copy"
    yield from _faults_of_the_log(postgres, programs, user)


def fault_of(path: Path, size: int, sha256: str) -> str:
    """Say what is wrong with one file; nothing when it is as it should be."""
    try:
        if path.stat().st_size != size:
            return f"has {path.stat().st_size} bytes instead of {size}"
        return "" if digest(path) == sha256 else "was changed"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _faults_of_the_log(
    postgres: Path, programs: Path, user: str | None
) -> Iterator[str]:
    told = json.loads((postgres / THEIR_LIST).read_text("utf-8"))
    for part in told["WAL-Ranges"]:
        command: list[str | Path] = [programs / "pg_waldump", "--quiet"]
        command += ["--path", postgres / "pg_wal", "--timeline", str(part["Timeline"])]
        command += ["--start", part["Start-LSN"], "--end", part["End-LSN"]]
        done = run_as(user, command)
        if done.returncode:
            said = done.stderr.strip().splitlines()[-1:] or ["it cannot be read"]
            yield f"postgres/pg_wal, the write-ahead log: {said[0]}"
