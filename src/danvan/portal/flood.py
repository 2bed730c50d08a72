"""How much is taken in at once without a question that machines do not answer.

Counted in the database, because the public is served by several processes. What
is kept of an address is its keyed hash, for some minutes. Nobody is shut out: who
comes in a flood answers one question more (`danvan.portal.digits`).
"""

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.utils.crypto import salted_hmac

from danvan.portal.models import Flood

WINDOW = datetime.timedelta(minutes=10)
# The contract: so many letters in ten minutes, each limit tripped alone by a test.
# A village sends a few a day; the whole country, at twenty times its usual, one
# a second, and of sealed letters next to none.
LIMITS: Mapping[str, int] = MappingProxyType(
    {"address": 15, "unit": 15, "country": 600, "sealed": 15}
)


@transaction.atomic
def charge(*, now: datetime.datetime, **said: str) -> bool:
    """Count one letter against the limits named; say whether any is passed.

    ``said`` gives for each limit what is counted (``address="203.0.113.9"``).
    The count ends with the caller's transaction: what is not sent is not counted.
    """
    limits = {_key(limit, word, now): limit for limit, word in said.items()}
    Flood.objects.bulk_create(
        [Flood(key=key, ends_at=now + WINDOW) for key in sorted(limits)],
        ignore_conflicts=True,
    )
    # One order for all, so that two letters never wait for each other.
    rows = Flood.objects.select_for_update().filter(key__in=limits).order_by("key")
    passed = False
    for row in rows:
        row.sent += 1
        row.save(update_fields=["sent"])
        passed |= row.sent > LIMITS[limits[row.key]]
    return passed


def _key(limit: str, word: str, now: datetime.datetime) -> str:
    window = int(now.timestamp() // WINDOW.total_seconds())
    text = f"{limit}\n{word}\n{window}"
    return salted_hmac("danvan.portal.flood", text, algorithm="sha256").hexdigest()
