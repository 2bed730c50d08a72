"""Data that a later version of the house has changed: this one leaves them alone."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader


def newer(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the applied migrations that this code does not have, ``app.name``.

    One that was squashed is still had by the one that replaces it.
    """
    loader = MigrationLoader(connection)
    ours = {*loader.disk_migrations}
    for step in loader.disk_migrations.values():
        ours.update((app, name) for app, name in step.replaces)
    return sorted(f"{app}.{name}" for app, name in {*loader.applied_migrations} - ours)
