"""`danvan-manage journal verify` and `danvan-manage journal anchor`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from danvan.journal import anchors
from danvan.journal.verify import Anchors, Report, verify

SAID = {
    "missing": "this line is missing",
    "altered": "this line was changed or moved",
    "truncated": "the chain does not end here: lines were cut off or its head moved",
    "unanchored": "this line is not the one written down in the anchor file",
}


class Command(BaseCommand):
    """Check that nobody changed the journal; write its heads down."""

    help = "verify: name the first broken line. anchor: write the heads to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do and where the anchors are."""
        parser.add_argument("what", choices=["verify", "anchor"])
        parser.add_argument(
            "--file",
            type=Path,
            default=settings.JOURNAL_ANCHORS,
            help="the anchor file (default: in the data directory)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify; then, when asked and nothing is broken, anchor."""
        report = verify(self._anchors(options["file"]))
        self._refuse(report)
        self.stdout.write(
            f"The journal is whole: {report.lines} lines in {report.chains} chains."
        )
        if options["what"] == "anchor":
            count = anchors.write(options["file"], at=timezone.now().isoformat())
            self.stdout.write(f"{count} heads written to {options['file']}.")

    def _anchors(self, path: Path) -> Anchors:
        try:
            return anchors.read(path)
        except anchors.Unreadable as found:
            cure = "Put the file back from a copy; if a crash cut its last line, delete that line."
            raise CommandError(f"{found}. {cure}") from found

    def _refuse(self, report: Report) -> None:
        broken = [f"{b.chain} line {b.seq}: {SAID[b.fault]}" for b in report.breaks]
        if broken:
            raise CommandError("The journal is broken.\n" + "\n".join(broken))
