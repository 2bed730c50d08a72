"""Everything the public's pages write.

A half-filled form is the citizen's own paper, not a record of the office: it
leaves no line in the journal. Sending does, inside ``petitions``.
"""

import datetime
import uuid
from typing import Any

from django.db import transaction

from danvan.core.actor import PUBLIC
from danvan.files import services as files
from danvan.files.verdict import FILES, Refused
from danvan.petitions import public
from danvan.portal import flood
from danvan.portal.models import LIFETIME, Flood, SavedForm

# A person cannot read and answer the pages faster; a machine does.
FASTEST = datetime.timedelta(seconds=3)


class TooFast(Exception):
    """Sent sooner after the first answer than anybody can read the pages."""


class Flooded(Exception):
    """So many letters come in that this one needs an answer to a question."""


class Sent(Exception):
    """The form was sent meanwhile, from another tab."""


class Unfinished(Exception):
    """Some page is not answered, or not in order."""


def begin(*, kind: str, now: datetime.datetime) -> SavedForm:
    """Start a form; its key makes every later press the same petition."""
    return SavedForm.objects.create(kind=kind, started_at=now, touched_at=now)


@transaction.atomic
def answer(
    *, form: SavedForm, page: str, answers: dict[str, Any], now: datetime.datetime
) -> None:
    """Keep the answers of one page."""
    _lock(form)
    form.answers = {**form.answers, page: answers}
    form.touched_at = now
    form.save(update_fields=["answers", "touched_at"])


@transaction.atomic
def attach(*, form: SavedForm, data: bytes, name: str, now: datetime.datetime) -> None:
    """Pass a file through the gate and keep it with the form; raises Refused."""
    _lock(form)
    if len(form.files) >= FILES:
        raise Refused("too_many")
    taken = files.take(data=data, name=name, by=PUBLIC)
    kept = {
        "id": str(taken.id),
        "name": taken.name,
        "content_type": taken.content_type,
        "size": taken.size,
        "sha256": taken.sha256,
        "pages": taken.pages,
    }
    same = [f for f in form.files if f["sha256"] != taken.sha256]
    form.files = [*same, kept]
    form.touched_at = now
    form.save(update_fields=["files", "touched_at"])


@transaction.atomic
def detach(*, form: SavedForm, file_id: str) -> None:
    """Take a file out again; what lies on the disk is swept later."""
    _lock(form)
    form.files = [f for f in form.files if f["id"] != file_id]
    form.save(update_fields=["files"])


def _lock(form: SavedForm) -> None:
    # Two tabs at once: the second adds to what the first has just kept. A form
    # that was sent meanwhile takes nothing more.
    form.refresh_from_db(from_queryset=SavedForm.objects.select_for_update())
    if form.number:
        raise Sent


def drop(*, form: SavedForm) -> None:
    """Forget a half-filled form."""
    form.delete()


@transaction.atomic
def send(
    *,
    form_id: uuid.UUID,
    language: str,
    address: str,
    answered: bool,
    now: datetime.datetime,
) -> public.Receipt:
    """Hand the form to the office, once; a second call returns the same receipt.

    ``address`` is where it comes from; ``answered`` says that a question for
    people was answered. Raises TooFast, Flooded, Unfinished and what
    `public.submit` raises; nothing is stored or lost then.
    """
    form = SavedForm.objects.select_for_update().get(pk=form_id)
    if form.number:
        again = public.receipt_again(form.number, idempotency_key=form.idempotency_key)
        if again is None:
            raise Unfinished
        return again
    if now - form.started_at < FASTEST:
        raise TooFast
    draft = intake(form, language)
    counted = {"address": address, "unit": draft.unit_code, "country": ""}
    if flood.charge(now=now, **counted) and not answered:
        raise Flooded
    receipt = public.submit(draft, idempotency_key=form.idempotency_key)
    form.number, form.answers, form.files, form.touched_at = receipt.number, {}, [], now
    form.save()
    return receipt


def intake(form: SavedForm, language: str) -> public.Intake:
    """Put the answers of all pages together."""
    said: dict[str, Any] = {}
    for answers in form.answers.values():
        said |= answers
    received = said.get("decision_received")
    if not said.get("what") or not said.get("unit_code"):
        raise Unfinished
    person = {k: said.get(k, "") for k in ("name", "phone", "address", "on_behalf_of")}
    return public.Intake(
        kind="complaint" if form.kind == "complaint" else "feedback",
        what=said["what"],
        request=said.get("request", ""),
        unit_code=said["unit_code"],
        place=said.get("place", ""),
        anonymous=not any(person.values()),
        **person,
        decision=said.get("decision", ""),
        decision_received=datetime.date.fromisoformat(received) if received else None,
        attachments=tuple(
            public.Attachment(**(f | {"id": uuid.UUID(f["id"])})) for f in form.files
        ),
        language=language,
        subject="discipline" if said.get("disciplinary") else "",
    )


def sweep(*, now: datetime.datetime) -> int:
    """Delete forms that nobody came back to, and old counts; return how many forms."""
    # The worker may see of these forms only how old they are.
    deleted, _ = SavedForm.objects.filter(touched_at__lte=now - LIFETIME).delete()
    Flood.objects.filter(ends_at__lte=now).delete()
    return deleted
