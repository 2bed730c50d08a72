"""danvan-manage migrate: Django's, which does not touch data of a later version."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from danvan.host.newer import newer


class Command(migrate.Command):
    """Bring the database forward; refuse one that is ahead of this code."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse what Django passes over in silence, then do as Django does."""
        if ahead := newer(connections[options["database"]]):
            raise CommandError(
                "These data were changed by a later version of Dân Vận; this one would "
                f"misread them. It does not know: {', '.join(ahead)}. "
                "Start the later version, or restore a backup made before the upgrade."
            )
        super().handle(*args, **options)
