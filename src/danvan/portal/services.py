"""Everything that writes a half-filled form, and sends it.

A half-filled form is nobody's record yet, so nothing here stands in the journal;
`petitions.public.submit` writes the line when it becomes a petition.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from danvan.core.actor import PUBLIC
from danvan.files import services as files
from danvan.petitions import public
from danvan.portal.models import KEPT_AFTER_SENDING, KEPT_FOR, SavedForm

# A person reads several pages; a machine fills them at once.
LEAST_SECONDS = 3


class TooFast(Exception):
    """Sent faster than anybody reads; the person presses the button once more."""


@transaction.atomic
def start(*, kind: str, now: datetime.datetime) -> SavedForm:
    """Begin a form, and clear away those whose time is over."""
    SavedForm.objects.filter(expires_at__lt=now).delete()
    return SavedForm.objects.create(
        kind=kind, started_at=now, expires_at=now + KEPT_FOR
    )


@transaction.atomic
def keep(
    *, saved: SavedForm, page: str, answers: dict[str, Any], now: datetime.datetime
) -> SavedForm:
    """Keep the answers of one page; other pages in other tabs stay as they are."""
    saved = SavedForm.objects.select_for_update().get(pk=saved.pk)
    saved.answers[page] = answers
    saved.expires_at = now + KEPT_FOR
    saved.save(update_fields=["answers", "expires_at"])
    return saved


@transaction.atomic
def attach(*, saved: SavedForm, taken: Sequence[files.Taken]) -> SavedForm:
    """Add files that passed the gate; raises ValueError beyond the most allowed."""
    saved = SavedForm.objects.select_for_update().get(pk=saved.pk)
    if len(saved.files) + len(taken) > public.MOST_ATTACHMENTS:
        raise ValueError("too many files")
    saved.files += [
        {
            "id": str(one.id),
            "name": one.name,
            "content_type": one.content_type,
            "size": one.size,
            "sha256": one.sha256,
            "pages": one.pages,
        }
        for one in taken
    ]
    saved.save(update_fields=["files"])
    return saved


def take(*, data: bytes, name: str) -> files.Taken:
    """Pass one file through the gate; raises Refused."""
    return files.take(data=data, name=name, by=PUBLIC)


@transaction.atomic
def detach(*, saved: SavedForm, file_id: uuid.UUID) -> None:
    """Take one file out again; its bytes are swept away later."""
    saved = SavedForm.objects.select_for_update().get(pk=saved.pk)
    saved.files = [one for one in saved.files if one["id"] != str(file_id)]
    saved.save(update_fields=["files"])


def forget(*, saved: SavedForm) -> None:
    """Throw a form away, as its writer asked."""
    saved.delete()


def send(
    *, saved: SavedForm, intake: public.Intake, now: datetime.datetime
) -> public.Receipt:
    """Make the form a petition; the same form again gives the same receipt.

    Raises TooFast, `public.NotInOrder` and database errors.
    """
    if (now - saved.started_at).total_seconds() < LEAST_SECONDS:
        raise TooFast
    with transaction.atomic():
        receipt = public.submit(intake, idempotency_key=saved.idempotency_key)
        SavedForm.objects.filter(pk=saved.pk).update(
            sent=True, expires_at=now + KEPT_AFTER_SENDING
        )
    return receipt
