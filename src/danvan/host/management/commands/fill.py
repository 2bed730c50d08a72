"""danvan-manage fill: the units of the country, and demonstration data."""

import importlib
import json
from argparse import ArgumentParser
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand

from danvan.accounts.models import User

ROOMS = ("accounts", "petitions", "reports")


class Command(BaseCommand):
    """Load the units; fill an empty database with marked demonstration data."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --no-demo."""
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill; the last line of output is JSON: the demonstration's logins."""
        if find_spec("danvan.orgs.services"):
            importlib.import_module("danvan.orgs.services").load_units()
        logins: list[tuple[str, str]] = []
        if not options["no_demo"] and not User.objects.exists():
            for room in ROOMS:
                if find_spec(f"danvan.{room}.demo"):
                    importlib.import_module(f"danvan.{room}.demo").fill()
            logins = list(User.objects.order_by("pk").values_list("username", "label"))
        self.stdout.write(json.dumps({"logins": logins}))
