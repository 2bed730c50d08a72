"""The filtered list as a sheet: what the list itself shows, no name and no story."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from danvan.journal import services as journal
from danvan.petitions import labels, queue
from danvan.petitions.models import Petition
from danvan.petitions.queue_pages import Asked
from danvan.writers import xlsx as writer

MOST = 20_000  # rows that an office's computer opens at once


def sheet(want: Asked, *, now: datetime.datetime) -> bytes:
    """Return the list as .xlsx, its order kept; a line says where it was cut."""
    found = queue.queue(want.viewer, want.filters, want.today, want.calendar)
    petitions = list(found[: MOST + 1])
    rows = list(_rows(petitions[:MOST], want))
    journal.write(
        by=want.viewer.actor(),
        action="petition.export",
        record="petitions.queue:list",
        changes={"rows": (None, str(len(rows)))},
    )
    heads = _heads()
    above = [_("LIST OF PETITIONS"), _("As of %(day)s") % {"day": _day(want.today)}]
    if len(petitions) > MOST:
        above.append(_("Cut after %(n)s rows.") % {"n": MOST})
    return writer.table(
        name=_("Petitions"),
        above=above,
        heads=[writer.Head(text, 0, place) for place, text in enumerate(heads)],
        codes=[f"({place})" for place in range(1, len(heads) + 1)],
        rows=rows,
    )


def _heads() -> list[str]:
    return [
        *(_("Number"), _("Received on"), _("How it came"), _("Kind"), _("Field")),
        *(_("State"), _("Due on"), _("Working days left"), _("Unit")),
        *(_("People"), _("Complex")),
    ]


def _rows(
    petitions: list[Petition], want: Asked
) -> Iterator[tuple[str, list[writer.Value]]]:
    for p in petitions:
        yield (
            p.number,
            [
                _day(p.received_on),
                str(labels.CHANNELS[p.channel]),
                str(labels.KINDS[p.kind]),
                str(labels.FIELDS.get(p.field, "")),
                str(labels.STATES[p.state]),
                _day(p.due) if p.due else "",
                want.calendar.working_days_between(want.today, p.due)
                if p.due
                else None,
                p.unit.name,
                p.people,
                _("Yes") if p.hard else "",
            ],
        )


def _day(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
