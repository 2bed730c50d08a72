"""danvan-manage check_rules: hold the values of the whole country against the rules."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from danvan.accounts import scope
from danvan.core.calendar import periods
from danvan.core.checks import rules
from danvan.indicators import findings


class Command(BaseCommand):
    """Say place by place which values break a rule; exit 1 when an error is among them."""

    help = "Hold the values of a period against the rules, over the whole country."

    def add_arguments(self, parser: CommandParser) -> None:
        """The period by its key (2026-q3), and how grave a finding must be."""
        parser.add_argument("--period", required=True, help="2026-q3, g2026-year …")
        parser.add_argument("--place", default="", help="code of one place alone")
        parser.add_argument(
            "--severity", choices=rules.SEVERITIES, help="this severity alone"
        )

    def handle(
        self, *_: Any, period: str, place: str, severity: str | None, **options: Any
    ) -> None:
        """Write one line a finding, then how many there are of each rule."""
        try:
            known = periods.by_key(period)
        except periods.NoSuchPeriod as why:
            raise CommandError(f"{period}: {why}") from None
        broken, errors = Counter[str](), 0
        with scope.as_system("the rules are run over the whole country"):
            for parent, found in findings.of_country(known):
                if place and (parent is None or parent.code != place):
                    continue
                for each in found:
                    finding = each.finding
                    if severity in (None, finding.severity):
                        broken[finding.rule.id] += 1
                        errors += finding.severity == "error"
                        self.stdout.write(
                            f"{each.unit.code}\t{finding.severity}\t"
                            f"{finding.rule.id}\t{finding.message['vi']}"
                        )
        for rule, count in broken.most_common():
            self.stdout.write(f"{count:6} {rule}")
        if errors:
            raise CommandError(f"{errors} values break a rule", returncode=1)
