"""The processes of a trial server, each with a name that stays its own."""

import os
from collections.abc import Mapping
from pathlib import Path

from tests.drills.soak_watch import DATABASE

from danvan.host.postgres import Cluster
from danvan.host.trial import Trial


def below(first: int) -> list[int]:
    """List a process and all that descend from it, the elder first."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = parent_of((path / "stat").read_text("ascii"))
        except (OSError, UnicodeDecodeError):
            continue
    found = [first]
    for pid in sorted(parents):
        line, above = [pid], parents[pid]
        while above in parents and above not in found and above not in line:
            line.append(above)
            above = parents[above]
        if above in found:
            found += [p for p in reversed(line) if p not in found]
    return found


def parent_of(stat: str) -> int:
    """Read the parent's id; the name before it may hold anything.

    >>> parent_of("7 (a ) b) S 3 7 7 0")
    3
    """
    return int(stat.rpartition(")")[2].split()[1])


def of(site: Trial) -> list[tuple[str, int]]:
    """List name and id: ``supervisor``, ``portal 1``, …, ``worker 1``, ``database``."""
    first = site.process.pid
    found, seen = [("supervisor", first)], dict[str, int]()
    for pid in below(first)[1:]:
        if name := environment(pid).get("DANVAN_PROCESS"):
            seen[name] = seen.get(name, 0) + 1
            found.append((f"{name} {seen[name]}", pid))
    lines = (Cluster(site.data).files / "postmaster.pid").read_text("ascii")
    return found + [(DATABASE, pid) for pid in below(int(lines.split()[0]))]


def environment(pid: int) -> Mapping[str, str]:
    """Return the environment a process began with; empty if it is gone."""
    try:
        text = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    lines = os.fsdecode(text).split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)
