"""The one way from a file to its audit: read, cite, count, check."""

import hashlib
from dataclasses import dataclass

from danvan.core.checks import registry
from danvan.core.checks.finding import Check
from danvan.core.checks.reading import Reading
from danvan.core.citations import Citation, find_citations, national_register
from danvan.core.figures.extract import extract
from danvan.core.figures.figure import Figure
from danvan.core.figures.indicators import assign, national_indicators
from danvan.core.text.document import Document
from danvan.core.text.normalise import normalise
from danvan.readers import Unreadable, read


@dataclass(frozen=True, slots=True)
class Audit:
    """A document with its figures, its citations and every check made of them.

    ``sha256`` is of the file's bytes, in hexadecimal. The places in ``Check.figures``
    count in ``figures``, those in ``Check.citations`` in ``citations``.
    """

    document: Document
    sha256: str
    figures: tuple[Figure, ...]
    citations: tuple[Citation, ...]
    checks: tuple[Check, ...]

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that do not hold and are more than a note."""
        return tuple(c for c in self.checks if not c.holds and c.severity != "note")


def audit(
    data: bytes,
    name: str,
    previous: Audit | None = None,
    *,
    at_most: int | None = None,
) -> Audit:
    """Read the file ``data`` called ``name`` and check its figures.

    ``previous`` is the audit of an earlier report of the same unit, to compare with.
    ``at_most`` bounds the characters of text, for a caller whom others wait for.
    Raises `danvan.readers.Unreadable` for a file that cannot be read.
    """
    document = read(data, name)
    if at_most is not None and len(document.text) > at_most:
        raise Unreadable("too_long")
    reading = examine(document)
    earlier = previous and examine(previous.document)
    return Audit(
        document,
        hashlib.sha256(data).hexdigest(),
        reading.figures,
        reading.citations,
        tuple(registry.run(reading, earlier or None)),
    )


def examine(document: Document) -> Reading:
    """Return ``document`` with its figures and citations, ready to be checked."""
    normal = normalise(document.text)
    citations = tuple(find_citations(normal, national_register()))
    figures = extract(document, [c.span for c in citations], normal)
    figures = assign(normal, figures, national_indicators())
    return Reading(document, normal, figures, citations)
