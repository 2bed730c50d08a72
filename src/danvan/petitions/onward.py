"""What is sent past the citizen: back, down, to the forwarder; or explained to an end."""

from collections.abc import Sequence
from typing import Unpack

from django.db import transaction

from danvan.core.casework.eligibility import Reason
from danvan.core.casework.workflow import Kind, Step
from danvan.petitions import course
from danvan.petitions.course import Turn, Words
from danvan.petitions.models import Petition


@transaction.atomic
def give_back(
    *,
    to_name: str,
    reply: str = "",
    reasons: Sequence[str] = (),
    **turn: Unpack[Turn],
) -> Petition:
    """Return a letter to the body that forwarded it here by mistake (XLD_04)."""
    words = Words(to_name=to_name, reply=reply, reasons=reasons)
    return course.take(Step.RETURN, words, turn)


@transaction.atomic
def demand(*, to_name: str, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Demand of the competent body below, which is late, that it settles."""
    return course.take(Step.DEMAND, Words(to_name=to_name, note=note), turn)


@transaction.atomic
def explain(*, reply: str, **turn: Unpack[Turn]) -> Petition:
    """Explain that the matter is settled lawfully, and ask to let it rest."""
    kind = Petition.objects.values_list("kind", flat=True).get(pk=turn["petition"])
    words = Words(reply=reply, reasons=settled(Kind(kind)))
    return course.take(Step.EXPLAIN, words, turn)


@transaction.atomic
def inform(
    *, to_name: str, note: str, document: str = "", **turn: Unpack[Turn]
) -> Petition:
    """Tell the forwarder what came of it (law on reception, article 27.2).

    ``document`` is the number of the letter that told it, before what it said.
    """
    said = f"{document}: {note}" if document else note
    return course.take(Step.INFORM, Words(to_name=to_name, note=said), turn)


def settled(kind: Kind) -> list[str]:
    """Return why a settled matter is only explained: article 26.1c; decree 154, 4.1h."""
    if kind is Kind.COMPLAINT:
        return [Reason.FINAL_DECISION.value]
    return [Reason.ALREADY_GUIDED.value]
