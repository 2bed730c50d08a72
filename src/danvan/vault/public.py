"""What the public process may call: sealing, which needs public keys only."""

from danvan.vault.decision import Channel
from danvan.vault.errors import NoReceiver, NotFounded
from danvan.vault.intake import (
    Accused,
    Denunciation,
    Receipt,
    Routed,
    Upload,
    admitted,
    route,
    take,
    take_on_paper,
)
from danvan.vault.modes import online_allowed
from danvan.vault.receipts import code_hash
from danvan.vault.sealing import Contents, File
from danvan.vault.services import NewCase, register_paper, seal

__all__ = [
    "Accused",
    "Channel",
    "Contents",
    "Denunciation",
    "File",
    "NewCase",
    "NoReceiver",
    "NotFounded",
    "Receipt",
    "Routed",
    "Upload",
    "admitted",
    "code_hash",
    "online_allowed",
    "register_paper",
    "route",
    "seal",
    "take",
    "take_on_paper",
]
