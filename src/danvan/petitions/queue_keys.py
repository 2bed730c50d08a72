"""The keys of the queue, in the order in which a clerk uses them.

`static/petitions/queue.js` acts on the same letters; a test holds both equal.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Key:
    """One key and what it does."""

    name: str
    does: "_StrPromise"


TABLE = (
    Key("J", _("To the next petition of the list")),
    Key("K", _("To the petition before it")),
    Key("Enter", _("Open the petition beside the list")),
    Key("N", _("Open the next petition")),
    Key("1", _("It is feedback: screen it as such")),
    Key("2", _("It is a complaint: screen it as such")),
    Key("3", _("It is a denunciation: let it leave the register")),
    Key("4", _("It is not ours: guide the person elsewhere")),
    Key("C", _("The conditions are met: accept it")),
    Key("U", _("Assign it to a unit")),
    Key("A", _("Write the answer")),
    Key("D", _("To the legal term")),
    Key("P", _("Open the paper")),
    Key("X", _("Select the petition, or not")),
    Key("/", _("To the search")),
    Key("?", _("Show these keys")),
    Key("Ctrl+Enter", _("Send the form one is typing in")),
    Key("Esc", _("Back to the list")),
)
