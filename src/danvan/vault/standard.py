"""Our own providers, made of published parts only.

Keys are wrapped by HPKE (RFC 9180) with HKDF-SHA-256 and ChaCha20-Poly1305 over
X25519 (scheme 1) or over ML-KEM-768 with X25519 (scheme 2, X-Wing), which still
holds when one of the two is broken: a secret of level *Mật* lasts ten years.
Texts are sealed by ChaCha20-Poly1305 and files by libsodium's secretstream.
"""

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from danvan.vault.errors import DoesNotOpen
from danvan.vault.provider import KeyPair

KEY = 32
NONCE = 12
FRAME = 64 * 1024
_SEALED_FRAME = FRAME + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MLKEM_SEED = 64
_MLKEM_PUBLIC = 1184

PrivateKey = X25519PrivateKey | hpke.MLKEM768X25519PrivateKey
PublicKey = X25519PublicKey | hpke.MLKEM768X25519PublicKey


class Standard(ABC):
    """What both schemes share: all but the kind of key pair."""

    scheme: ClassVar[int]
    kem: ClassVar[hpke.KEM]

    def __init__(self) -> None:
        self._suite = hpke.Suite(
            self.kem, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305
        )

    @property
    def _mark(self) -> bytes:
        return bytes([self.scheme])

    @abstractmethod
    def _read_private(self, seed: bytes) -> PrivateKey:
        """Expand 32 bytes to the private key."""

    @abstractmethod
    def _read_public(self, raw: bytes) -> PublicKey:
        """Read a public key; `ValueError` for what is none."""

    @abstractmethod
    def _public_of(self, seed: bytes) -> bytes:
        """Write the public key that belongs to 32 bytes."""

    def new_pair(self) -> KeyPair:
        """Make a key pair."""
        return self.pair_from_seed(os.urandom(KEY))

    def pair_from_seed(self, seed: bytes) -> KeyPair:
        """Make the one key pair of 32 random bytes."""
        if len(seed) != KEY:
            raise ValueError("A seed has 32 bytes.")
        return KeyPair(self._mark + self._public_of(seed), self._mark + seed)

    def new_key(self) -> bytes:
        """Make a random key of 32 bytes."""
        return os.urandom(KEY)

    def wrap(self, key: bytes, public: bytes, context: bytes) -> bytes:
        """Shut a key for the owner of ``public``; `ValueError` for another's kind."""
        if public[:1] != self._mark:
            raise ValueError("A public key of another scheme.")
        to = self._read_public(public[1:])
        return self._mark + self._suite.encrypt(key, to, context)

    def unwrap(self, wrapped: bytes, private: bytes, context: bytes) -> bytes:
        """Open what `wrap` made, else `DoesNotOpen`."""
        if private[:1] != self._mark or len(private) != 1 + KEY:
            raise DoesNotOpen
        own = self._read_private(private[1:])
        try:
            return self._suite.decrypt(self._body(wrapped), own, context)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None

    def seal(self, data: bytes, key: bytes, context: bytes) -> bytes:
        """Seal what fits into memory."""
        nonce = os.urandom(NONCE)
        sealed = ChaCha20Poly1305(key).encrypt(nonce, data, self._mark + context)
        return self._mark + nonce + sealed

    def open(self, sealed: bytes, key: bytes, context: bytes) -> bytes:
        """Open what `seal` made, else `DoesNotOpen`."""
        body = self._body(sealed)
        associated = self._mark + context
        try:
            return ChaCha20Poly1305(key).decrypt(body[:NONCE], body[NONCE:], associated)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None

    def seal_stream(
        self, chunks: Iterable[bytes], key: bytes, context: bytes
    ) -> Iterator[bytes]:
        """Seal chunks in frames of 64 KiB, the last marked FINAL."""
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        push = sodium.crypto_secretstream_xchacha20poly1305_push
        header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
        yield self._mark + header
        buffer, associated = bytearray(), self._mark + context
        for chunk in chunks:
            buffer += chunk
            while len(buffer) > FRAME:
                yield push(state, bytes(buffer[:FRAME]), associated, _MORE)
                del buffer[:FRAME]
        yield push(state, bytes(buffer), associated, _FINAL)

    def open_stream(
        self, chunks: Iterable[bytes], key: bytes, context: bytes
    ) -> Iterator[bytes]:
        """Open frame by frame; `DoesNotOpen` unless the last is marked FINAL.

        A stream that ends before that mark was cut, be it between two frames.
        """
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        pull = sodium.crypto_secretstream_xchacha20poly1305_pull
        begun, buffer, associated = False, bytearray(), self._mark + context
        try:
            for chunk in chunks:
                buffer += chunk
                if not begun and len(buffer) > _HEADER:
                    self._begin(state, buffer, key)
                    begun = True
                while begun and len(buffer) > _SEALED_FRAME:
                    frame = bytes(buffer[:_SEALED_FRAME])
                    data, tag = pull(state, frame, associated)
                    if tag != _MORE:
                        raise DoesNotOpen
                    del buffer[:_SEALED_FRAME]
                    yield data
            if not begun:
                raise DoesNotOpen
            data, tag = pull(state, bytes(buffer), associated)
        except (CryptoError, ValueError, RuntimeError):
            raise DoesNotOpen from None
        if tag != _FINAL:
            raise DoesNotOpen
        yield data

    def _begin(
        self,
        state: sodium.crypto_secretstream_xchacha20poly1305_state,
        buffer: bytearray,
        key: bytes,
    ) -> None:
        header = self._body(bytes(buffer[: 1 + _HEADER]))
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        del buffer[: 1 + _HEADER]

    def _body(self, made: bytes) -> bytes:
        if made[:1] != self._mark:
            raise DoesNotOpen
        return made[1:]


class Classic(Standard):
    """HPKE exactly as in RFC 9180: X25519."""

    scheme = 1
    kem = hpke.KEM.X25519

    def _read_private(self, seed: bytes) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(seed)

    def _read_public(self, raw: bytes) -> X25519PublicKey:
        return X25519PublicKey.from_public_bytes(raw)

    def _public_of(self, seed: bytes) -> bytes:
        return self._read_private(seed).public_key().public_bytes_raw()


class Hybrid(Standard):
    """The same with ML-KEM-768 beside X25519; a private key is X-Wing's seed."""

    scheme = 2
    kem = hpke.KEM.MLKEM768_X25519

    def _parts(self, seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        # draft-connolly-cfrg-xwing-kem, expandDecapsulationKey
        expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED + KEY)
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED]),
            X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED:]),
        )

    def _read_private(self, seed: bytes) -> hpke.MLKEM768X25519PrivateKey:
        return hpke.MLKEM768X25519PrivateKey(*self._parts(seed))

    def _read_public(self, raw: bytes) -> hpke.MLKEM768X25519PublicKey:
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC:]),
        )

    def _public_of(self, seed: bytes) -> bytes:
        lattice, curve = self._parts(seed)
        return (
            lattice.public_key().public_bytes_raw()
            + curve.public_key().public_bytes_raw()
        )
