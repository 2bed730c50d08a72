"""Closing a case, and shredding it at the end of retention."""

import uuid

from django.db import transaction

from danvan.accounts.rights import Viewer
from danvan.orgs.models import Unit
from danvan.vault import lines
from danvan.vault.errors import Refused
from danvan.vault.models import (
    BlindTag,
    CaseState,
    SealedBlob,
    SealedStep,
    VerifierKey,
    Wrap,
)
from danvan.vault.scope import scoped, seen_by
from danvan.vault.services.finding import received


@transaction.atomic
def close(*, case_id: uuid.UUID, viewer: Viewer) -> None:
    """Mark a case as closed; it stays sealed and readable until it is shredded.

    Only where its course is kept on paper: one that has begun here is closed by its
    own last step (`Refused`, ``course``).
    """
    with seen_by(viewer):
        case = received(case_id, viewer)
        if SealedStep.objects.filter(case=case, unit=case.receiver_id).exists():
            raise Refused("course")
        before, case.state = case.state, CaseState.CLOSED
        case.save(update_fields=["state"])
        change = {"state": (str(before), str(case.state))}
        lines.write(
            by=viewer.actor(case.receiver_id),
            action="vault.close",
            record=case.record,
            changes=change,
        )


@transaction.atomic
def shred(*, case_id: uuid.UUID, viewer: Viewer, decision: str) -> None:
    """Delete all keys and ciphertexts of a closed case at the end of retention.

    ``decision`` is the number of the act that says so. The neutral row stays.
    """
    with seen_by(viewer):
        case = received(case_id, viewer)
        if case.state != CaseState.CLOSED:
            raise Refused("role")
    everyone = Unit.objects.values_list("pk", flat=True).filter(seal_keys__isnull=False)
    with scoped(user_id=viewer.user_id, units=set(everyone) | {case.receiver_id}):
        SealedBlob.objects.filter(case=case).delete()
        Wrap.objects.filter(case=case).delete()
        VerifierKey.objects.filter(access__case=case).delete()
        BlindTag.objects.filter(case=case).delete()
        actor = viewer.actor(case.receiver_id)
        lines.write(by=actor, action="vault.shred", record=case.record, why=decision)
