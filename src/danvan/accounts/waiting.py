"""What was typed when the session had ended; it waits for one sign-in of the same person.

The words lie encrypted in the session of the browser that sent them. A signed
cookie says who signed in there last, so that nobody else is shown them; signing
out takes both away. What belongs to the vault or proves who one is never waits.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from danvan.accounts.models import User
from danvan.ui.away import Typed, typed

LONGEST = 100_000  # bytes; a letter at its longest, and no more
WAITS = 30 * 60  # seconds between sending and signing in
_KEPT, _COOKIE, _SALT = "typed", "danvan_last", "danvan.accounts.waiting"
_COOKIE_LASTS = 24 * 3600  # seconds; longer than any session
# Words of sealed cases, passwords, and what only asks a part of a page.
_NEVER = ("vault:", "accounts:", "petitions:leave", "receptions:earlier")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One form as it was sent: where to, what, and whether files were with it."""

    action: str
    typed: Sequence[Typed]
    had_files: bool


def remember(response: HttpResponseBase, user: User) -> None:
    """Note on the device who signed in."""
    response.set_signed_cookie(
        _COOKIE,
        str(user.pk),
        salt=_SALT,
        max_age=_COOKIE_LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponseBase) -> None:
    """Take that note away; whoever signs out leaves nothing behind."""
    response.delete_cookie(_COOKIE, samesite="Lax")


def hold(request: HttpRequest) -> None:
    """Keep what was just sent, unless it may not wait or nobody is known to come."""
    sender = request.get_signed_cookie(_COOKIE, "", salt=_SALT, max_age=_COOKIE_LASTS)
    if not sender or _never(request):
        return
    words = [one for one in typed(request) if one.name != "csrfmiddlewaretoken"]
    if all(one.hidden for one in words):
        return
    kept = {
        "sender": sender,
        "action": request.get_full_path(),
        "typed": [asdict(one) for one in words],
        "had_files": bool(request.FILES),
    }
    plain = json.dumps(kept).encode()
    if len(plain) <= LONGEST:
        request.session[_KEPT] = _box().encrypt(plain).decode()


def waits(request: HttpRequest) -> bool:
    """Say whether something waits in this browser, for whomever it is."""
    return _KEPT in request.session


def settle(request: HttpRequest, user: User) -> bool:
    """At a sign-in: say whether the words are this person's; drop them if not."""
    mine = _opened(request, user) is not None
    if not mine:
        request.session.pop(_KEPT, None)
    return mine


def take(request: HttpRequest, user: User) -> Waiting | None:
    """Return what waits for ``user`` and forget it."""
    kept = _opened(request, user)
    request.session.pop(_KEPT, None)
    return kept


def _opened(request: HttpRequest, user: User) -> Waiting | None:
    try:
        plain = _box().decrypt(request.session.get(_KEPT, "").encode(), ttl=WAITS)
    except InvalidToken:
        return None
    kept = json.loads(plain)
    if kept["sender"] != str(user.pk):
        return None
    words = [Typed(**one) for one in kept["typed"]]
    return Waiting(kept["action"], words, kept["had_files"])


def _never(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.view_name.startswith(_NEVER)


def _box() -> Fernet:
    key = salted_hmac(_SALT, "box", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
