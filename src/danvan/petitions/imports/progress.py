"""A register of many rows is taken in while the page says how far it is."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils import translation

from danvan.accounts import scope
from danvan.accounts.rights import Viewer
from danvan.ui import growing
from danvan.ui.growing import Outcome, Tell


class Store(Protocol):
    """What stores the rows, tells how many, and returns how many letters they made."""

    def __call__(self, *, tell: Tell) -> int:
        """Store them."""
        ...


def pieces(
    store: Store, viewer: Viewer, language: str, context: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the page's pieces: a line for each count, then what came of it.

    The rows are held by the process until they are stored, and nowhere else.
    """

    def work(tell: Tell) -> int:
        # A connection of its own, to which nobody has said yet who looks.
        scope.open_for(viewer)
        return store(tell=tell)

    for said in growing.watched(work):
        more = {"made": said.value} if isinstance(said, Outcome) else {"done": said}
        with translation.override(language):
            yield render_to_string(
                "petitions/parts/taking_in.html", {**context, **more}
            )
