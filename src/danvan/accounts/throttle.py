"""How many wrong passwords are taken, and how long one waits after them.

A stranger must not be able to lock out the owner of an account, so tries are
counted where they come from: per account and address, and, wider, per account
and per address. A device on which the owner has signed in before carries a
cookie and is counted for itself; what strangers do elsewhere does not touch it.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

from danvan.accounts.models import Throttle, UserManager
from danvan.ui.addresses import client_address

LONGEST = datetime.timedelta(minutes=15)
# Longer than any wait, or waiting it out would begin the count anew.
FORGIVEN = datetime.timedelta(hours=1)
_KNOWN_FOR = datetime.timedelta(days=180)
_SALT = "danvan.accounts.known-device"


@dataclass(frozen=True, slots=True)
class Limit:
    """After ``tries`` wrong ones wait ``first``; each further one doubles it."""

    tries: int
    first: datetime.timedelta
    longest: datetime.timedelta = LONGEST

    def wait(self, failures: int) -> datetime.timedelta:
        """Return how long to wait after so many failures.

        >>> limit = Limit(5, datetime.timedelta(minutes=1))
        >>> [limit.wait(n).seconds // 60 for n in (4, 5, 6, 7, 99)]
        [0, 1, 2, 4, 15]
        """
        if failures < self.tries:
            return datetime.timedelta()
        doublings: int = 2 ** min(failures - self.tries, 20)
        return min(self.first * doublings, self.longest)


_MINUTE = datetime.timedelta(minutes=1)
# The contract: every limit there is, each tripped alone by a test.
LIMITS: Mapping[str, Limit] = {
    "account-address": Limit(5, _MINUTE),
    "account": Limit(50, _MINUTE),  # many addresses against one account
    "address": Limit(200, _MINUTE),  # one address against many; a whole office is one
    "device": Limit(5, _MINUTE),
}


@dataclass(frozen=True, slots=True)
class Try:
    """One press on the sign-in button: which limits it counts against."""

    keys: Mapping[str, str]  # key -> name of the limit


def of(request: HttpRequest, username: str) -> Try:
    """Return what a try for ``username`` counts against."""
    name, address = UserManager.normalise(username), client_address(request)
    if device := _known_device(request, name):
        parts = {"device": [name, device]}
    else:
        parts = {
            "account-address": [name, address],
            "account": [name],
            "address": [address],
        }
    return Try({_hash(limit, *words): limit for limit, words in parts.items()})


@transaction.atomic
def charge(attempt: Try, *, now: datetime.datetime) -> datetime.timedelta:
    """Count the try as wrong before the password is looked at.

    Returns how long to wait when it is not taken, else zero. Counting first
    means that a hundred tries at once are a hundred and not one.
    """
    rows = _locked(attempt.keys)
    waits = [row.until - now for row in rows if row.until and row.until > now]
    if waits:
        return max(waits)
    for row in rows:
        _count(row, LIMITS[attempt.keys[row.key]], now)
    Throttle.objects.bulk_update(rows, ["failures", "last", "until"])
    return datetime.timedelta()


@transaction.atomic
def clear(attempt: Try) -> None:
    """Give a try back whose password was right; the wider counts keep the wrong ones."""
    rows = _locked(attempt.keys)
    for row in rows:
        limit = attempt.keys[row.key]
        own = limit in {"account-address", "device"}
        row.failures = 0 if own else max(row.failures - 1, 0)
        row.until = None
    Throttle.objects.bulk_update(rows, ["failures", "until"])


def forget(*, now: datetime.datetime) -> int:
    """Delete counts that no longer matter; return how many."""
    return Throttle.objects.filter(last__lt=now - FORGIVEN).delete()[0]


def remember_device(
    request: HttpRequest, response: HttpResponseBase, username: str
) -> None:
    """Let this browser be counted for itself from now on."""
    name = UserManager.normalise(username)
    device = _known_device(request, name) or get_random_string(22)
    response.set_signed_cookie(
        _cookie(name),
        device,
        salt=_SALT + name,
        max_age=int(_KNOWN_FOR.total_seconds()),
        path="/sign-in/",
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def _known_device(request: HttpRequest, name: str) -> str:
    try:
        return str(
            request.get_signed_cookie(
                _cookie(name), "", salt=_SALT + name, max_age=_KNOWN_FOR
            )
        )
    except signing.BadSignature:
        return ""


def _cookie(name: str) -> str:
    # One per account: several people sign in on an office's computer.
    return f"danvan_known_{salted_hmac(_SALT, name).hexdigest()[:12]}"


def _hash(limit: str, *words: str) -> str:
    text = "\n".join([limit, *words])
    return salted_hmac("danvan.accounts.throttle", text, algorithm="sha256").hexdigest()


def _locked(keys: Iterable[str]) -> list[Throttle]:
    Throttle.objects.bulk_create(
        [Throttle(key=key) for key in sorted(keys)], ignore_conflicts=True
    )
    # One order for all, so that two tries never wait for each other.
    rows = Throttle.objects.select_for_update().filter(key__in=keys)
    return list(rows.order_by("key"))


def _count(row: Throttle, limit: Limit, now: datetime.datetime) -> None:
    quiet = row.last is None or row.last < now - FORGIVEN
    row.failures = 1 if quiet else row.failures + 1
    row.last = now
    wait = limit.wait(row.failures)
    row.until = now + wait if wait else None
