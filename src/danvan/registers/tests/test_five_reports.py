"""The figures of five reports go in by the import page, and add up as printed."""

import datetime
import hashlib
from decimal import Decimal

import pytest

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.core.figures import number
from danvan.core.registers import load
from danvan.registers.counts import COUNTS
from danvan.registers.models import Entry
from danvan.registers.tests import five_reports
from danvan.registers.tests.sheets import upload

pytestmark = [pytest.mark.urls("danvan.config.urls_office"), pytest.mark.django_db]
SINCE = datetime.date(2000, 1, 1)


def came_to(book):
    """What all counts of the years of a book add up to, by their ids."""
    years = {line["day"].year for line in book["lines"]}
    kind = load.known()[book["kind"]]
    found = {}
    for count in COUNTS:
        if count.id not in kind.feeds:
            continue
        for year in years:
            values = count.totals(periods.by_key(f"c{year}-year")).values()
            if any(values):
                found[count.id] = found.get(count.id, Decimal(0)) + sum(values)
    return found


@pytest.mark.parametrize(
    "book", five_reports.BOOKS, ids=lambda book: f"{book['kind']} {book['report']}"
)
def test_a_report_comes_in_and_adds_up_as_printed(book, client, sign_in):
    units = list(five_reports.units(book).values())
    user = sign_in(Role.REPORT_COMPILER, unit=units[0])
    Membership.objects.bulk_create(
        Membership(user=user, unit=unit, role=Role.REPORT_COMPILER, valid_from=SINCE)
        for unit in units[1:]
    )
    data = five_reports.sheet(book)
    said = {"unit": units[0].pk, "choice": "all", "file": upload(data)}
    said["seen"] = hashlib.sha256(data).hexdigest()

    page = client.post(f"/registers/books/{book['kind']}/import/", said)

    assert page.status_code == 200
    assert page.context["found"].bad == 0, page.context["problems"]
    assert Entry.objects.count() == sum(line.get("times", 1) for line in book["lines"])
    assert came_to(book) == {
        name: number.read(printed).value for name, printed in book["totals"].items()
    }
