"""`danvan-manage add_user`: let the first operator in, who lets in the others."""

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from danvan.accounts import services
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.orgs.models import Unit


class Command(BaseCommand):
    """Add a user with one role from today on."""

    help = "Add a user. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who, as what and where."""
        parser.add_argument("username")
        parser.add_argument("--label", required=True, help="post shown in histories")
        parser.add_argument("--role", required=True, choices=[str(r) for r in Role])
        parser.add_argument("--unit", required=True, help="code of the unit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the user and the role, or neither."""
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}.")
        try:
            with transaction.atomic():
                self._add(options, unit, _ask())
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        self.stdout.write(f"{options['username']} may sign in.")

    def _add(self, options: dict[str, Any], unit: Unit, password: str) -> None:
        user = services.create_user(
            username=options["username"],
            label=options["label"],
            password=password,
            by=system(),
        )
        services.grant_role(
            user=user,
            unit=unit,
            role=Role(options["role"]),
            valid_from=timezone.localdate(),
            by=system(),
        )


def _ask() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise CommandError("The two differ.")
    return password
