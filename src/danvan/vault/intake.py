"""A denunciation taken in: conflict, term, sealing and receipt, in one call.

Runs in the public process too: it needs public keys and the functions of migration
0004, and reads no table of this room.
"""

import datetime
import json
import mimetypes
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db import IntegrityError, connection, transaction

from danvan.core.actor import Actor
from danvan.core.casework import clock, deadlines
from danvan.core.casework.conflict import Works
from danvan.core.casework.workflow import Kind, Step
from danvan.files import gate
from danvan.orgs import selectors as orgs
from danvan.vault import receipts, services
from danvan.vault.errors import NoReceiver
from danvan.vault.routing import PAPER, SEALED, Accused, Routed
from danvan.vault.routing import route as _route
from danvan.vault.sealing import Contents, File
from danvan.vault.services import NewCase

__all__ = [
    "PAPER",
    "SEALED",
    "Accused",
    "Denunciation",
    "Receipt",
    "Routed",
    "Upload",
    "admitted",
    "route",
    "take",
    "take_on_paper",
]
_TRIES_FOR_A_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; it passes the gate before anything is sealed."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Denunciation:
    """What the law wants of a denunciation (article 23), and how to keep it.

    ``story_files`` are those of which the sender says that they do not show who
    he is; all others are ``identity_files``.
    """

    accused: tuple[Accused, ...]
    what: str = field(repr=False)
    when_where: str = field(default="", repr=False)
    evidence: str = field(default="", repr=False)
    request: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    keep_secret: bool = True
    story_files: tuple[Upload, ...] = ()
    identity_files: tuple[Upload, ...] = ()

    def told(self) -> str:
        """Return the free text, in which units may be named."""
        return f"{self.what} | {self.when_where} | {self.evidence} | {self.request}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender keeps. It says nothing of the matter, of persons or units."""

    number: str
    code: str = field(repr=False)
    received: datetime.date
    reply_by: datetime.date


def route(
    chosen: str,
    accused: tuple[Accused, ...],
    *,
    channel: str,
    on: datetime.date,
    told: str = "",
    works_here: Works | None = None,
) -> Routed:
    """Say who would receive; see `routing.route`. Nothing is stored."""
    return _route(
        chosen, accused, channel=channel, on=on, told=told, works_here=works_here
    )


def take(
    denunciation: Denunciation,
    *,
    chosen_unit: str,
    received_on: datetime.date,
    channel: str,
    idempotency_key: uuid.UUID,
    by: Actor,
    works_here: Works | None = None,
) -> Receipt:
    """Seal a denunciation for the unit that may receive it; returns the receipt.

    The same key again gives the same receipt. Raises `NoReceiver` (nothing is
    stored), what the gate raises of a file, and database errors; a receiver
    that takes in on paper counts as none here (`route` says so beforehand).
    """
    if again := _receipt_of(idempotency_key):
        return again
    routed = _route(
        chosen_unit, denunciation.accused, channel=channel, on=received_on,
        told=denunciation.told(), works_here=works_here,
    )  # fmt: skip
    if routed.unit is None or routed.mode != SEALED:
        raise NoReceiver(routed.above)
    identity, story = _compartments(denunciation, routed)

    def store(case: NewCase) -> str:
        return services.seal(case=case, identity=identity, story=story, by=by)

    return _numbered(store, routed.unit, received_on, idempotency_key)


def take_on_paper(
    *,
    receiver: str,
    received_on: datetime.date,
    idempotency_key: uuid.UUID,
    by: Actor,
) -> Receipt:
    """Give a denunciation that stays on paper its file code, term and receipt.

    ``receiver`` is what `route` said. No person, no text is stored.
    """
    if again := _receipt_of(idempotency_key):
        return again

    def store(case: NewCase) -> str:
        return services.register_paper(case=case, by=by)

    return _numbered(store, receiver, received_on, idempotency_key)


def admitted(upload: Upload) -> File:
    """Return the clean copy of a file; raises `danvan.files.verdict.Refused`."""
    clean = gate.inspect(upload.data, upload.name)
    name = gate.clean_name(upload.name, clean.suffix)
    return File(name, clean.content_type, clean.data)


def _numbered(
    store: Callable[[NewCase], str],
    receiver: str,
    received_on: datetime.date,
    key: uuid.UUID,
) -> Receipt:
    term = _term(received_on)
    code = receipts.code_for(key)
    for _ in range(_TRIES_FOR_A_NUMBER):
        number = services.new_number(received_on)
        kept = receipts.code_hash(number, code)
        case = NewCase(
            receiver, received_on, term, receipts.stored_key(key), kept, number
        )
        try:
            with transaction.atomic():
                kept_number = store(case)
        except IntegrityError as error:
            # A second press of the same button overtook us, or the rare double number.
            refused = error
            if again := _receipt_of(key):
                return again
            continue
        if kept_number == number:
            return Receipt(number, code, received_on, term)
        if again := _receipt_of(key):
            return again
    raise refused


def _receipt_of(key: uuid.UUID) -> Receipt | None:
    """Return the receipt of what was sent under the key before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_receipt(%s)", [receipts.stored_key(key)])
        (said,) = cursor.fetchone()
    if said is None:
        return None
    kept = json.loads(said) if isinstance(said, str) else said
    day = datetime.date.fromisoformat
    return Receipt(
        kept["number"],
        receipts.code_for(key),
        day(kept["received_on"]),
        day(kept["deadline"]),
    )


def _term(received_on: datetime.date) -> datetime.date:
    code = clock.STARTS[Kind.DENUNCIATION, Step.RECEIVE]
    calendar = orgs.working_calendar()
    return deadlines.compute_for_now(code, received_on, calendar).due


def _compartments(said: Denunciation, routed: Routed) -> tuple[Contents, Contents]:
    originals = [(upload, admitted(upload)) for upload in said.identity_files]
    shown = [(upload, admitted(upload)) for upload in said.story_files]
    identity = Contents(
        {
            "name": said.name,
            "address": said.address,
            "phone": said.phone,
            "id_number": said.id_number,
            "keep_secret": "yes" if said.keep_secret else "no",
        },
        tuple(_original(upload, clean) for upload, clean in originals + shown),
    )
    story = Contents(
        {
            "what": said.what,
            "when_where": said.when_where,
            "evidence": said.evidence,
            "request": said.request,
            "accused": "\n".join(_line(accused) for accused in said.accused),
            "accused_units": " ".join(routed.accused_units),
        },
        tuple(_copy(n, clean) for n, (_, clean) in enumerate(shown, start=1)),
    )
    return identity, story


def _line(accused: Accused) -> str:
    parts = (accused.name, accused.post, accused.workplace or accused.unit_code)
    return " – ".join(part for part in parts if part)


def _original(upload: Upload, clean: File) -> File:
    """Keep the bytes as they came, which the gate has said to do no harm."""
    sent = PurePosixPath(upload.name)
    kind = mimetypes.guess_type(sent.name)[0] or clean.content_type
    stem = clean.name.rpartition(".")[0]
    return File(stem + sent.suffix.lower(), kind, upload.data)


def _copy(number: int, clean: File) -> File:
    """Keep the clean copy under a name that tells nothing of the sender."""
    suffix = clean.name.rpartition(".")[2]
    return File(f"tep-{number}.{suffix}", clean.content_type, clean.data)
