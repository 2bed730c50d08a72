"""danvan-manage forms: read a circular's appendix, confirm what was read, list."""

import datetime
import hashlib
import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.forms import draft, load
from danvan.indicators import catalogue, services
from danvan.readers import Unreadable, read


class Command(BaseCommand):
    """The forms of the statistics circulars, as tables that a person confirms."""

    help = "Read statutory forms from an appendix (import), confirm them, list them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Three verbs: import, confirm, list."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        imported = verbs.add_parser("import", help="read the tables of a DOCX")
        imported.add_argument("file", type=Path)
        imported.add_argument("--out", type=Path, default=Path())
        imported.add_argument("--regime", default="2025")
        imported.add_argument("--act", default="Thông tư 06/2025/TT-TTCP")
        imported.add_argument(
            "--from",
            dest="valid_from",
            type=datetime.date.fromisoformat,
            default=datetime.date(2025, 9, 30),
        )
        confirmed = verbs.add_parser("confirm", help="take a table into use")
        confirmed.add_argument("file", type=Path)
        confirmed.add_argument("--by", required=True, help="the post of who read it")
        verbs.add_parser("list", help="name every form and since when it holds")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do what the verb says."""
        if verb == "import":
            self._import(**options)
        elif verb == "confirm":
            self._confirm(**options)
        else:
            self._list()

    def _import(
        self,
        file: Path,
        out: Path,
        regime: str,
        act: str,
        valid_from: datetime.date,
        **_: Any,
    ) -> None:
        try:
            document = read(_bytes(file), file.name)
        except Unreadable as error:
            raise CommandError(error.message["en"]) from None
        found = draft.drafts(document, draft.Act(regime, act, valid_from))
        if not found:
            raise CommandError(f"{file}: no table with a row of codes was found")
        sha256 = hashlib.sha256(_bytes(file)).hexdigest()
        out.mkdir(parents=True, exist_ok=True)
        for form in found:
            name = f"{form['code'].lower().replace('/', '-')}-{regime}.toml"
            target = out / name
            if target.exists():
                raise CommandError(f"{target} stands already; it was not touched")
            table = f"# sha256 {sha256}\n{draft.dump(form)}"
            target.write_text(table, "utf-8")
            self.stdout.write(f"{target}: {len(form['columns'])} columns, unconfirmed")

    def _confirm(self, file: Path, by: str, **_: Any) -> None:
        table = _bytes(file).decode("utf-8", "replace")
        sha256 = table.partition("# sha256 ")[2][:64] if "# sha256 " in table else ""
        actor = Actor(id="system", label=by, unit_code="system")
        try:
            rows = services.confirm(
                table=table, sha256=sha256, by=actor, now=timezone.now()
            )
        except (load.BadForm, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"{file}: {error}") from None
        for row in rows:
            self.stdout.write(f"{row.form} is in use")

    def _list(self) -> None:
        for form in catalogue.forms():
            until = form.valid_to.isoformat() if form.valid_to else "now"
            columns = f"{len(form.columns)} columns" if form.is_loaded else "not loaded"
            self.stdout.write(f"{form.id}: {form.valid_from} – {until}, {columns}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
