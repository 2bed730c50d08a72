"""The words on screen for what a line of the journal holds: who, which field, what value.

A code that nobody named yet stands for itself: nothing of a line is hidden.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.accounts.labels import ROLES
from danvan.core.casework.courses import State, Step
from danvan.indicators import (
    sheet_words as sheets,
)
from danvan.indicators import (
    value_labels as values,
)
from danvan.journal.models import Entry
from danvan.papers import labels as papers
from danvan.petitions import labels as petitions
from danvan.petitions import renewal_forms
from danvan.publishing import draft_labels as drafts
from danvan.publishing import labels as publishing
from danvan.receptions import labels as receptions
from danvan.vault import case_labels as vault
from danvan.vault.course_labels import state_name, step_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, Promise | str]

FIELDS: Mapping[str, "_StrPromise"] = {
    "accused_units": _("Units spoken of"),
    "assigned": _("Given to unit"),
    "by": pgettext_lazy("journal", "Replaced by"),
    "cells": _("Cells"),
    "changes": _("Changes"),
    "channel": _("How it came"),
    "check": _("Check"),
    "code": _("Look-up code"),
    "compartment": _("Compartment"),
    "competence": _("Competence"),
    "condition": _("Condition"),
    "content": _("Content"),
    "date": _("Date"),
    "closed": pgettext_lazy("journal", "Closed"),
    "day": _("Day"),
    "days": _("Days"),
    "done": pgettext_lazy("journal", "Done"),
    "due": _("Due"),
    "epoch": _("Epoch of keys"),
    "expected": _("Units expected"),
    "file": pgettext_lazy("journal", "File"),
    "follow_up": _("What became of it"),
    "form": _("Form"),
    "format": _("Format"),
    "found": pgettext_lazy("journal", "Found"),
    "from": pgettext_lazy("unit", "From"),
    "kind": pgettext_lazy("journal", "Kind"),
    "name": pgettext_lazy("journal", "Name"),
    "note": pgettext_lazy("journal", "Note"),
    "number": pgettext_lazy("journal", "Number"),
    "of": pgettext_lazy("journal", "Belongs to"),
    "officer": _("Officer"),
    "on": _("Day"),
    "order": _("Order to be executed"),
    "outcome": _("Result"),
    "outline": _("Outline of a report"),
    "owner": _("Belongs to record"),
    "passphrase": _("Passphrase"),
    "period": pgettext_lazy("journal", "Period"),
    "petition": _("Petition"),
    "petitions": _("Petitions"),
    "progress": _("Progress"),
    "province": _("Province"),
    "reason": _("Reason"),
    "reply": _("Told the citizen"),
    "resolved_on": _("Settled on"),
    "review": _("Day of review"),
    "role": _("Role"),
    "rows": _("Rows"),
    "rules": _("Rules"),
    "scope": _("Where it was looked"),
    "series": _("Series"),
    "sha256": _("Fingerprint of the file"),
    "shared": _("Shared"),
    "sheets": _("Sheets not sent"),
    "slot": _("Hour"),
    "stage": _("Stage"),
    "state": _("State"),
    "step": _("Step"),
    "subject": _("Field"),
    "task": _("Task"),
    "template": _("Template"),
    "to": pgettext_lazy("unit", "To"),
    "unit": _("Unit"),
    "units": _("Units"),
    "user": _("User"),
    "valid_from": _("Valid from"),
    "valid_to": _("Valid to"),
    "watch": _("Watched matter"),
    "working": _("Working day"),
    "below": pgettext_lazy("journal", "With all units below"),
    "corrects": pgettext_lazy("journal", "In place of"),
    "doubles": pgettext_lazy("journal", "Rows that stood already"),
    "end": pgettext_lazy("journal", "Last day"),
    "remote": pgettext_lazy("journal", "Remote area"),
    "start": pgettext_lazy("journal", "First day"),
    "indicator": _("Indicator"),
    "source": pgettext_lazy("journal", "Source"),
    "value": pgettext_lazy("journal", "Value"),
    "values": pgettext_lazy("journal", "Values"),
    "kept": pgettext_lazy("journal", "Values kept"),
    "edition": pgettext_lazy("journal", "Edition"),
    "place": pgettext_lazy("journal", "Place"),
    "closes": pgettext_lazy("journal", "Closes after"),
    "sheet": pgettext_lazy("journal", "Sheet"),
    "since": pgettext_lazy("journal", "From day"),
    "until": pgettext_lazy("journal", "Until"),
}
_ACTORS: Words = {"public": _("The citizen"), "system": _("The system")}
_COMMON: Words = {
    "changed": pgettext_lazy("journal", "changed"),
    "true": _("Yes"),
    "false": _("No"),
}
# By the room an action begins with, then by field.
_VALUES: Mapping[str, Mapping[str, Words]] = {
    "petition": {
        "state": petitions.STATES,
        "kind": petitions.KINDS,
        "channel": petitions.CHANNELS,
        "condition": petitions.CONDITIONS,
        "competence": petitions.COMPETENCES,
        "subject": petitions.FIELDS,
        "step": petitions.VERBS,
    },
    "reception": {
        "state": receptions.STATES,
        "kind": receptions.KINDS,
        "content": receptions.CONTENTS,
        "outcome": receptions.OUTCOMES,
    },
    "papers": {"state": papers.STATES},
    "values": {"source": values.PROVENANCES},
    "publishing": {"state": {**publishing.JOURNAL, **drafts.JOURNAL}},
    "sheets": {
        "stage": {code: said for code, (said, _colour) in sheets.STAGES.items()}
    },
    "accounts": {"role": {str(role): said for role, said in ROLES.items()}},
    "vault": {"state": vault.STATES, "channel": petitions.CHANNELS},
}
_GROUNDS: Mapping[str, Words] = {
    "publishing.judge": publishing.RULES,
    "petition.renew-code": {**renewal_forms.PAPERS, **renewal_forms.WORDS},
    "accounts.sign-in-failed": {"password": _("Password"), "code": _("Code")},
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_ARROW, _NOTHING = "→", "∅"


def actor(label: str) -> str:
    """Say who acted; a post is its own word."""
    return str(_ACTORS.get(label, label))


def changes(line: Entry) -> list[str]:
    """Return one sentence for each field: before and after, in words."""
    return [
        _change(line.action, field, before, after)
        for field, (before, after) in sorted(line.changes.items())
        if before or after
    ]


def ground(line: Entry, why: str) -> str:
    """Say on what ground; a decision's number is its own word."""
    room = line.action.partition(".")[0]
    if line.action == "vault.step" and why in set(Step):
        return step_name(why)
    known = _GROUNDS.get(line.action, {})
    if room == "vault":
        known = {**vault.GROUNDS, **vault.REFUSALS}
    return str(known.get(why, why))


def _change(action: str, field: str, before: str | None, after: str | None) -> str:
    name = str(FIELDS.get(field, field))
    then = _value(action, field, after) if after else _NOTHING
    if before:
        return f"{name}: {_value(action, field, before)} {_ARROW} {then}"
    return f"{name}: {then}"


def _value(action: str, field: str, value: str) -> str:
    room = action.partition(".")[0]
    if field == "compartment":
        return str(vault.part_label(value))
    if (room, field) == ("vault", "stage") and value in set(State):
        return state_name(value)
    if day := _DAY.fullmatch(value):
        return "/".join(reversed(day.groups()))
    known = _VALUES.get(room, {}).get(field, {})
    return str(known.get(value) or _COMMON.get(value, value))
