"""What may go wrong in the vault, as one tree.

    VaultError
    ├── DoesNotOpen        the ciphertext, its place or the key is not the right one
    ├── NotFounded         the unit has no key to seal to
    ├── KeyCeremonyRefused keys cannot be made or given so (``code`` says why)
    └── Refused            nothing is shown (``code`` says why, for the journal)

Messages hold no plaintext and no key.
"""


class VaultError(Exception):
    """Something the vault does not do."""


class DoesNotOpen(VaultError):
    """Altered, cut, moved, or sealed for somebody else: which one is not told."""


class NotFounded(VaultError):
    """The unit has no active key."""


class KeyCeremonyRefused(VaultError):
    """Keys cannot be made, given or taken in this way.

    Codes: ``holders`` (fewer than two), ``not_enrolled``, ``role``,
    ``founded`` (has a key already), ``recovery`` (the province has no recovery
    key, or the shares do not open it), ``nobody`` (no holder is left who could
    hand the open cases over), ``holds`` (already a holder, or is none),
    ``short``, ``known`` (the passphrase).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(VaultError):
    """Nothing is opened; the refusal has a line in the journal.

    Codes: ``absent`` (answered as 404), ``locked``, ``role``, ``assignment``,
    ``key``, ``verifier``, ``not_enrolled``, ``reason``, ``second``, ``extract``, ``accused``, ``broken``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
