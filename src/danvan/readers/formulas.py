"""Which cells of an Excel file are worked out and not typed."""

import re
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import Final

from danvan.readers.archive import Archive

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def formula_cells(data: bytes) -> Mapping[str, frozenset[tuple[int, int]]]:
    """Return the rows and columns (from 0) that hold formulas, by the sheet's name.

    Cells without an address are counted on from the one before. Raises Unreadable.
    """
    archive = Archive(data)
    archive.measure()
    return {title: frozenset(_cells(archive, part)) for title, part in _parts(archive)}


def _parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name with the part it is kept in."""
    if _RELATIONS not in archive.names:
        return
    targets = {
        str(one.get("Id")): str(one.get("Target"))
        for one in archive.xml(_RELATIONS).iter("{*}Relationship")
    }
    for sheet in archive.xml(_BOOK).iter("{*}sheet"):
        keys = (str(v) for k, v in sheet.items() if str(k).endswith("}id"))
        target = next((targets[key] for key in keys if key in targets), "")
        part = normpath(join("xl", target)).lstrip("/")
        if part in archive.names and part.endswith(".xml"):
            yield str(sheet.get("name", "")), part


def _cells(archive: Archive, part: str) -> Iterator[tuple[int, int]]:
    row, column = -1, -1
    for element in archive.elements(part, "row", "c", "f"):
        tag = str(element.tag).rpartition("}")[2]
        if tag == "row":
            said = str(element.get("r") or "")
            row = int(said) - 1 if said.isdigit() and len(said) < 8 else row + 1
            column = -1
        elif tag == "c":
            found = _ADDRESS.fullmatch(str(element.get("r") or ""))
            column = _number(found[1]) if found else column + 1
            row = int(found[2]) - 1 if found else row
        else:
            yield row, column


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
