"""`danvan-manage vault ceremony`: a province's recovery key, made offline."""

import base64
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from danvan.vault import shares


class Command(BaseCommand):
    """Print a new recovery key's public part and its three shares, once."""

    help = "Make a recovery key on a computer that stands alone; no database is asked."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one thing there is to do."""
        parser.add_argument("what", choices=["ceremony"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Hold the ceremony; nothing is written anywhere else."""
        ceremony = shares.hold_ceremony()
        self.stdout.write("Public key, to be entered in the office:\n")
        self.stdout.write(base64.b64encode(ceremony.public).decode())
        for number, words in enumerate(ceremony.shares, start=1):
            self.stdout.write(
                f"\nShare {number} of {shares.SHARES}, for one office alone:"
            )
            self.stdout.write(words)
        self.stdout.write(f"\nAny {shares.NEEDED} open everything. They are not kept.")
