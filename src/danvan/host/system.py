"""Users of the machine: whom to run as, and what that user can reach."""

import os
import pwd
import subprocess  # each call says what it runs # nosec B404
from collections.abc import Mapping, Sequence
from pathlib import Path

from danvan.host.failure import HostError

# Started as root, everything runs as this user; its home holds the data.
SERVICE_USER = "danvan"
SERVICE_HOME = Path("/var/lib/danvan")


def is_root() -> bool:
    """Say whether this process has all rights."""
    return os.geteuid() == 0


def ensure_service_user() -> str:
    """Make the service user and its home if they are absent; give its name.

    Raises HostError when the machine refuses to make it.
    """
    if not _exists(SERVICE_USER):
        _make_user(SERVICE_USER)
    entry = pwd.getpwnam(SERVICE_USER)
    if not SERVICE_HOME.exists():
        SERVICE_HOME.mkdir(mode=0o700, exist_ok=True)
        os.chown(SERVICE_HOME, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    return SERVICE_USER


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _make_user(name: str) -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", str(SERVICE_HOME), "--shell", "/usr/sbin/nologin", name]
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    try:
        done = subprocess.run(  # noqa: S603 - the database's own programs, arguments are ours # nosec B603
            command,
            env={"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise HostError(f"useradd is missing; make the user {name} by hand.") from None
    # Another start on this machine may have been first.
    if done.returncode and not _exists(name):
        raise HostError(f"The user {name} could not be made: {done.stderr.strip()}")


def ids(user: str | None) -> tuple[int, int]:
    """Give the user and group number of ``user``, or of this process."""
    if user is None:
        return os.geteuid(), os.getegid()
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def run_as(
    user: str | None,
    command: Sequence[str | Path],
    *,
    cwd: Path = Path("/"),
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end as ``user`` (None: as we are), output caught.

    The environment is empty but for what ``env`` names, so that no PG* variable
    of the caller decides anything; new files are for the user alone.
    """
    uid, gid = ids(user)
    return subprocess.run(  # noqa: S603 - the database's own programs, arguments are ours # nosec B603
        [str(part) for part in command],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
        user=uid if user else None,
        group=gid if user else None,
        extra_groups=[] if user else None,
    )


def reaches(user: str | None, *trees: Path) -> bool:
    """Say whether ``user`` can read every file of the trees.

    The kernel is asked, as that user, so that groups and access lists count.
    """
    command: list[str | Path] = [
        "find",
        "-L",
        *trees,
        "!",
        "-readable",
        "-print",
        "-quit",
    ]
    done = run_as(user, command)
    return done.returncode == 0 and not done.stdout


def make_folder(path: Path, user: str | None) -> None:
    """Make one folder for ``user`` alone; leave one that stands as it is."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return
    if user:
        os.chown(path, *ids(user), follow_symlinks=False)
