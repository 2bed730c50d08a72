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
            *("--anchor", "--file"),
            type=Path,
            dest="file",
            help="the anchor file, or a copy kept elsewhere (default: the server's)",
        )
        parser.add_argument(
            "--kept",
            default="",
            metavar="SUM",
            help="a sum of the anchor file that was printed once and kept elsewhere",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify; then, when asked and nothing is broken, anchor."""
        named: Path | None = options["file"]
        path = named or settings.JOURNAL_ANCHORS
        if named and options["what"] == "verify" and not named.exists():
            raise CommandError(f"There is no anchor file {named}.")
        self._refuse_another(path, options["kept"])
        report = verify(self._anchors(path))
        self._refuse(report)
        self.stdout.write(
            f"The journal is whole: {report.lines} lines in {report.chains} chains."
        )
        if options["what"] == "anchor":
            anchors.write(path, report, at=timezone.now().isoformat())
            self.stdout.write(f"Their heads are written to {path}.")
        self._tell_sum(path)

    def _tell_sum(self, path: Path) -> None:
        if known := anchors.sums(path):
            said = "Keep this sum away from this machine"
            self.stdout.write(f"{said}: {anchors.last(path)} {known[-1]}")
        else:
            said = "lines cut off the end of a chain do not show"
            self.stdout.write(f"No anchors in {path}: {said}.")

    def _refuse_another(self, path: Path, kept: str) -> None:
        if kept and kept.lower() not in anchors.sums(path):
            raise CommandError(
                f"{path} was changed or cut: it never had the sum {kept}. "
                "Verify against a copy kept elsewhere (--anchor)."
            )

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
