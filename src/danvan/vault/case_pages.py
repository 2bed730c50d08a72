"""What the templates of sealed cases show, put together as plain values."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.casework.deadlines import DeadlineUnknown, compute_for_now, without_end
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.vault import asking, course_pages, opening, selectors
from danvan.vault.case_labels import (
    COLOURS,
    FIELDS,
    GROUNDS,
    REFUSALS,
    STATES,
    STEPS,
    Words,
    actor,
    part_label,
    part_of,
    value_of,
)
from danvan.vault.case_selectors import CaseFile, Line
from danvan.vault.course_labels import step_name
from danvan.vault.models import CaseState, SealedCase
from danvan.vault.officers import Unlocked
from danvan.vault.services import Unsealed

_TERM = "DL-TC-01"  # check the conditions and accept


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    case: SealedCase
    state: Words
    colour: str


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do next; where ``blocked`` says why not, ``help_url`` may lead on."""

    label: Words
    url: str
    blocked: Words = ""
    help_label: Words = ""
    help_url: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the course."""

    label: Words
    at: datetime.datetime
    by: str
    about: str


def rows(cases: Any) -> list[Row]:
    """Return the lines of the list."""
    return [Row(case, STATES[case.state], COLOURS[case.state]) for case in cases]


def clock(today: datetime.date) -> Mapping[str, Any]:
    """Return what a deadline light needs beside the date."""
    return {"today": today, "calendar": without_end(working_calendar())}


def sentence(case: SealedCase) -> str:
    """Say how the term was counted, where it is the one the law counts from receipt."""
    try:
        found = compute_for_now(_TERM, case.received_on, working_calendar())
    except DeadlineUnknown:
        return ""
    if found.due != case.deadline:
        return ""
    language = "en" if get_language() == "en" else "vi"
    return found.sentence[language]


def of_case(
    file: CaseFile, viewer: Viewer, unlocked: Unlocked | None, *, today: datetime.date
) -> Mapping[str, Any]:
    """Return what the page of a case shows."""
    return {
        "file": file,
        "case": file.case,
        "state": STATES[file.case.state],
        "colour": COLOURS[file.case.state],
        "closed": file.case.state == CaseState.CLOSED,
        "sentence": sentence(file.case),
        "events": [event(line) for line in file.lines],
        "ways": ways(file, viewer, unlocked),
        **course_pages.summary(file.case, viewer, today),
        **clock(today),
    }


def event(line: Line) -> Event:
    """Return one step in words."""
    words = [str(part_label(line.part))] if line.part else []
    if line.action == "vault.step":
        words.append(step_name(line.why))
    elif why := GROUNDS.get(line.why) or REFUSALS.get(line.why) or line.why:
        words.append(str(why))
    words += [line.about] if line.about else []
    label = STEPS.get(line.action, line.action)
    return Event(label, line.at, str(actor(line.by)), " · ".join(words))


def ways(file: CaseFile, viewer: Viewer, unlocked: Unlocked | None) -> list[Way]:
    """Return what one who is assigned can do, and why something cannot be done now."""
    if not file.mine or file.case.on_paper:
        return []
    return [_opening(file, part, viewer, unlocked) for part in file.parts]


def seconds(unit: Unit, viewer: Viewer) -> list[str]:
    """Name the other holders who may agree; those whose key opens today."""
    holders = selectors.holders(unit, viewer)
    return [h.label for h in holders if h.live and str(h.user_id) != viewer.user_id]


def opened(found: Unsealed, file: CaseFile, compartment: str) -> Mapping[str, Any]:
    """Return what the page of an opened compartment shows."""
    return {
        "case": file.case,
        "part": part_of(compartment),
        "part_label": part_label(compartment),
        "fields": [
            (FIELDS.get(n, n), value_of(n, v)) for n, v in found.fields.items() if v
        ],
        "same": found.same,
        "files": [(f, _suffix(f.name)) for f in found.files],
        "notes": [
            (step_name(note.step.step), note.step.on, note.text)
            for note in found.notes
            if note.text
        ],
        "history": [
            (row, GROUNDS.get(row.ground, row.ground))
            for row in reversed(found.history)
        ],
    }


def of_asked(
    file: CaseFile, asked: asking.Asked | None, viewer: Viewer
) -> Mapping[str, Any]:
    """Return what the page before an opening says of the second person."""
    return {
        "asked": asked,
        "asked_ground": GROUNDS.get(asked.ground, "") if asked else "",
        "seconds": seconds(file.unit, viewer),
    }


def _opening(
    file: CaseFile, compartment: str, viewer: Viewer, unlocked: Unlocked | None
) -> Way:
    part = part_of(compartment)
    url = reverse("vault:open", args=[file.case.pk, part])
    label = _("Open: %(part)s") % {"part": part_label(compartment)}
    if unlocked is None:
        unlock = f"{reverse('vault:unlock')}?next={_here(file.case.pk)}"
        locked = REFUSALS["locked"]
        return Way(label, "", locked, _("Unlock my key and come back"), unlock)
    if not (file.holds or file.given):
        return Way(label, "", _("A key holder must give you the content first."))
    if opening.needs_second(compartment, elsewhere=file.elsewhere):
        names = ", ".join(seconds(file.unit, viewer))
        if not names:
            return Way(label, "", _("Nobody else holds a live key of the unit today."))
        who = _("A second key holder must agree. Who may: %(names)s.")
        return Way(label, url, who % {"names": names})
    return Way(label, url)


def _here(case_id: uuid.UUID) -> str:
    return reverse("vault:case", args=[case_id])


def _suffix(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if stem and dot and ending.isalnum() else ""
