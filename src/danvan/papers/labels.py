"""The words on screen for the codes of the room."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.papers.models import Signer, State
from danvan.papers.templates import Asked, Template

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "_StrPromise"]

STATES: Words = {
    State.DRAFT: pgettext_lazy("paper", "Waits for its number"),
    State.ISSUED: pgettext_lazy("paper", "Issued"),
    State.REPLACED: pgettext_lazy("paper", "Replaced"),
}
COLOURS: Mapping[str, str] = {
    State.DRAFT: "yellow",
    State.ISSUED: "green",
    State.REPLACED: "grey",
}
SIGNERS: Words = {
    Signer.HEAD: _("The head of the unit"),
    Signer.DEPUTY: _("A deputy, for the head (KT.)"),
}


def language() -> str:
    """Return the language of the tables of law: vi or en."""
    return "en" if get_language() == "en" else "vi"


def name(template: Template) -> str:
    """Return what a paper is called."""
    return template.name[language()]


def asked(value: Asked) -> str:
    """Return the label of a value that is entered."""
    return value.label[language()]
