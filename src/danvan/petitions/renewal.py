"""A new secret code for whoever lost the receipt, told in person."""

import secrets
import uuid

from django.db import transaction

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.petitions import receipts
from danvan.petitions.models import Petition

_SHOWN = 8  # signs of the stored hash; enough to tell one code from the next


class RenewedAlready(Exception):
    """The code was renewed since the page was shown; that one is in force."""


def mark(petition: Petition) -> str:
    """Return what tells the code in force from a later one; it opens nothing."""
    return petition.code_hash[-_SHOWN:]


@transaction.atomic
def renew(*, petition: uuid.UUID, seen: str, checked: str, by: Actor) -> str:
    """Put a fresh code in the place of the lost one and return it, this once.

    ``seen``: the `mark` of the page, so that a page sent twice makes one code;
    ``checked``: the code of what was looked at, which the journal keeps. Raises
    RenewedAlready and Petition.DoesNotExist.
    """
    found = Petition.objects.select_for_update().get(pk=petition)
    if mark(found) != seen:
        raise RenewedAlready
    code = f"{secrets.randbelow(10**receipts.DIGITS):0{receipts.DIGITS}d}"
    found.code_hash = receipts.code_hash(found.number, code)
    found.save(update_fields=["code_hash"])
    journal.write(
        by=by,
        action="petition.renew-code",
        record=found.record,
        changes={"code": journal.CHANGED},
        why=checked,
    )
    return code
