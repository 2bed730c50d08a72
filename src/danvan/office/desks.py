"""The apps whose desks are shown here, by name: nothing is found by magic."""

from collections.abc import Sequence
from typing import Protocol

from danvan.accounts.rights import Viewer
from danvan.core.desk import Item
from danvan.indicators import desk as forms
from danvan.indicators import sheet_desk as sheets
from danvan.office import leaders_desk as urgings
from danvan.petitions import desk as petitions
from danvan.receptions import desk as receptions
from danvan.registers import desk as registers
from danvan.reports import desk as reports
from danvan.vault import desk as vault


class Desk(Protocol):
    """What an app's ``desk.py`` gives; both show only what the viewer may see."""

    def due(self, viewer: Viewer) -> Sequence[Item]: ...

    def search(self, viewer: Viewer, q: str) -> Sequence[Item]: ...


DESKS: tuple[Desk, ...] = (
    urgings,
    *(petitions, receptions, registers, reports, vault, forms),
    sheets,
)
# What may leave the house in a digest or a message: of a sealed case, nothing.
SENT: tuple[Desk, ...] = tuple(desk for desk in DESKS if desk is not vault)
