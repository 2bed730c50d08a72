"""Where a member of staff can go from every page, by right."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Label, name of the address, rights of which one opens it. Rights are named by their codes: the room
# `accounts`, which owns them, stands above this one.
_TABLE: tuple[tuple[Promise | str, str, str], ...] = (
    (_("Home"), "office:home", "home"),
    (_("Leaders’ page"), "office:leaders", "leaders.read"),
    (_("Petitions"), "petitions:queue", "petitions.read"),
    (_("Register a petition"), "petitions:register", "petitions.register"),
    (_("Issued papers"), "papers:list", "papers.read"),
    (_("Receptions"), "receptions:today", "receptions.read"),
    (_("Receive in confidence"), "vault:receive", "petitions.register"),
    (_("Books"), "registers:books", "registers.read"),
    (_("Reports"), "reports:list", "reports.read"),
    (_("Sealed cases"), "vault:cases", "sealed.open sealed.assign sealed.verify"),
    (_("My key"), "vault:key", "sealed.open sealed.verify"),
    (_("Statistics"), "indicators:list", "forms.read"),
    (_("Published editions"), "publishing:editions", "editions.read"),
    (_("Reports of our own"), "publishing:drafts", "drafts.write"),
    (_("Key holders"), "vault:units", "sealed.keys"),
    (
        _("Search"),
        "office:search",
        (
            "petitions.read receptions.read reports.read forms.read"
            " sealed.open sealed.assign sealed.verify"
        ),
    ),
    (_("Journal"), "office:journal", "journal.read sealed.open sealed.assign"),
    (_("People and roles"), "accounts:people", "accounts.edit"),
    (_("Working days"), "office:calendar", "calendar.edit"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: Promise | str
    url: str
    current: bool


def places(path: str, may: Callable[[str], bool]) -> tuple[Place, ...]:
    """Return the entries open to who holds the rights ``may`` knows of.

    The entry with the longest address that begins ``path`` is the current one.
    """
    found = [
        (label, url)
        for label, name, rights in _TABLE
        if any(may(right) for right in rights.split()) and (url := _address(name))
    ]
    here = max((u for _label, u in found if _within(path, u)), key=len, default="")
    return tuple(Place(label, url, url == here) for label, url in found)


def _within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _address(name: str) -> str:
    """Return the address, or nothing where that room is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
