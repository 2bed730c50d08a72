"""danvan-manage fill: the country's units and working days, demonstration data."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from danvan.core.actor import system
from danvan.host import demo
from danvan.orgs.services import load_calendar, load_units


class Command(BaseCommand):
    """Load what every office needs; fill an empty database with marked examples."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --no-demo."""
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill; the last line of output is JSON: the demonstration's logins."""
        load_units(by=system())
        load_calendar(by=system())
        if not options["no_demo"] and demo.is_empty():
            demo.fill(today=timezone.localdate())
            demo.work(today=timezone.localdate())
            self.stdout.write(json.dumps({"logins": demo.logins()}))
        else:
            self.stdout.write(json.dumps({"logins": []}))
