"""Open office files without being drowned or talked into fetching things."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from danvan.readers.errors import Unreadable

PART_LIMIT: Final = 32 * 1024 * 1024
"""The most bytes one part of an office file may unpack to."""

TOTAL_LIMIT: Final = 256 * 1024 * 1024
"""The most bytes all parts together may unpack to."""

STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
COMMON: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""The two names of the same vocabulary."""

PARTS_LIMIT: Final = 10_000
"""The most parts an office file may have; one with a picture on each page has hundreds."""

_CHUNK = 1 << 20
_TORN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)


class Archive:
    """The parts of an office file, unpacked by need and counted while unpacking.

    What the zip directory claims about sizes is not believed: a bomb lies there.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _TORN as error:
            raise Unreadable("broken") from error
        self.order = tuple(self._zip.namelist())
        if len(self.order) > PARTS_LIMIT:
            raise Unreadable("too_large")
        self.names = frozenset(self.order)

    def part(self, name: str) -> bytes:
        """Return one part; raises Unreadable ``broken`` or ``too_large``."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(PART_LIMIT + 1)
        except (KeyError, *_TORN) as error:
            raise Unreadable("broken") from error
        if len(data) > PART_LIMIT:
            raise Unreadable("too_large")
        return data

    def xml(self, name: str) -> etree._Element:
        """Return a part parsed with entities and network off; a DTD is refused.

        Files saved as "Strict Open XML" come with the names of the common kind.
        """
        # huge_tree stays off: it bounds depth and entity growth inside libxml2.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(self.part(name).replace(STRICT, COMMON), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable("broken") from error
        if root.getroottree().docinfo.doctype:
            raise Unreadable("broken")
        return root

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements of a part as they begin, keeping none; a DTD is refused.

        ``tags`` are the local names that are wanted; without them all are.
        """
        checked = False
        with self._zip.open(name) as stream:
            try:
                # no_network and resolve_entities as in xml(): nothing is fetched.
                for _, element in etree.iterparse(
                    stream,
                    events=("start",),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    tag=[f"{{*}}{tag}" for tag in tags] or None,
                ):
                    # It stands before the first element, or nowhere.
                    if not checked and element.getroottree().docinfo.doctype:
                        raise Unreadable("broken")
                    checked = True
                    yield element
                    while (done := element.getprevious()) is not None:
                        parent = done.getparent()
                        if parent is not None:
                            parent.remove(done)
            except (etree.XMLSyntaxError, *_TORN) as error:
                raise Unreadable("broken") from error

    def measure(self) -> None:
        """Unpack everything once, keeping nothing; raises ``too_large``, ``broken``."""
        total = 0
        try:
            for name in self._zip.namelist():
                with self._zip.open(name) as stream:
                    while chunk := stream.read(_CHUNK):
                        total += len(chunk)
                        if total > TOTAL_LIMIT:
                            raise Unreadable("too_large")
        except _TORN as error:
            raise Unreadable("broken") from error
