"""Who may read a stored file: its owner's room says.

``settings.FILE_READERS`` names for each kind of owner the function that
decides: ``(viewer, key) -> bool``, where an owner is ``<kind>:<key>``. It is
one visible table, because this room may import none of the rooms above it.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from danvan.accounts.rights import Viewer
from danvan.files.models import StoredFile

MayRead = Callable[[Viewer, str], bool]


def may_read(viewer: Viewer, stored: StoredFile) -> bool:
    """Ask the owner's room; a kind of owner nobody answers for is closed."""
    kind, _, key = stored.owner.partition(":")
    name = settings.FILE_READERS.get(kind)
    if name is None:
        return False
    decide: MayRead = import_string(name)
    return decide(viewer, key)
