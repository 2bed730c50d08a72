"""Write every page of published figures as a file that a cache or a web server holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from danvan.portal import static_pages


class Command(BaseCommand):
    """``danvan-manage publish_static --out DIR``."""

    help = "Write the pages of published figures as static files, in both languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("--out", required=True, type=Path, help="an empty folder")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, and say how much."""
        try:
            files, size = static_pages.write(options["out"])
        except static_pages.NotEmpty as full:
            raise CommandError(f"{full} is not empty; name an empty folder") from None
        self.stdout.write(f"{files} files, {size} bytes in {options['out']}")
