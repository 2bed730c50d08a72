"""The one way in: bytes and a file name to a Document, or a reason why not."""

from importlib import import_module
from typing import Final

from danvan.core.text.document import Document
from danvan.core.text.secrecy import secrecy_stamp
from danvan.readers.errors import Unreadable
from danvan.readers.kinds import kind_of

LIMIT: Final = 50 * 1024 * 1024
"""The largest file that is read, in bytes."""


def read(data: bytes, name: str) -> Document:
    """Read a report; ``name`` is its file name, used to tell formats apart.

    Raises Unreadable with one of the codes unknown_type, broken, encrypted, empty,
    too_large, scanned, secret.
    """
    if len(data) > LIMIT:
        raise Unreadable("too_large")
    if not data.strip():
        raise Unreadable("empty")
    # Imported by need: each parser costs more start-up than reading a report.
    reader = import_module(f"danvan.readers.{kind_of(data, name)}")
    document: Document = reader.read(data, name)
    if not document.text.strip():
        raise Unreadable("empty")
    if secrecy_stamp(document):
        raise Unreadable("secret")
    return document
