"""Keeping what a letter is found by when another like it comes.

Every intake calls `note` (the public's process sends `row` along); `refill` brings
in what is missing or was made by an older recipe.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from danvan.core.casework import similarity
from danvan.orgs.models import Kind, Level, Unit
from danvan.orgs.selectors import ancestors
from danvan.petitions.likeness import Similarity
from danvan.petitions.models import Petition
from danvan.petitions.sketch import RECIPE, sketch

# Fewer telling words than this are alike by chance.
FEWEST = 4
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What a look-up or a row is made of; the words of the letter and who sent it."""

    what: str
    request: str = ""
    name: str = ""
    phone: str = ""
    place: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept: the columns of `Similarity` beside petition and unit."""

    words: str
    keys: list[int]
    marks: list[int]
    recipe: str = RECIPE


def said_by(petition: Petition) -> Said:
    """Return what a petition says."""
    return Said(*(getattr(petition, name) for name in Said.__slots__))


def row(said: Said, unit: int, province: int | None) -> Row:
    """Return what is kept of a letter that ``unit`` of ``province`` received (keys)."""
    scopes = [similarity.own_scope(unit)]
    if province is not None:
        scopes.append(similarity.wide_scope(province))
    words = similarity.words(f"{said.what} {said.request}")
    # Sketched once: the scopes only stand before it.
    bands, signs = _bands(words), _signs(said)
    return Row(
        words=" ".join(sorted(words)),
        keys=[k for scope in scopes for k in similarity.keys(bands, scope)],
        marks=[m for scope in scopes for m in similarity.keys(signs, scope)],
    )


def keys(words: frozenset[str], scope: int) -> list[int]:
    """Return the keys of a letter's words in one scope; none for too few words."""
    return similarity.keys(_bands(words), scope)


def _bands(words: frozenset[str]) -> list[int]:
    return similarity.bands(sketch(words)) if len(words) >= FEWEST else []


def marks(said: Said, scope: int) -> dict[int, similarity.Mark]:
    """Return the marks of person and place in one scope, with what each is."""
    found = _signs(said)
    return dict(zip(similarity.keys(found, scope), found.values(), strict=True))


def _signs(said: Said) -> dict[int, similarity.Mark]:
    return {
        value: mark
        for place in dict.fromkeys((said.place, said.address))
        for mark, value in similarity.marks(
            name=said.name, phone=said.phone, place=place
        ).items()
        # Where somebody lives is not where it happened.
        if mark is not similarity.Mark.PLACE or place == said.place
    }


def province_of(unit: Unit, on: datetime.date) -> int | None:
    """Return the key of the province a unit stands in; None in none. One query."""
    above = [unit, *ancestors(unit, on)]
    places = [u for u in above if u.level == Level.PROVINCE]
    territory = [u for u in places if u.kind == Kind.TERRITORY]
    return (territory or places)[-1].pk if places else None


def note(petition: Petition) -> None:
    """Keep what the new petition is found by, in the caller's transaction."""
    province = province_of(petition.unit, petition.received_on)
    kept = row(said_by(petition), petition.unit_id, province)
    Similarity.objects.create(petition=petition, unit=petition.unit, **_columns(kept))


def refill(*, every: bool = False) -> int:
    """Keep it for petitions that have none, or one of an older recipe or unit.

    ``every``: for all anew. Returns how many. The caller works as the system.
    """
    missing = Petition.objects.order_by("pk")
    if not every:
        stale = ~Q(similarity__recipe=RECIPE) | ~Q(similarity__unit=F("unit"))
        missing = missing.filter(Q(similarity__isnull=True) | stale)
    done, last = 0, None
    provinces: dict[int, int | None] = {}
    while batch := _after(missing, last):
        for petition in batch:
            if petition.unit_id not in provinces:
                found = province_of(petition.unit, petition.received_on)
                provinces[petition.unit_id] = found
        _keep(batch, provinces)
        done, last = done + len(batch), batch[-1].pk
    return done


def _after(petitions: QuerySet[Petition], last: object) -> list[Petition]:
    if last is not None:
        petitions = petitions.filter(pk__gt=last)
    return list(petitions.select_related("unit")[:_AT_ONCE])


@transaction.atomic
def _keep(petitions: Iterable[Petition], provinces: Mapping[int, int | None]) -> None:
    rows = [
        Similarity(
            petition=p,
            unit=p.unit,
            **_columns(row(said_by(p), p.unit_id, provinces[p.unit_id])),
        )
        for p in petitions
    ]
    Similarity.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["petition"],
        update_fields=["unit", "words", "keys", "marks", "recipe"],
    )


def _columns(kept: Row) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in Row.__slots__}
