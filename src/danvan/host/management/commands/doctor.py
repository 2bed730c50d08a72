"""danvan-manage doctor: what runs, and what is not as it should be."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from danvan.host.doctor import examine


class Command(BaseCommand):
    """Look at everything; exit code 1 when something is not well."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each finding."""
        well = True
        for found in examine():
            well = well and found.well
            mark = "ok " if found.well else "NOT"
            self.stdout.write(f"{mark} {found.name:<11} {found.seen}")
        if not well:
            sys.exit(1)
