"""The lines of the queue, each as ready as a template needs it.

A page has 25: what is the same in all of them is made once, and a line's marks are
put together here rather than by a dozen tags of a template.
"""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.lateness import Stage
from danvan.petitions import labels, queue, terms
from danvan.petitions.models import Petition
from danvan.ui.templatetags.ui import date, deadline, number, tag

Words = Promise | str
_ANY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """One petition of the list."""

    pk: str
    number: str
    address: str
    pane: str
    kind: Words
    light: SafeString  # how far its term is
    tags: SafeString
    facts: str
    unit: str
    very_late: bool
    chosen: bool


def rows(
    petitions: Sequence[Petition],
    today: datetime.date,
    calendar: WorkingCalendar,
    chosen: str = "",
) -> list[Row]:
    """Return the lines of the list; the petitions bring their running terms along."""
    case, pane = (
        reverse(f"petitions:{name}", args=[_ANY]) for name in ("case", "pane")
    )
    made = []
    for petition in petitions:
        pk = str(petition.pk)
        stages = _stages(petition, today)
        row = Row(
            pk=pk,
            number=petition.number,
            address=case.replace(str(_ANY), pk),
            pane=pane.replace(str(_ANY), pk),
            kind=labels.KINDS[petition.kind],
            light=_light(petition, stages, today, calendar),
            tags=_tags(petition),
            facts=_facts(petition),
            unit=petition.unit.name,
            very_late=Stage.VERY_LATE in stages,
            chosen=pk == chosen,
        )
        made.append(row)
    return made


def _light(
    petition: Petition,
    stages: Collection[Stage],
    today: datetime.date,
    calendar: WorkingCalendar,
) -> SafeString:
    lights: list[str] = []
    if Stage.STOPPED in stages:
        lights.append(tag(_("The clock stands"), "magenta"))
    if petition.due is not None:
        lights.append(deadline(petition.due, today, calendar))
    if Stage.VERY_LATE in stages:
        lights.append(tag(_("Very late"), "red"))
    return _beside(*lights)


def _tags(petition: Petition) -> SafeString:
    tags = [tag(str(labels.STATES[petition.state]), labels.COLOURS[petition.state])]
    if petition.hard:
        tags.append(tag(_("Complex"), "purple"))
    if petition.people >= queue.GROUP:
        tags.append(tag(_("%(n)s people") % {"n": number(petition.people)}, "orange"))
    return _beside(*tags)


def _facts(petition: Petition) -> str:
    received = _("Received %(got)s") % {"got": date(petition.received_on)}
    field = labels.FIELDS.get(petition.field, "")
    return f"{received} · {field}" if field else received


def _beside(*parts: str) -> SafeString:
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _stages(petition: Petition, today: datetime.date) -> Collection[Stage]:
    running = petition.running  # type: ignore[attr-defined] # brought along
    return {terms.stage(term, today).stage for term in running}
