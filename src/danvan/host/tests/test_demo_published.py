"""P1 and P3 of the demonstration's own editions, made by the real services."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from tests.core.disclosure import lp

from danvan.core.actor import system
from danvan.core.disclosure import rounding, small
from danvan.core.disclosure.linear import ONE
from danvan.host import demo
from danvan.indicators.models import Provenance
from danvan.orgs.services import load_calendar, load_units
from danvan.publishing import disclosing, gathering
from danvan.publishing.models import Edition, EditionFigure, FigureKind, OpenSource

TODAY = datetime.date(2026, 11, 2)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_units(by=system())
        load_calendar(by=system())
        demo.fill(today=TODAY, letters=40)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def counted(told: None, db) -> list[Edition]:
    """The editions that print counted numbers."""
    counts = EditionFigure.objects.filter(kind=FigureKind.COUNTED).values("edition")
    found = list(Edition.objects.filter(pk__in=counts))
    assert found
    return found


def truth(edition: Edition) -> dict[str, dict[str, Decimal]]:
    """Return what is really known of each unit of an edition, by code."""
    units = gathering._units(edition.place, edition.period.known)
    figures = gathering._told(units, edition.period.known)
    codes = {unit.pk: unit.code for unit in units}
    found: dict[str, dict[str, Decimal]] = {}
    for (unit, code), figure in figures.items():
        if figure.value is not None:
            found.setdefault(codes[unit], {})[code] = figure.value
    return found


def equations(unit: str, known: dict[str, Decimal]) -> list[dict[str, float]]:
    """Return the equations a reader knows of a unit, less those it contradicts."""
    rows = []
    for row in small.equations():
        if any(name == ONE or name.startswith("prev:") for name in row):
            continue
        named = {f"{unit}/{code}": float(factor) for code, factor in row.items()}
        off = sum(factor * known[code] for code, factor in row.items() if code in known)
        if not row.keys() <= known.keys() or off == 0:
            rows.append(named)
    return rows


@pytest.mark.django_db
def test_a_solver_pins_no_small_count_of_the_demonstration(counted):
    """P1: over what is printed, and every equation of the law between indicators."""
    widths = []
    for edition in counted:
        real = truth(edition)
        printed = {
            f"{f.unit.code}/{f.code}": int(f.amount)
            for f in edition.figures.filter(kind=FigureKind.COUNTED)
            if disclosing.counts_things(f.code)
        }
        for unit, known in real.items():
            mine = {n: p for n, p in printed.items() if n.startswith(f"{unit}/")}
            # A reader knows no more of a sum than that it was kept within four.
            off = {n: abs(p - float(known[n.split("/")[1]])) for n, p in mine.items()}
            assert max(off.values(), default=0) <= 4
            reach = {n: 2 if off[n] <= 2 else 4 for n in mine}
            low = {n: max(0, p - reach[n]) for n, p in mine.items()}
            high = {n: p + reach[n] for n, p in mine.items()}
            cells = [c for c, a in known.items() if a < 5 and f"{unit}/{c}" in mine]
            level = edition.figures.filter(unit__code=unit).values_list("unit__level")
            if mine and level[0][0] not in small.PUBLIC_LEVELS:
                cells += sorted(small.secret(known))
            asked = [f"{unit}/{code}" for code in cells]
            found = lp.told(equations(unit, known), low, high, asked)
            for name, (least, most) in found.items():
                assert least - 1e-6 <= known[name.split("/")[1]] <= most + 1e-6
                widths.append(most - least)

    assert widths
    assert min(widths) > 0.5
    assert sum(width <= 1.01 for width in widths) <= 0.01 * len(widths)


@pytest.mark.django_db
def test_what_is_printed_of_a_report_is_the_reports_number(told, db):
    """P3: to the last digit where the report is public."""
    figures = EditionFigure.objects.filter(kind=FigureKind.PRINTED)
    found = list(figures.select_related("value"))

    assert len(found) > 100
    assert all(f.amount == f.value.amount for f in found)


@pytest.mark.django_db
def test_public_sums_are_the_reports_within_rounding(told, db):
    """P3: of the same reports, were they not public, within four."""
    OpenSource.objects.update(published=False)
    apart = []
    for edition in Edition.objects.exclude(title=""):
        for figure in gathering.figures(edition, edition.period.known):
            value = figure.value
            if value and value.provenance == Provenance.REPORTED:
                assert figure.kind == FigureKind.COUNTED
                apart.append(abs(figure.amount - value.amount))
                if disclosing.counts_things(figure.code):
                    assert int(figure.amount) % rounding.BASE == 0

    assert len(apart) > 50
    assert max(apart) <= 4
