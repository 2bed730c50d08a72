"""What may go wrong in the vault, as one tree.

    VaultError
    ├── DoesNotOpen        the ciphertext, its place or the key is not the right one
    ├── NotFounded         the unit has no key to seal to
    ├── KeyCeremonyRefused keys cannot be made or given so (``code`` says why)
    ├── NoReceiver         nobody in the tree may take it in; nothing is stored
    ├── ModeRefused        a decision cannot be recorded so (``code`` says why)
    └── Refused            nothing is shown (``code`` says why, for the journal)

Messages hold no plaintext and no key.
"""

from collections.abc import Mapping


class VaultError(Exception):
    """Something the vault does not do."""


class DoesNotOpen(VaultError):
    """Altered, cut, moved, or sealed for somebody else: which one is not told."""


class NotFounded(VaultError):
    """The unit has no active key."""


class NoReceiver(VaultError):
    """No unit of the tree may take the denunciation in; nothing is stored.

    ``above`` names, by language, the body to turn to.
    """

    def __init__(self, above: Mapping[str, str]) -> None:
        super().__init__()
        self.above = above


class ModeRefused(VaultError):
    """A decision on taking in sealed cannot be recorded so.

    Codes: ``key`` (no key in use with two holders), ``open`` (one is in force
    over this channel), ``days`` (not in order), ``role``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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
    ``key``, ``verifier``, ``not_enrolled``, ``reason``, ``second``, ``extract``, ``accused``, ``broken``;
    of the course ``course`` (it has begun: close it by its last step), ``open_first``
    (the story must be open), ``whole`` (forwarded with all parts), ``forwarded``
    (what was forwarded stays there), ``accused_officer``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
