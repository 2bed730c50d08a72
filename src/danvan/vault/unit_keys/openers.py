"""Ways to a unit's private key: as a holder of it, or with two recovery shares."""

import uuid
from collections.abc import Callable, Sequence

from danvan.vault import context, providers, shares
from danvan.vault.errors import DoesNotOpen, KeyCeremonyRefused
from danvan.vault.models import Holding, UnitKey
from danvan.vault.officers import Unlocked

Opener = Callable[[UnitKey], bytes]  # gives a unit's private key, or DoesNotOpen


def by_holding(unlocked: Unlocked) -> Opener:
    """Open a unit's key as one of its holders."""

    def opener(key: UnitKey) -> bytes:
        held = Holding.objects.filter(
            key=key,
            user=uuid.UUID(unlocked.user_id),
            officer_key=unlocked.key_id,
        ).first()
        if held is None:
            raise DoesNotOpen
        place = context.holding(key.unit.code, key.epoch, unlocked.key_id)
        return providers.unwrap(bytes(held.wrapped), unlocked.private, place)

    return opener


def by_shares(words: Sequence[str]) -> Opener:
    """Open a unit's key with two shares of its recovery key."""

    def opener(key: UnitKey) -> bytes:
        pair = shares.put_together(words, bytes(key.recovery.public))
        place = context.recovery(key.unit.code, key.epoch, key.recovery_id)
        return providers.unwrap(bytes(key.recovery_wrap), pair.private, place)

    return opener


def opened(opener: Opener, key: UnitKey, code: str = "nobody") -> bytes:
    """Open a unit's key, else `KeyCeremonyRefused` with ``code``."""
    try:
        return opener(key)
    except DoesNotOpen:
        raise KeyCeremonyRefused(code) from None
