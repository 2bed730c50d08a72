"""What every page frame needs."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from danvan.ui.language import Switch, switches
from danvan.ui.navigation import Place, places

PORTAL_ADDRESSES = "danvan.config.urls_portal"


class Looker(Protocol):
    """Who looks, as far as a frame cares; the room ``accounts`` has the real one."""

    @property
    def user_id(self) -> str: ...

    @property
    def label(self) -> str: ...

    def may(self, right: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """The variables of a page frame.

    ``viewer`` is None on the portal and on pages that must not ask who looks.
    """

    portal: bool
    demonstration: bool
    language: str
    languages: tuple[Switch, ...]
    viewer: Looker | None = None
    navigation: tuple[Place, ...] = ()


def bare_frame(request: HttpRequest) -> Frame:
    """Return a frame that touches neither session nor database."""
    language = get_language() or settings.LANGUAGE_CODE
    return Frame(
        portal=settings.ROOT_URLCONF == PORTAL_ADDRESSES,
        demonstration=settings.DEMONSTRATION,
        language=language,
        languages=switches(request, language),
    )


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the variables of the page frame for a template."""
    bare = bare_frame(request)
    viewer: Looker | None = getattr(request, "viewer", None)
    if bare.portal or viewer is None or not viewer.user_id:
        return {"frame": bare}
    return {
        "frame": Frame(
            portal=False,
            demonstration=bare.demonstration,
            language=bare.language,
            languages=bare.languages,
            viewer=viewer,
            navigation=places(request.path, viewer.may),
        )
    }
