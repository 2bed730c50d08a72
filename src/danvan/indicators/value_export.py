"""Lists of values as workbooks."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.indicators import value_labels as labels
from danvan.indicators.labels import period_days
from danvan.indicators.value_list import Asked, Row
from danvan.indicators.value_series import Series
from danvan.writers import typed


def listed(asked: Asked, rows: Sequence[Row]) -> bytes:
    """Return the indicators of a unit and period with what counts of each."""
    return typed.workbook(
        name=_("Values"),
        above=[
            asked.unit.name,
            labels.period(asked.period),
            period_days(asked.period),
        ],
        heads=[
            *(_("Code"), _("Indicator"), _("Unit of measure"), _("Value")),
            *(pgettext("figure", "Source"), _("Notes")),
        ],
        rows=[
            (
                *(row.code, row.name, row.measure, row.number),
                *(", ".join(row.sources), _note(row)),
            )
            for row in rows
        ],
    )


def _note(row: Row) -> str:
    if row.differs:
        return _("sources differ")
    return _("Nothing to report") if row.nothing else ""


def series(of: Series) -> bytes:
    """Return an indicator over time, the last period first."""
    return typed.workbook(
        name=_("Values"),
        above=[of.unit.name, f"{of.code} {labels.indicator_name(of.code)}"],
        heads=[
            *(_("Reporting period"), _("First day"), _("Last day"), _("Value")),
            pgettext("figure", "Source"),
        ],
        rows=[
            (row.name, row.period.start, row.period.end, row.number, row.source)
            for row in of.rows
        ],
    )
