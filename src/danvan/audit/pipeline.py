"""The one way from a file to its audit: read, cite, count, check."""

import hashlib
from dataclasses import dataclass

from danvan.core.checks import registry
from danvan.core.checks.finding import Check
from danvan.core.checks.reading import Reading
from danvan.core.figures.extract import extract
from danvan.core.figures.figure import Figure
from danvan.core.text.document import Document
from danvan.core.text.normalise import normalise
from danvan.readers import read


@dataclass(frozen=True, slots=True)
class Audit:
    """A document with its figures and every check made of them.

    ``sha256`` is of the file's bytes, in hexadecimal. The places in
    ``Check.figures`` count in ``figures``.
    """

    document: Document
    sha256: str
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that do not hold and are more than a note."""
        return tuple(c for c in self.checks if not c.holds and c.severity != "note")


def audit(data: bytes, name: str, previous: Audit | None = None) -> Audit:
    """Read the file ``data`` called ``name`` and check its figures.

    ``previous`` is the audit of an earlier report of the same unit, to compare with.
    Raises `danvan.readers.Unreadable` for a file that cannot be read.
    """
    document = read(data, name)
    figures, checks = examine(document)
    return Audit(document, hashlib.sha256(data).hexdigest(), figures, checks)


def examine(document: Document) -> tuple[tuple[Figure, ...], tuple[Check, ...]]:
    """Return the figures of ``document`` and the checks made of them."""
    normal = normalise(document.text)
    figures = extract(document, (), normal)
    checks = registry.run(Reading(document, normal, figures))
    return figures, tuple(checks)
