"""Data with the demonstration, filled once in a run and copied for each who asks."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.drills.jobs import until

from danvan.host.reach import locked
from danvan.host.testing import SHARED, Bench, remove
from danvan.host.trial import Trial

# What a server wrote about itself; each start writes it anew.
OF_ONE_SERVER = ("environment", "lock", "log", "run")
RESTS = (
    "SELECT 1 FROM procrastinate_jobs"
    " HAVING count(*) > 0 AND bool_and(status NOT IN ('todo', 'doing'))"
)


def filled(data: Path) -> Path:
    """Make the data directory ``data``, in which the demonstration stands; return it.

    ``Trial(filled(data))`` starts in seconds, and may work on its data as it likes. All
    copies of a run have the same logins, passwords and keys. Raises HostError when the
    filling fails, FileExistsError where ``data`` stands already.
    """
    master = once(Path(os.environ[SHARED]) / "filled", _fill)
    data.mkdir(mode=0o700)
    # As it is, owners included: the database starts on no files but its user's own.
    subprocess.run(["cp", "-aT", "--reflink=auto", master, data], check=True)
    return data


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return ``folder``, made by whoever comes first; half of it is never seen."""
    with locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            making = folder.with_name(f"{folder.name}.making")
            remove(making, Bench().user)  # of one that failed
            make(making)
            making.rename(folder)
    return folder


def _fill(data: Path) -> None:
    """Let a server fill ``data`` and count what it filled in, and stop it."""
    site = Trial(data)
    try:
        # A worker stopped amid a job would leave it to the worker of every copy.
        until(site, 6000, RESTS)
    finally:
        code = site.stop()
    assert code == 0, site.said
    for name in OF_ONE_SERVER:
        path = data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
