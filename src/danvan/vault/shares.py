"""The recovery key of a province: made offline, cut into three, put together by two.

Needs no database, so the ceremony can be held on a computer that stands alone
(``danvan-manage vault ceremony``). Shares are words after SLIP-39.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from shamir_mnemonic import (
    MnemonicError,
    Share,
    combine_mnemonics,
    generate_mnemonics,
)

from danvan.vault import providers
from danvan.vault.errors import DoesNotOpen
from danvan.vault.provider import KeyPair

SHARES = 3
NEEDED = 2
_SEED = 32


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The public key, which is kept, and the shares, which are shown once."""

    public: bytes
    shares: tuple[str, ...] = field(repr=False)


def hold_ceremony() -> Ceremony:
    """Make a recovery key and cut it; the private key itself is kept nowhere."""
    seed = secrets.token_bytes(_SEED)
    groups = generate_mnemonics(1, [(NEEDED, SHARES)], seed)
    public = providers.current().pair_from_seed(seed).public
    return Ceremony(public, tuple(groups[0]))


def is_share(words: str) -> bool:
    """Say whether these words are a share; a wrong or missing word is found."""
    try:
        Share.from_mnemonic(_words(words))
    except (MnemonicError, ValueError):
        return False
    return True


def put_together(shares: Sequence[str], public: bytes) -> KeyPair:
    """Return the recovery key of two shares, else `DoesNotOpen`.

    ``public`` is the key they should belong to: shares of another ceremony
    are refused here and not by what they fail to open.
    """
    try:
        seed = combine_mnemonics([_words(share) for share in shares])
    except (MnemonicError, ValueError):
        raise DoesNotOpen from None
    pair = providers.of(public).pair_from_seed(seed)
    if pair.public != public:
        raise DoesNotOpen
    return pair


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
