"""What was done about backups of a data directory, for the doctor and the schedule."""

import datetime
import json
from pathlib import Path

from danvan.host.secrets import write_private

NAME = "backups.json"
MADE, CHECKED, SECRETS = "made", "checked", "secrets"


def read(data: Path) -> dict[str, dict[str, str]]:
    """Give what stands there: made, checked, secrets, each with ``at`` and ``place``."""
    try:
        told = json.loads((data / NAME).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def note(data: Path, what: str, *, at: datetime.datetime, place: Path) -> None:
    """Note down that something was done now, in place of the time before."""
    told = read(data) | {what: {"at": at.isoformat(), "place": str(place)}}
    write_private(data / NAME, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def age(data: Path, what: str, *, now: datetime.datetime) -> datetime.timedelta | None:
    """Say how long ago it was done; None for never."""
    try:
        at = datetime.datetime.fromisoformat(read(data)[what]["at"])
        return now - at
    except (KeyError, ValueError, TypeError):
        return None
