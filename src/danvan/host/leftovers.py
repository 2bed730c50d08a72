"""Processes that outlived who started them, found by what the kernel tells of them.

A number in a file is no proof: the process may be gone and its number another's,
or it may be dead and nobody has asked for its last word. What works in a folder,
or was started for some data, is.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from danvan.host.failure import HostError

# The mark of every process that a server starts: the number of that server.
MARK = "DANVAN_SERVER"
# So long what was told to end may still finish; then it is ended.
GRACE_SECONDS = 5.0
LONGEST_SECONDS = 15.0


def started_for(data: Path) -> list[int]:
    """List the processes that servers of ``data`` started, the dead left out."""
    ours = {f"DANVAN_DATA={data}".encode(), MARK.encode()}

    def marked(process: Path) -> bool:
        said = (process / "environ").read_bytes().split(b"\0")
        return ours <= {*said, *(word.partition(b"=")[0] for word in said)}

    return list(_which(marked))


def working_in(folder: Path, called: str) -> list[int]:
    """List the processes ``called`` so whose working directory is ``folder``.

    The dead have none; and somebody's shell may stand there.
    """
    there = folder.resolve()

    def works(process: Path) -> bool:
        named = (process / "comm").read_text("utf-8").strip() == called
        return named and (process / "cwd").readlink() == there

    return list(_which(works))


def works_in(pid: int, folder: Path) -> bool:
    """Say whether that process lives and works in ``folder``.

    Of one whose place the kernel does not tell us it is enough that it lives.
    """
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except PermissionError:
        return True
    except OSError:
        return False


def name(pid: int) -> str:
    """Give the command line of a process, for a message; empty when it is gone."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return said.replace(b"\0", b" ").decode("utf-8", "replace").strip()


def end(listed: Callable[[], Sequence[int]], first: signal.Signals) -> None:
    """End the processes that ``listed`` lists: ask with ``first``, then kill.

    Raises HostError, naming them, if some live on.
    """
    began, asked = time.monotonic(), set[int]()
    while left := listed():
        waited = time.monotonic() - began
        if waited > LONGEST_SECONDS:
            names = ", ".join(f"{pid} ({name(pid)})" for pid in left)
            raise HostError(f"These processes do not end: {names}.")
        for pid in left if waited > GRACE_SECONDS else [*{*left} - asked]:
            how = first if pid not in asked else signal.SIGKILL
            asked.add(pid)
            _signal(pid, how, listed)
        _until_one_ends(left, 0.5)


def _which(fits: Callable[[Path], bool]) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        # It may be another user's, or gone between two looks.
        with suppress(OSError):
            if int(process.name) != os.getpid() and fits(process):
                yield int(process.name)


def _signal(pid: int, how: signal.Signals, listed: Callable[[], Sequence[int]]) -> None:
    """Signal exactly that process: once it is held, its number cannot be another's."""
    with suppress(ProcessLookupError):
        held = os.pidfd_open(pid)
        try:
            if pid in listed():
                signal.pidfd_send_signal(held, how)
        finally:
            os.close(held)


def _until_one_ends(pids: Sequence[int], seconds: float) -> None:
    held = []
    for pid in pids:
        with suppress(ProcessLookupError):
            held.append(os.pidfd_open(pid))
    if len(held) == len(pids):
        select.select(held, [], [], seconds)
    for handle in held:
        os.close(handle)
