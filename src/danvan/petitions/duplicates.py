"""Likely duplicates of a letter: found by its words, its person, its place.

A suggestion to a person, never a decision. Only letters of the unit are found, by
person those of the last 24 months; a province's reception officer also finds those
of other units of the province, inside an open case. Each look-up leaves a line in
the journal with codes alone, and how many somebody makes is bounded: there is no
way to list what a person has written.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction
from django.db.models import Q

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.core.casework import similarity
from danvan.core.casework.workflow import State
from danvan.journal import services as journal
from danvan.orgs.models import Level, Unit
from danvan.petitions import resemblance
from danvan.petitions.likeness import Asked
from danvan.petitions.models import Petition
from danvan.petitions.resemblance import Said

# As many as a busy counter makes; more is somebody leafing through people.
MOST_ASKED = 60
PER = datetime.timedelta(hours=1)


class TooMany(Exception):
    """Somebody has looked up more than a counter does; try again within the hour."""


class By(StrEnum):
    """By what a letter was found."""

    TEXT = "text"
    PHONE = "phone"
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Likely:
    """A letter that may be the same: by what, and the share of common words."""

    petition: Petition
    by: frozenset[By]
    share: float


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: the letter's words, its unit, its field if it is known.

    ``open_case`` is the case one works on, left out of what is found.
    """

    said: Said
    unit: Unit
    field: str = ""
    open_case: Petition | None = None


@transaction.atomic
def look_up(
    question: Question, *, viewer: Viewer, now: datetime.datetime, today: datetime.date
) -> list[Likely]:
    """Return the likely duplicates, the most likely first, and journal the look-up.

    Raises TooMany; nothing was looked at then.
    """
    _count(viewer, now)
    wide = question.open_case is not None and may_look_wide(viewer, question.open_case)
    found = find(question, viewer=viewer, today=today, wide=wide)
    record = f"orgs.unit:{question.unit.code}"
    if question.open_case is not None:
        record = question.open_case.record
    journal.write(
        by=viewer.actor(question.unit.pk),
        action="petition.look-up",
        record=record,
        changes={
            "scope": (None, "province" if wide else "unit"),
            "found": (None, str(len(found))),
        },
    )
    return found


def may_look_wide(viewer: Viewer, petition: Petition) -> bool:
    """Say whether other units' letters may be looked through for this open case."""
    return (
        petition.state != State.CLOSED
        and petition.unit.level == Level.PROVINCE
        and viewer.may(Right.PETITIONS_ACROSS, petition.unit_id)
    )


def find(
    question: Question, *, viewer: Viewer, today: datetime.date, wide: bool = False
) -> list[Likely]:
    """Return the likely duplicates; four queries, six when ``wide``.

    ``wide`` is for `look_up`, which has seen that it may be.
    """
    unit = question.unit.pk
    if not viewer.may(Right.PETITIONS_READ, unit):
        return []
    target = similarity.own_scope(unit)
    province = resemblance.province_of(question.unit, today) if wide else None
    if province is not None:
        target = similarity.wide_scope(province)
    why = "a province's reception officer looks for the same matter in other units"
    with scope.as_system(why) if province is not None else nullcontext():
        shares = alike(question.said, target, wide=province is not None)
        marked = _marked(question, target, today, wide=province is not None)
        seen = Petition.objects.select_related("unit")
        if province is None:
            seen = seen.filter(unit=unit)
        ids = {*shares, *marked}
        if question.open_case is not None:
            ids.discard(question.open_case.pk)
        petitions = list(seen.filter(Q(pk__in=ids)))
    return _ranked(petitions, question, shares, marked)


def alike(said: Said, target: int, *, wide: bool = False) -> Mapping[uuid.UUID, float]:
    """Return the share of common words of the letters that are alike enough. One query."""
    rules = similarity.rules()
    words = similarity.words(f"{said.what} {said.request}")
    wanted = resemblance.keys(words, target)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT petition, words FROM petitions_alike(%s, %s, %s)",
            [wanted, wide, rules["candidates"]],
        )
        candidates = cursor.fetchall()
    shares = {pk: similarity.jaccard(words, set(w.split())) for pk, w in candidates}
    return {pk: share for pk, share in shares.items() if share >= rules["alike"]}


def _marked(
    question: Question, target: int, today: datetime.date, *, wide: bool
) -> Mapping[uuid.UUID, frozenset[By]]:
    marks = resemblance.marks(question.said, target)
    if not marks:
        return {}
    rules = similarity.rules()
    since = _months_before(today, rules["months"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT petition, marks FROM petitions_marked(%s, %s, %s, %s)",
            [list(marks), wide, since, rules["candidates"]],
        )
        rows = cursor.fetchall()
    return {
        pk: frozenset(By(marks[mark]) for mark in theirs if mark in marks)
        for pk, theirs in rows
    }


def _months_before(day: datetime.date, months: int) -> datetime.date:
    whole = day.year * 12 + day.month - 1 - months
    # The 28th stands in every month: a look-up needs no finer edge.
    return day.replace(year=whole // 12, month=whole % 12 + 1, day=min(day.day, 28))


_WEIGHT: Mapping[By, float] = {By.PHONE: 0.5, By.PERSON: 0.5, By.PLACE: 0.2}


def _ranked(
    petitions: Iterable[Petition],
    question: Question,
    shares: Mapping[uuid.UUID, float],
    marked: Mapping[uuid.UUID, frozenset[By]],
) -> list[Likely]:
    found = []
    for petition in petitions:
        by = set(marked.get(petition.pk, ()))
        fields = {question.field, petition.field} - {""}
        if len(fields) > 1:  # the same place, but another field
            by.discard(By.PLACE)
        if petition.pk in shares:
            by.add(By.TEXT)
        if by:
            share = shares.get(petition.pk, 0.0)
            found.append(Likely(petition, frozenset(by), share))
    found.sort(key=_likelihood, reverse=True)
    return found[: similarity.rules()["shown"]]


def _likelihood(likely: Likely) -> tuple[float, datetime.date]:
    weight = likely.share + sum(_WEIGHT.get(by, 0) for by in likely.by)
    return weight, likely.petition.received_on


def _count(viewer: Viewer, now: datetime.datetime) -> None:
    mine = Asked.objects.filter(user=viewer.user_id, at__gt=now - PER)
    if mine.count() >= MOST_ASKED:
        raise TooMany
    Asked.objects.create(user=viewer.user_id, at=now)


def forget(*, now: datetime.datetime) -> int:
    """Delete the counts that no longer matter; return how many."""
    return Asked.objects.filter(at__lt=now - PER).delete()[0]
