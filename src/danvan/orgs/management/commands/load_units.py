"""danvan-manage load_units: the units of government and the working days."""

from typing import Any

from django.core.management.base import BaseCommand

from danvan.core.actor import system
from danvan.orgs import services


class Command(BaseCommand):
    """Bring in what core/data knows of units and working days; again is harmless."""

    help = "Load the units of government and the working days from the package."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load both and say how many rows changed."""
        units = services.load_units(by=system())
        days = services.load_calendar(by=system())
        self.stdout.write(f"units and changes: {units}, days: {days}")
