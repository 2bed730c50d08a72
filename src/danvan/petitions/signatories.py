"""The pasted list of those who signed one letter: one a line, every bad line told.

Plain values: no database. A line is "name, address" or cells between tabs, as a
spreadsheet gives them; a star before the name marks who speaks for the others.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.casework.representation import (
    Fault,
    faults,
    representatives,
)

MOST = 5000  # lines
LONGEST_NAME, LONGEST_ADDRESS = 120, 300  # characters
_MARK = re.compile(r"^\s*\*\s*")
# "1.", "2)" or a number in a cell of its own, as lists are pasted with.
_SERIAL = re.compile(r"^\s*\d{1,5}\s*(?:[.)]\s*|\t)")
_TICK = frozenset({"x", "*", "đại diện"})


@dataclass(frozen=True, slots=True)
class Signed:
    """One of those who signed."""

    name: str
    address: str = ""
    represents: bool = False


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be taken: its number from 1, what stands there, why."""

    number: int
    text: str
    reason: str


def read(text: str) -> tuple[list[Signed], list[BadLine]]:
    """Read a pasted list; empty lines are passed over.

    >>> read("1. Lê Văn An, Ấp 1\\n* Trần Thị Bé\\tẤp 2")[0][1]
    Signed(name='Trần Thị Bé', address='Ấp 2', represents=True)
    """
    found: list[Signed] = []
    bad: list[BadLine] = []
    known: dict[tuple[str, str], int] = {}
    for number, line in _lines(text):
        signed = _signed(line)
        key = (signed.name.casefold(), signed.address.casefold())
        reason = _reason(signed, known.get(key))
        if len(found) == MOST:
            reason = _("More than %(n)d lines. Attach the rest as a file.") % {
                "n": MOST
            }
        if reason:
            bad.append(BadLine(number, line.strip()[:100], reason))
        else:
            known[key] = number
            found.append(signed)
        if len(bad) > MOST:
            break
    return found, bad


def too_many(people: int, signed: Sequence[Signed]) -> str:
    """Say what is wrong with those marked to speak for ``people``; "" if nothing.

    Law 42/2013/QH13, article 29. That none is marked yet is no reason to refuse a
    letter: `missing` says so on its page.
    """
    if Fault.TOO_MANY not in _faults(people, signed):
        return ""
    _least, most = representatives(people)
    told = ngettext(
        "%(people)d people may name %(most)d representative at most. Take off some of "
        "the stars.",
        "%(people)d people may name %(most)d representatives at most. Take off some of "
        "the stars.",
        most,
    )
    return told % {"people": people, "most": most}


def missing(people: int, speakers: int) -> bool:
    """Say whether so many must still name somebody to speak for them."""
    least, _most = representatives(people)
    return speakers < least


def _faults(people: int, signed: Sequence[Signed]) -> tuple[Fault, ...]:
    everybody = {str(number) for number in range(people)}
    chosen = {str(n) for n, who in enumerate(signed) if who.represents}
    return faults(everybody, chosen, everybody)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = unicodedata.normalize("NFC", text).splitlines()
    return ((n, line) for n, line in enumerate(lines, start=1) if line.strip())


def _signed(line: str) -> Signed:
    line = _SERIAL.sub("", line, count=1)
    plain = _MARK.sub("", line, count=1)
    starred = plain != line
    plain = _SERIAL.sub("", plain, count=1)
    cells = plain.split("\t") if "\t" in plain else plain.split(",", 1)
    name, *rest = (" ".join(cell.split()) for cell in cells)
    if len(rest) > 1 and rest[-1].casefold() in _TICK:
        starred, rest = True, rest[:-1]
    return Signed(name, ", ".join(part for part in rest if part), starred)


def _reason(signed: Signed, earlier: int | None) -> str:
    if not any(sign.isalpha() for sign in signed.name):
        return _("There is no name here. Write: full name, address.")
    if any(sign.isdigit() for sign in signed.name):
        return _("A name has no digits. Put a comma between the name and the address.")
    if len(signed.name) > LONGEST_NAME:
        return _("The name is too long. Put a comma between the name and the address.")
    if len(signed.address) > LONGEST_ADDRESS:
        return _("The address is longer than 300 characters. Make it shorter.")
    if earlier is not None:
        return _("The same as line %(n)d. Delete one of the two.") % {"n": earlier}
    return ""
