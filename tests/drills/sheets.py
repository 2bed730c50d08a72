"""What a spreadsheet would compute of a file."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

_ACTIVE = tuple("=+-@|%\t\r\n\0\uff1d\uff0b\uff0d\uff20")
_FIGURE = re.compile(r"[+-]?\d[\d.,]*%?|\+?\d[\d .()\-]+")
_COMPUTES = re.compile(
    rb"<(?:\w+:)?(?:f|hyperlink|oleLink|ddeLink|externalReference)\b"
)


def computing(body: bytes) -> list[str]:
    """Return what computes or leads out in a workbook (XLSX, ODS, DOCX): part and mark."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        found = []
        for name in archive.namelist():
            if name.startswith(
                ("xl/worksheets/", "xl/externalLinks", "xl/workbook", "content.xml")
            ):
                found += [
                    f"{name}: {m.decode()}"
                    for m in _COMPUTES.findall(archive.read(name))
                ]
    return found


def active(text: str) -> Iterator[str]:
    """Yield the cells of a CSV that begin with what a spreadsheet takes for a formula."""
    for at in ",;\t":
        for line in csv.reader(
            io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=at
        ):
            for cell in line:
                bare = cell.lstrip(' "\u00a0\u200b\ufeff')
                # Parted elsewhere, blanks may stand before the sign that stills it.
                if at != "," and cell.lstrip().startswith("'"):
                    continue
                # And what follows a number's cell runs on in it.
                first = bare.split(",")[0].rstrip('" ')
                if bare.startswith(_ACTIVE) and not _FIGURE.fullmatch(first):
                    yield cell
