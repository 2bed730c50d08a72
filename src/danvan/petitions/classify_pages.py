"""What the panel and the page of the way show, put together as plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import competence, representation
from danvan.core.casework.competence import office_words
from danvan.core.casework.ground import Ground, ground, papers
from danvan.core.casework.routing import LABELS
from danvan.core.casework.workflow import Kind
from danvan.petitions import labels, routing
from danvan.petitions.classification import Classification
from danvan.petitions.classify_forms import ClassifyForm
from danvan.petitions.models import Petition
from danvan.petitions.routing import Proposal

Words = Promise | str
_SIX = {"act": "TT05", "article": "Điều 6", "read": False}
# The panel's lines: what is decided, by which fields, on what ground.
_AXES: Sequence[tuple[Words, Sequence[str], Mapping[str, Any]]] = (
    (_("1. Content"), ("parts", "about", "field"), _SIX),
    (_("2. Condition"), ("failing", "translated", "cases"), _SIX),
    (
        _("3. Competence"),
        ("against", "instance", "competence", "own", "progress"),
        {"act": "LKN", "article": "Điều 17 – Điều 26"},
    ),
    (_("4. Signatories"), ("people",), {"act": "LTCD", "article": "Điều 29"}),
    (_("5. Original papers"), ("originals",), _SIX),
    (_("6. Kind of competent body"), ("body",), _SIX),
    (_("7. Note"), ("note",), {}),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """One line of the panel with the article beside it."""

    heading: Words
    fields: Sequence[BoundField]
    law: str
    certain: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Way:
    """The way the law names, in words."""

    way: Proposal
    action: str
    law: str
    certain: bool
    papers: Sequence[tuple[str, str]]
    duties: Sequence[tuple[str, str]]
    competent: str


def of_panel(petition: Petition, form: ClassifyForm) -> Mapping[str, Any]:
    """Return what the panel shows."""
    return {
        "petition": petition,
        "axes": [_axis(petition, form, *axis) for axis in _AXES],
        "offices": _offices(petition),
    }


def way(petition: Petition, said: Classification) -> Way:
    """Return the way for a classified letter."""
    found = routing.propose(petition, said)
    language = _language()
    return Way(
        way=found,
        action=LABELS[found.route.action][language],
        law=labels.law(found.route.ground),
        certain=found.route.ground.certain,
        papers=[(code, papers()[code].name[language]) for code in found.papers],
        duties=[(d.words[language], labels.law(d.ground)) for d in found.route.duties],
        competent=office_words(found.competent)[language] if found.competent else "",
    )


def of_route(
    petition: Petition, said: Classification, shown: Way, form: Any
) -> Mapping[str, Any]:
    """Return what the page of the way shows."""
    found = shown.way.found
    return {
        "petition": petition,
        "way": shown,
        "failing": [
            (labels.reason(f.reason), labels.law(f.ground)) for f in found.failing
        ],
        "openable": openable(petition, said),
        "kept_until": found.keep_until,
    }


def openable(petition: Petition, said: Classification | None) -> Collection[Kind]:
    """Return the contents of a mixed letter that may be opened here, not yet opened."""
    if said is None or not petition.mixed:
        return ()
    opened = petition.linked.filter(kind="part").values_list(
        "petition__kind", flat=True
    )
    found = routing.assess(petition, said)
    return sorted(found.openable - {Kind(kind) for kind in opened})


def _axis(
    petition: Petition,
    form: ClassifyForm,
    heading: Words,
    names: Sequence[str],
    law: Mapping[str, Any],
) -> Axis:
    rests = ground(law) if law else Ground("", "")
    return Axis(
        heading=heading,
        fields=[form[name] for name in names],
        law=labels.law(rests) if law else "",
        certain=rests.certain,
        hint=_people(petition) if "people" in names else "",
    )


def _people(petition: Petition) -> str:
    """Say how many may speak for so many, and what is wrong with those who do."""
    rows = list(petition.signatories.all())
    people = {str(row.position) for row in rows}
    least, most = representation.representatives(max(petition.people, len(rows)))
    if not most:
        return ""
    said = str(
        _("Representatives: from %(least)s to %(most)s.")
        % {"least": least, "most": most}
    )
    if rows:
        chosen = {str(row.position) for row in rows if row.represents}
        wrong = representation.faults(people, chosen, people)
        said = " ".join(
            [said, *(representation.LABELS[w][_language()] + "." for w in wrong)]
        )
    return said


def _offices(petition: Petition) -> Sequence[Sequence[str]]:
    """Return for each office who settles in the first and the second instance."""
    language, day = _language(), petition.received_on
    table = []
    for office in competence.offices(day):
        row = [office_words(office)[language]]
        for instance in (1, 2):
            found = routing.competent(Kind.COMPLAINT, instance, office, day)
            named = found.office if found else None
            row.append(office_words(named)[language] if named else "–")
        table.append(row)
    return table


def _language() -> str:
    return "en" if get_language() == "en" else "vi"
