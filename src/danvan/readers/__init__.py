"""Bytes of a file to a core Document; third-party parsers live here only."""

from danvan.readers.errors import Unreadable
from danvan.readers.read import LIMIT, read

__all__ = ["LIMIT", "Unreadable", "read"]
