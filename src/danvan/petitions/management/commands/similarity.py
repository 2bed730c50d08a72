"""`danvan-manage similarity`: bring in what letters are found by."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from danvan.petitions import resemblance


class Command(BaseCommand):
    """Read the letters of which nothing is kept yet, or by an older recipe."""

    help = "Keep what likely duplicates are found by, where it is missing or old."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether all letters are read anew."""
        parser.add_argument("--all", action="store_true", help="read every letter anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many letters were read."""
        done = resemblance.refill(every=options["all"])
        self.stdout.write(f"letters read: {done}")
