"""Demonstration data: the period that ended last, counted for one commune; sheets."""

import datetime

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.indicators import catalogue, services, sheet_demo
from danvan.orgs.demo import COMMUNE
from danvan.orgs.models import Unit


@transaction.atomic
def fill(*, today: datetime.date) -> None:
    """Count the commune's forms, as its compiler would; the letters must be there."""
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
    sheet_demo.fill(today=today)
