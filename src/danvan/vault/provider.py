"""What seals and opens: an interface, so that a state cipher can replace ours.

A provider is held to this by `danvan.vault.contract`. It works on bytes alone:
no database, no clock. Whatever it makes begins with the byte ``scheme``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A public key and its private one, which no text of the object shows."""

    public: bytes
    private: bytes = field(repr=False)


class SealProvider(Protocol):
    """Wraps keys to a public key; seals texts and streams under a key.

    ``context`` says where a ciphertext belongs; with another one it does not
    open. Every failure to open is `DoesNotOpen`, and tells no more.
    """

    @property
    def scheme(self) -> int:
        """The first byte of all that this provider makes, keys included; 1 to 255."""

    def new_pair(self) -> KeyPair:
        """Make a key pair."""

    def pair_from_seed(self, seed: bytes) -> KeyPair:
        """Make the one key pair of 32 random bytes, for shares written on paper."""

    def new_key(self) -> bytes:
        """Make a random key for `seal` and `seal_stream`."""

    def wrap(self, key: bytes, public: bytes, context: bytes) -> bytes:
        """Shut a key (or another private key) for the owner of ``public``."""

    def unwrap(self, wrapped: bytes, private: bytes, context: bytes) -> bytes:
        """Open what `wrap` made."""

    def seal(self, data: bytes, key: bytes, context: bytes) -> bytes:
        """Seal what fits into memory."""

    def open(self, sealed: bytes, key: bytes, context: bytes) -> bytes:
        """Open what `seal` made."""

    def seal_stream(
        self, chunks: Iterable[bytes], key: bytes, context: bytes
    ) -> Iterator[bytes]:
        """Seal chunks of any size, the last one marked as the last."""

    def open_stream(
        self, chunks: Iterable[bytes], key: bytes, context: bytes
    ) -> Iterator[bytes]:
        """Open what `seal_stream` made.

        What comes out before the end is authentic but may be cut short: only
        a caller who reached the end without `DoesNotOpen` has the whole.
        """
