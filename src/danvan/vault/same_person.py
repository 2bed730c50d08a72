"""Other cases of the same person, told to a holder who has an identity open."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from danvan.vault.models import Access, BlindTag, SealedCase
from danvan.vault.opening import Door
from danvan.vault.scope import scoped
from danvan.vault.sealing import IDENTITY


@dataclass(frozen=True, slots=True)
class SamePerson:
    """How many other cases of the unit carry one of the numbers.

    ``numbers``: the case numbers of those the viewer is assigned to, sorted.
    """

    others: int = 0
    numbers: tuple[str, ...] = ()


def same_person(door: Door) -> SamePerson:
    """Say in how many other cases of the unit the person opened here speaks.

    Only cases whose identity was opened in this epoch can be found. Three
    queries and the scope; nothing for whoever holds no active key of the unit.
    """
    if door.compartment != IDENTITY or not door.index_key:
        return SamePerson()
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        here = BlindTag.objects.filter(unit=door.unit_id, key=door.key_id)
        alike = Q(pk=None)
        for kind, tag in here.filter(case=door.case_id).values_list("kind", "tag"):
            alike |= Q(kind=kind, tag=bytes(tag))
        others = set(
            here.filter(alike).exclude(case=door.case_id).values_list("case", flat=True)
        )
        mine = Access.objects.filter(
            unit=door.unit_id, user=uuid.UUID(door.user_id), ended_at=None
        )
        numbers = SealedCase.objects.filter(pk__in=others).filter(
            pk__in=mine.values("case")
        )
        return SamePerson(
            len(others), tuple(sorted(numbers.values_list("number", flat=True)))
        )
