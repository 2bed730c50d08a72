"""Which providers there are, and which one seals today.

Everything sealed names its scheme in its first byte, so what was sealed under
an older provider opens as long as that one is in ``settings.SEAL_PROVIDERS``.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from danvan.vault.errors import DoesNotOpen
from danvan.vault.provider import SealProvider


def current() -> SealProvider:
    """Return the provider that makes new keys: the first of the setting."""
    return _load(settings.SEAL_PROVIDERS[0])


def of(made: bytes) -> SealProvider:
    """Return the provider of a ciphertext or key by its first byte, else `DoesNotOpen`."""
    for path in settings.SEAL_PROVIDERS:
        provider = _load(path)
        if made[:1] == bytes([provider.scheme]):
            return provider
    raise DoesNotOpen


def wrap(key: bytes, public: bytes, context: bytes) -> bytes:
    """Shut a key for the owner of ``public``, by the scheme of that key."""
    return of(public).wrap(key, public, context)


def unwrap(wrapped: bytes, private: bytes, context: bytes) -> bytes:
    """Open a wrapped key by its own scheme, else `DoesNotOpen`."""
    return of(wrapped).unwrap(wrapped, private, context)


def _load(path: str) -> SealProvider:
    provider: SealProvider = import_string(path)()
    return provider
