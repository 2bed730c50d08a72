"""The command danvan-manage: Django's commands for operators."""

import os
import sys

from django.core.management import execute_from_command_line

from danvan.config import environment

# Everything else works with the office's rights.
OWNER_COMMANDS = frozenset({"migrate"})


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
    choose_role(sys.argv[1:2])
    execute_from_command_line(sys.argv)


def choose_role(command: list[str]) -> None:
    """Connect as owner for what only the owner may do, if we know that address.

    An address given by the caller stands.
    """
    owner = os.environ.get("DANVAN_OWNER_DATABASE_URL")
    if owner and environment.FOUND_DATABASE and OWNER_COMMANDS.intersection(command):
        os.environ["DATABASE_URL"] = owner


if __name__ == "__main__":
    main()
