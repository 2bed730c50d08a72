"""What was said at the door holds for half an hour in this browser, sealed.

An officer who has given a ground and a reason need not type them again for
each file and each look at the identity; every one of these still passes
through `opening.go_through` and has its own line. The session holds
ciphertext, under the key that only the browser's cookie has.
"""

import base64
import datetime
import json
import uuid
from collections.abc import MutableMapping
from typing import Any

from danvan.vault import context, officers, providers
from danvan.vault.errors import DoesNotOpen
from danvan.vault.opening import APPROVED_FOR, Ask

_SESSION = "vault_grants"
_MOST = 20

Session = MutableMapping[str, Any]


def keep(session: Session, cookie: str, ask: Ask, *, now: datetime.datetime) -> None:
    """Remember the ground, the reason and the second person of an opening."""
    said = {
        "ground": ask.ground,
        "reason": ask.reason,
        "second": str(ask.second or ""),
        "at": now.isoformat(),
    }
    sealed = providers.current().seal(
        json.dumps(said).encode(), base64.b64decode(cookie), _place(ask)
    )
    kept = dict(session.get(_SESSION, {}))
    kept.pop(_name(ask), None)
    kept[_name(ask)] = base64.b64encode(sealed).decode()
    session[_SESSION] = dict(list(kept.items())[-_MOST:])


def find(
    session: Session, cookie: str, bare: Ask, *, now: datetime.datetime
) -> Ask | None:
    """Return the ask as it was made, for ``bare`` that names case and compartment.

    None where nothing was said, the key was locked since or half an hour passed.
    """
    text = session.get(_SESSION, {}).get(_name(bare))
    if text is None or bare.unlocked is None:
        return None
    try:
        sealed, key = base64.b64decode(text), base64.b64decode(cookie)
        told = json.loads(providers.of(sealed).open(sealed, key, _place(bare)))
    except (DoesNotOpen, ValueError):
        return None
    if now - datetime.datetime.fromisoformat(told["at"]) >= APPROVED_FOR:
        return None
    second = uuid.UUID(told["second"]) if told["second"] else None
    return Ask(
        bare.case_id, bare.compartment, bare.viewer, bare.unlocked,
        ground=told["ground"], reason=told["reason"], second=second,
    )  # fmt: skip


def forget(session: Session) -> None:
    """Forget everything at once, as with `officers.lock`."""
    session.pop(_SESSION, None)
    officers.lock(session=session)


def _name(ask: Ask) -> str:
    return f"{ask.case_id}:{ask.compartment}"


def _place(ask: Ask) -> bytes:
    return context.grant(ask.viewer.user_id, ask.case_id, ask.compartment)
