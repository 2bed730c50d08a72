"""The command danvan-manage: as root it works as the user whose data these are."""

import argparse
import os
import runpy
import sys
from pathlib import Path

from danvan.host.become import go_on_as_service_user
from danvan.host.failure import HostError
from danvan.host.server import default_data
from danvan.host.system import is_root

COMMANDS = "danvan.config.manage"
RESTORE = "restore"
# These write into the checkout.
FOR_DEVELOPERS = frozenset({"makemigrations", "collectstatic"})


def main() -> None:
    """Run one management command.

    What it writes beside the database must stay the server's to read and write,
    so root steps down where a server has left its data.
    """
    if is_root() and _serves(sys.argv[1:2]):
        data = _data(sys.argv[1:])
        try:
            go_on_as_service_user(COMMANDS, sys.argv[1:], data, cwd=None)
        except HostError as error:
            sys.exit(str(error))
    runpy.run_module(COMMANDS, run_name="__main__", alter_sys=True)


def _serves(command: list[str]) -> bool:
    """Say whether the command is for the data that a server left on this machine."""
    if command == [RESTORE]:  # there may be nothing yet that it could know them by
        return True
    chosen = "DATABASE_URL" in os.environ or FOR_DEVELOPERS.intersection(command)
    return not chosen and (default_data() / "environment").exists()


def _data(arguments: list[str]) -> Path:
    """Give the data directory of the command; restore is told of another one."""
    told = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    told.add_argument("--data", type=Path)
    named = (
        told.parse_known_args(arguments)[0].data if RESTORE in arguments[:1] else None
    )
    return (named or default_data()).absolute()
