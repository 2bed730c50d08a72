"""`danvan-manage remove_second_factor`: for the last operator whose phone is lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from danvan.accounts import services
from danvan.accounts.models import User
from danvan.core.actor import system


class Command(BaseCommand):
    """Take a user's second factor away; where required he makes a new one."""

    help = "Take a user's second factor away. Other operators can do it on a page."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it away and write it down."""
        user = User.objects.named(options["username"])
        if user is None:
            raise CommandError(f"There is no user {options['username']}.")
        services.remove_second_factor(user=user, by=system())
        self.stdout.write(f"{user.username} signs in by password until a new one.")
