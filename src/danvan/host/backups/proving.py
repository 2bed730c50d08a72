"""Prove a copy that was laid out: it starts, it is complete, its journal is whole."""

import json
import subprocess  # each call says what it runs # nosec B404
import sys
from pathlib import Path

from danvan.host import roles
from danvan.host.backups import asked, manifest
from danvan.host.backups.checks import ANCHORS, FILES
from danvan.host.backups.copies import Told
from danvan.host.backups.manifest import Manifest
from danvan.host.failure import HostError
from danvan.host.postgres import Cluster
from danvan.host.trial import clean_environment


def prove(copy: Path, told_by: Manifest, told: Told) -> None:
    """Start the database of a copy, ask it everything, and stop it again.

    Raises HostError with what is not as the list of the backup says.
    """
    if told_by.kind != manifest.WHOLE:
        return
    told("Starting the copy and asking it")
    cluster = Cluster(copy)
    try:
        cluster.launch()
        _ask(cluster, copy, told_by)
        _verify_journal(cluster, copy, told_by)
    finally:
        cluster.stop()


def _ask(cluster: Cluster, copy: Path, told_by: Manifest) -> None:
    with asked.asking(cluster) as db:
        if asked.migrations(db) != told_by.migrations:
            raise HostError("The copy has another schema than the backup's list says.")
        named = asked.stored(db)
    listed = told_by.files
    lost = sorted(
        name
        for name, entry in named.items()
        if listed.get(f"{FILES}/{name}") != entry and name not in told_by.lacking
    )
    if lost:
        raise HostError(
            f"The copy's letters name {len(lost)} files that the backup does not hold: "
            f"{', '.join(lost[:5])}. Take another backup."
        )


def _verify_journal(cluster: Cluster, copy: Path, told_by: Manifest) -> None:
    """Hold the journal against its keys, its anchors, and the heads of that moment."""
    anchors = copy / "anchors-of-the-backup.jsonl"
    before = copy / ANCHORS
    kept = before.read_text("utf-8") if before.exists() else ""
    heads = {"at": told_by.began, "heads": told_by.journal}
    anchors.write_text(f"{kept}{json.dumps(heads)}\n", "utf-8")
    done = subprocess.run(  # noqa: S603 - our own command, fixed arguments # nosec B603
        [
            *[sys.executable, "-m", "django", "journal", "verify"],
            *["--file", str(anchors)],
        ],
        env=clean_environment()
        | {
            "DANVAN_DATA": str(copy),
            "DANVAN_PROCESS": "manage",
            "DATABASE_URL": cluster.url(roles.OFFICE),
            "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    anchors.unlink()
    if done.returncode:
        raise HostError(f"The copy's journal does not hold.\n{done.stderr.strip()}")
