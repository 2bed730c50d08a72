"""What the words of a letter suggest to who screens it; nothing is filled in by it.

Kept is whether a suggestion was taken, as codes. That a letter may be a denunciation
is shown and kept nowhere.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework import competence
from danvan.core.casework.competence import Office
from danvan.core.casework.suggest import (
    Axis,
    Suggestion,
    competent,
    suggest,
    weights,
)
from danvan.core.casework.workflow import Kind, State
from danvan.petitions import labels
from danvan.petitions.likeness import Advice
from danvan.petitions.models import Petition

_NAMES: Mapping[Axis, Promise] = {
    Axis.KIND: _("Kind of letter"),
    Axis.FIELD: _("Field"),
    Axis.AGAINST: _("Competent to settle"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion in words."""

    name: Any
    said: Any
    words: Sequence[str]
    denunciation: bool = False


def of(petition: Petition) -> Mapping[Axis, Suggestion]:
    """Return what the words of a petition suggest."""
    said = (petition.what, petition.request, petition.decision)
    return suggest("\n".join(said), petition.received_on)


def lines(petition: Petition, viewer: Viewer) -> list[Line]:
    """Return the suggestions to who screens the letter; none to anybody else or later."""
    screens = viewer.may(Right.PETITIONS_SCREEN, petition.unit_id)
    if petition.state != State.RECEIVED or not screens:
        return []
    found = of(petition)
    kind = found.get(Axis.KIND)
    guess = Kind(kind.code) if kind else Kind(petition.kind)
    shown = []
    for axis, one in found.items():
        said = _said(axis, one.code, guess, petition.received_on)
        if said:
            secret = axis is Axis.KIND and guess is Kind.DENUNCIATION
            shown.append(Line(_NAMES[axis], said, one.words, secret))
    return shown


def note(petition: Petition) -> None:
    """Keep whether the screening that was just recorded took what was suggested."""
    for axis, chosen in ((Axis.KIND, petition.kind), (Axis.FIELD, petition.field)):
        one = of(petition).get(axis)
        if one is None or not chosen or one.code == Kind.DENUNCIATION:
            continue
        Advice.objects.update_or_create(
            petition=petition,
            axis=axis.value,
            defaults={
                "suggested": one.code,
                "taken": one.code == chosen,
                "model": weights()["data"][:16],
                "on": petition.received_on,
            },
        )


def _said(axis: Axis, code: str, kind: Kind, on: datetime.date) -> Any:
    if axis is Axis.FIELD:
        return labels.FIELDS[code]
    if axis is Axis.KIND:
        return labels.KINDS.get(code, _("Perhaps a denunciation"))
    who = competent(kind, Office(code), on)
    if who is None or who.office is None or kind is Kind.DENUNCIATION:
        return ""
    return competence.office_words(who.office)["en" if get_language() == "en" else "vi"]
