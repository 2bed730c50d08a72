"""danvan-manage backup: a copy of everything, read back before it gets its name."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from danvan.host import backup
from danvan.host.backups import book, cures, keys
from danvan.host.backups.folder import prune, told_size
from danvan.host.databases import own_cluster
from danvan.host.failure import HostError

NAMED_ELSEWHERE = (
    "The database of this site is not the embedded one. A copy that loses nothing "
    "needs its superuser: let whoever runs that cluster back it up with its own tools "
    "(pg_basebackup, Barman, pg_dump as superuser), and take the files right after "
    "it: danvan-manage backup FOLDER --files-only"
)


class Command(BaseCommand):
    """Back up the database and the stored files; the server may run meanwhile."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of backups, and where the keys go."""
        named = os.environ.get("DANVAN_BACKUP_FOLDER")
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=Path(named) if named else None,
            help="where backups gather; default: DANVAN_BACKUP_FOLDER",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="afterwards remove this site's oldest backups there but N",
        )
        parser.add_argument(
            "--secrets",
            type=Path,
            metavar="FILE",
            help="write the keys into FILE too; keep it away from the backups",
        )
        parser.add_argument(
            "--files-only",
            action="store_true",
            help="the database has a backup of its own",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up; say where, how much and how long."""
        folder: Path | None = options["folder"]
        if folder is None and options["secrets"] is None:
            raise CommandError("Name the folder of backups, or DANVAN_BACKUP_FOLDER.")
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep takes 1 or more: the last backup stays.")
        try:
            if options["secrets"]:
                self._write_keys(options["secrets"].absolute(), folder)
            if folder:
                self._back_up(folder.absolute(), options)
        except HostError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(str(cures.explained(error))) from None

    def _write_keys(self, file: Path, folder: Path | None) -> None:
        if folder and file.resolve().is_relative_to(folder.resolve()):
            raise HostError(
                f"{file} would lie beside the backups it opens. Keep the keys elsewhere."
            )
        secrets = keys.of(settings.DATA_DIR)
        if not secrets:
            raise HostError(f"{settings.DATA_DIR} holds no keys; is it the right one?")
        now = timezone.localtime()
        keys.write(file, secrets, at=now.isoformat())
        book.note(settings.DATA_DIR, book.SECRETS, at=now, place=file)
        self.stdout.write(f"Keys written to {file}. Keep it away from the backups.")

    def _back_up(self, folder: Path, options: dict[str, Any]) -> None:
        data: Path = settings.DATA_DIR
        cluster = None if options["files_only"] else own_cluster(data)
        if cluster is None and not options["files_only"]:
            raise HostError(NAMED_ELSEWHERE)
        began = time.monotonic()
        done = backup.take(
            data,
            folder,
            cluster=cluster,
            now=timezone.localtime(),
            clock=timezone.localtime,
            told=self._tell,
        )
        seconds = time.monotonic() - began
        self.stdout.write(f"Backup {done}: {told_size(done)}, {seconds:.1f} s.")
        if options["keep"]:
            for gone in prune(folder, done, options["keep"]):
                self.stdout.write(f"Removed {gone.name}.")
        if book.SECRETS not in book.read(data):
            self.stdout.write(
                "The keys are in no backup, and no backup opens without them. Write them "
                "once to another place: danvan-manage backup --secrets FILE"
            )

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
