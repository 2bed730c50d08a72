"""Demonstration data: a commune's period that ended last, published figures, sheets."""

import datetime

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.indicators import catalogue, demo_values, services, sheet_demo
from danvan.orgs.demo import COMMUNE, PROVINCE
from danvan.orgs.models import Unit


@transaction.atomic
def fill(*, today: datetime.date) -> None:
    """Count the commune's forms, as its compiler would; the letters must be there.

    The figures of the published reports stand as values, received by the province.
    """
    period = periods.last_ended("inspectorate", today)
    unit = Unit.objects.get(code=COMMUNE)
    for form in catalogue.in_force(period.end):
        if form.is_loaded or form.counts_from:
            services.count(
                unit=unit,
                form=form,
                period=period,
                by=system(unit.code),
                now=timezone.now(),
            )
    demo_values.fill(unit=Unit.objects.get(code=f"{PROVINCE}.SNV"), today=today)
    sheet_demo.fill(today=today)
