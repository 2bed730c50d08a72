"""danvan-manage restore: give a backup back, or prove that it could be."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from danvan.host import restore
from danvan.host.backups import cures, manifest
from danvan.host.backups.folder import told_size
from danvan.host.failure import HostError


class Command(BaseCommand):
    """Check a backup to the byte, restore it, prove it, and only then move it in."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup, where to, and the keys."""
        parser.add_argument("folder", type=Path, help="a backup, or a folder of them")
        parser.add_argument(
            "--data", type=Path, metavar="DIR", help="restore into this data directory"
        )
        parser.add_argument(
            "--secrets", type=Path, metavar="FILE", help="the file of keys"
        )
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--check",
            action="store_true",
            help="restore into a passing directory, prove it, remove it",
        )
        chosen.add_argument(
            "--replace",
            action="store_true",
            help="move aside what stands in the data directory",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore or check; say how much and how long."""
        try:
            self._restore(options)
        except HostError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(str(cures.explained(error))) from None

    def _restore(self, options: dict[str, Any]) -> None:
        data: Path = (options["data"] or settings.DATA_DIR).absolute()
        place = restore.find(options["folder"].absolute())
        began, now = time.monotonic(), timezone.localtime()
        secrets = options["secrets"]
        found = restore.look_through(place, data, secrets=secrets, told=self._tell)
        aside = None
        if options["check"]:
            restore.prove(found, data, now=now, told=self._tell)
        else:
            replace = options["replace"]
            aside = restore.restore(
                found, data, replace=replace, now=now, told=self._tell
            )
        what = "Proved" if options["check"] else f"Restored into {data}"
        seconds = time.monotonic() - began
        self.stdout.write(f"{what}: {told_size(place)}, {seconds:.1f} s.")
        self.stdout.write(f"It holds what was acknowledged by {found.manifest.began}.")
        if aside:
            self.stdout.write(f"What stood there is in {aside}.")
        if found.manifest.kind == manifest.FILES:
            self.stdout.write("Files alone; the database comes from its own backup.")
        elif not options["check"]:
            self.stdout.write(f"Start it: script/server --data {data}")

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
