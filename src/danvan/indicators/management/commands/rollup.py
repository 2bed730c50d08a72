"""danvan-manage rollup: roll values up, or say what a unit's come to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from danvan.accounts import scope
from danvan.indicators import exporting
from danvan.indicators.models import Period
from danvan.orgs.models import Unit


class Command(BaseCommand):
    """Write the years anew; with a unit and a period, print its totals instead."""

    help = "Roll values of indicators up the tree of units (Parquet below the data)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The years to write, or the unit and period to print."""
        parser.add_argument("--year", type=int, action="append", help="2026; several")
        parser.add_argument("--unit", default="", help="code, such as P92 or VN")
        parser.add_argument("--period", default="", help="key, such as 2026-q3")

    def handle(
        self, *_: Any, year: list[int] | None, unit: str, period: str, **options: Any
    ) -> None:
        """Write one line a year, or one an indicator."""
        if bool(unit) != bool(period):
            raise CommandError("--unit and --period go together")
        with scope.as_system("roll-ups are over the whole country"):
            if unit:
                self._print(unit, period)
                return
            for done, rows in exporting.export(year).items():
                self.stdout.write(f"{done}: {rows} totals")

    def _print(self, unit: str, period: str) -> None:
        try:
            of, when = Unit.objects.get(code=unit), Period.objects.get(key=period)
        except (Unit.DoesNotExist, Period.DoesNotExist) as why:
            raise CommandError(str(why)) from None
        exporting.refresh()
        for row in exporting.totals(of, when):
            self.stdout.write(
                f"{row['code']}\t{row['amount'].normalize():f}\t{row['given']}"
            )
