"""What the public process may call: sealing, which needs public keys only."""

from danvan.vault.errors import NotFounded
from danvan.vault.sealing import Contents, File
from danvan.vault.services import NewCase, register_paper, seal

__all__ = ["Contents", "File", "NewCase", "NotFounded", "register_paper", "seal"]
