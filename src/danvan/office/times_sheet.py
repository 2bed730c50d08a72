"""How long the terms of the law took a unit, as a sheet: numbers only, as on its page."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.core.calendar import periods
from danvan.indicators import labels
from danvan.orgs.models import Unit
from danvan.petitions import times
from danvan.writers import xlsx


def sheet(unit: Unit, today: datetime.date) -> bytes:
    """Return the terms met in the period that ended last as .xlsx; one query."""
    period = periods.last_ended("inspectorate", today)
    heads = [
        pgettext("law", "Term"),
        pgettext("times", "Cases"),
        _("Half took at most (days)"),
        _("90 % took at most (days)"),
        _("The longest took (days)"),
        _("On time (%)"),
    ]
    return xlsx.table(
        name=period.key,
        above=[
            unit.name,
            f"{_('Days to meet the terms of the law')}: {labels.period_name(period)}",
            labels.period_days(period),
            _(
                "Of what was done in the period; days on which the clock stood by law, such as waiting for the citizen, are left out."
            ),
        ],
        heads=[xlsx.Head(text, 0, column) for column, text in enumerate(heads)],
        codes=["A", *map(str, range(1, len(heads)))],
        rows=[_row(one) for one in times.of_units([unit.pk], period)],
    )


def _row(one: times.Times) -> tuple[str, list[xlsx.Value]]:
    name, took = labels.say(one.name), one.took
    shown = [took.cases, took.median, took.p90, took.longest, took.on_time_share]
    return f"{name[:1].upper()}{name[1:]}", [*shown]
