"""A report of our own in the demonstration, with one figure left to settle."""

import datetime

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.drafting.outline import outlines
from danvan.indicators import valuing
from danvan.orgs.demo import COMMUNE
from danvan.orgs.models import Unit
from danvan.publishing import drafting
from danvan.publishing.models import Draft

OUTLINE = "c-complaints"


@transaction.atomic
def fill(*, today: datetime.date) -> Draft:
    """Write the ward's report of the period that ended last, from counted values.

    In one sentence a figure was changed by hand: its page shows what to do.
    """
    unit, outline = Unit.objects.get(code=COMMUNE), outlines()[OUTLINE]
    period = periods.last_ended(outline.chain, today)
    now, by = timezone.now(), system(unit.code)
    for each in (
        period,
        periods.of(period.chain, period.kind, period.year - 1, period.number),
    ):
        valuing.count(unit=unit, period=each, codes=outline.codes, by=by, now=now)
    draft = drafting.start(
        unit=unit, outline=outline, period=period, by=by, now=now, demonstration=True
    )
    told = draft.paragraphs.filter(links__isnull=False, kind="paragraph").first()
    if told:
        first = told.links.all()[0]
        other = "9" if told.text[first.start] != "9" else "8"
        text = f"{told.text[: first.start]}{other}{told.text[first.start + 1 :]}"
        drafting.write(paragraph=told, text=text, version=1, by=by, now=now)
    return draft
