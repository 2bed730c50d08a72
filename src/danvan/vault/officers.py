"""Officers' own keys: made, shut under a passphrase, opened for a session."""

import base64
import datetime
import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from danvan.accounts.models import User
from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.journal.services import CHANGED
from danvan.vault import context, lines, passphrases, providers
from danvan.vault.errors import DoesNotOpen, KeyCeremonyRefused
from danvan.vault.models import OfficerKey, OfficerSecret
from danvan.vault.passphrases import Cost, Shut
from danvan.vault.scope import scoped

IDLE = datetime.timedelta(minutes=30)
COOKIE = "danvan_vault"  # HttpOnly, SameSite=Strict; holds the session's key alone
_SESSION = "vault"


class WrongPassphrase(Exception):
    """The passphrase is not the one, or the officer has no key."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An officer's private key while he works."""

    user_id: str
    key_id: uuid.UUID
    private: bytes = field(repr=False)


def enrol_officer(
    *, user: User, passphrase: str, by: Actor, now: datetime.datetime
) -> OfficerKey:
    """Make an officer's key pair; the private part under the passphrase.

    The passphrase is kept nowhere. A new enrolment retires the key before:
    what was wrapped to that stays shut for good, until another holder hands
    the unit's key over again. Raises `KeyCeremonyRefused` (``short``,
    ``known``), for the sign-in password too.
    """
    _check_passphrase(user, passphrase)
    provider = providers.current()
    pair, key_id = provider.new_pair(), uuid.uuid4()
    kept = passphrases.shut(pair.private, passphrase, context.secret(user.pk, key_id))
    with scoped(user_id=str(user.pk), units=()):
        OfficerSecret.objects.filter(user=user).delete()
        OfficerKey.objects.filter(user=user, retired_at=None).update(retired_at=now)
        key = OfficerKey.objects.create(
            id=key_id, user=user, public=pair.public, made_at=now
        )
        _keep(key, kept)
        journal.write(
            by=by,
            action="vault.enrol",
            record=f"vault.officer-key:{key_id}",
            changes={"user": (None, str(user.pk))},
        )
    return key


def change_passphrase(
    *, user: User, old: str, new: str, by: Actor, now: datetime.datetime
) -> None:
    """Shut the same private key under another passphrase."""
    opened = open_key(user=user, passphrase=old)
    _check_passphrase(user, new)
    kept = passphrases.shut(opened.private, new, context.secret(user.pk, opened.key_id))
    with scoped(user_id=str(user.pk), units=()):
        OfficerSecret.objects.filter(key_id=opened.key_id).delete()
        _keep(OfficerKey.objects.get(pk=opened.key_id), kept)
        journal.write(
            by=by,
            action="vault.passphrase",
            record=f"vault.officer-key:{opened.key_id}",
            changes={"passphrase": CHANGED},
        )


def open_key(*, user: User, passphrase: str) -> Unlocked:
    """Open an officer's private key, else `WrongPassphrase`.

    Takes the same time for an officer without a key. Callers count the tries.
    """
    with scoped(user_id=str(user.pk), units=()):
        row = OfficerSecret.objects.filter(key__retired_at=None, user=user).first()
    if row is None:
        passphrases.shut(b"", passphrase, b"none")
        raise WrongPassphrase
    cost = Cost(memory=row.memory, time=row.time, lanes=row.lanes)
    kept = Shut(bytes(row.salt), cost, bytes(row.sealed))
    place = context.secret(user.pk, row.key_id)
    try:
        private = passphrases.open_shut(kept, passphrase, place)
    except DoesNotOpen:
        raise WrongPassphrase from None
    return Unlocked(str(user.pk), row.key_id, private)


@transaction.atomic
def unlock(
    *,
    session: MutableMapping[str, Any],
    user: User,
    passphrase: str,
    by: Actor,
    now: datetime.datetime,
) -> str:
    """Keep the officer's key in the session and return the cookie that opens it.

    The session holds ciphertext only and the browser the key only: neither a
    copy of the database nor a stolen cookie is enough. Raises `WrongPassphrase`.
    """
    opened = open_key(user=user, passphrase=passphrase)
    provider = providers.current()
    key = provider.new_key()
    place = context.session(opened.user_id, opened.key_id)
    lines.write(
        by=by, action="vault.unlock", record=f"vault.officer-key:{opened.key_id}"
    )
    session[_SESSION] = {
        "key_id": str(opened.key_id),
        "sealed": _text(provider.seal(opened.private, key, place)),
        "seen": now.isoformat(),
    }
    return _text(key)


def unlocked(
    *,
    session: MutableMapping[str, Any],
    cookie: str,
    user_id: str,
    now: datetime.datetime,
) -> Unlocked | None:
    """Return the officer's key, or None once he was idle for half an hour.

    A call counts as work; a key retired meanwhile is not given out.
    """
    kept = session.get(_SESSION)
    if not kept:
        return None
    idle = now - datetime.datetime.fromisoformat(kept["seen"])
    key_id = uuid.UUID(kept["key_id"])
    in_use = OfficerKey.objects.filter(
        pk=key_id, user_id=user_id, retired_at=None, user__is_active=True
    )
    if idle > IDLE or not in_use.exists():
        lock(session=session)
        return None
    try:
        sealed, key = base64.b64decode(kept["sealed"]), base64.b64decode(cookie)
        place = context.session(user_id, key_id)
        private = providers.of(sealed).open(sealed, key, place)
    except (DoesNotOpen, ValueError):
        return None
    session[_SESSION] = kept | {"seen": now.isoformat()}
    return Unlocked(user_id, key_id, private)


def lock(*, session: MutableMapping[str, Any]) -> None:
    """Forget the officer's key at once."""
    session.pop(_SESSION, None)


def _check_passphrase(user: User, passphrase: str) -> None:
    if len(passphrase.strip()) < passphrases.SHORTEST:
        raise KeyCeremonyRefused("short")
    try:
        validate_password(passphrase, user)
    except ValidationError:
        raise KeyCeremonyRefused("known") from None
    if user.check_password(passphrase):
        raise KeyCeremonyRefused("known")


def _keep(key: OfficerKey, kept: Shut) -> None:
    OfficerSecret.objects.create(
        key=key,
        user_id=key.user_id,
        salt=kept.salt,
        memory=kept.cost.memory,
        time=kept.cost.time,
        lanes=kept.cost.lanes,
        sealed=kept.sealed,
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
