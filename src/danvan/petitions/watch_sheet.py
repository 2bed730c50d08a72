"""The leader's list as a sheet to print or to send."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from danvan.petitions.panels import Watched
from danvan.writers import xlsx
from danvan.writers.xlsx import Head


def sheet(rows: Sequence[Watched], today: datetime.date) -> bytes:
    """Return the list as .xlsx; no person stands in it."""
    heads = [
        _("Matter"),
        _("Why it is watched"),
        _("Letters"),
        _("People"),
        _("Leader who answers for it"),
        _("Plan"),
        _("Next step"),
        _("Looked at again on"),
    ]
    return xlsx.table(
        name=_("Watched matters")[:31],
        above=[_("Watched matters"), _("As of %(day)s") % {"day": f"{today:%d/%m/%Y}"}],
        heads=[Head(text, 0, column) for column, text in enumerate(heads)],
        codes=["A", *(str(number) for number in range(1, len(heads)))],
        rows=[(line.row.title, _cells(line)) for line in rows],
    )


def _cells(line: Watched) -> list[xlsx.Value]:
    row = line.row
    return [
        line.grounds,
        len(line.letters),
        line.people,
        row.leader,
        row.plan,
        row.next_step,
        f"{row.review_on:%d/%m/%Y}",
    ]
