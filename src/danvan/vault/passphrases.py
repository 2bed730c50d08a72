"""An officer's private key, shut by a passphrase that is kept nowhere."""

import os
from dataclasses import dataclass, field

from argon2.low_level import Type, hash_secret_raw

from danvan.accounts.models import typed
from danvan.vault import providers

SHORTEST = 12  # characters


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: Argon2id with memory in KiB."""

    memory: int = 64 * 1024
    time: int = 3
    lanes: int = 4


COST = Cost()


@dataclass(frozen=True, slots=True)
class Shut:
    """A private key under a passphrase, with all that is needed to try one."""

    salt: bytes
    cost: Cost
    sealed: bytes = field(repr=False)


def shut(private: bytes, passphrase: str, context: bytes) -> Shut:
    """Seal a private key under a key derived from the passphrase."""
    salt = os.urandom(16)
    key = _derive(passphrase, salt, COST)
    return Shut(salt, COST, providers.current().seal(private, key, context))


def open_shut(kept: Shut, passphrase: str, context: bytes) -> bytes:
    """Return the private key, or `DoesNotOpen` for a wrong passphrase."""
    key = _derive(passphrase, kept.salt, kept.cost)
    return providers.of(kept.sealed).open(kept.sealed, key, context)


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        typed(passphrase).encode(),
        salt,
        time_cost=cost.time,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )
