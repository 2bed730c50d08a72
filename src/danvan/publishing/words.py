"""Names of indicators and of what they count, in the reader's language."""

from danvan.core import data
from danvan.core.indicators import catalogue
from danvan.indicators import labels, value_labels


def indicator_name(code: str) -> str:
    """Return the name of an indicator or part; a code nobody knows names itself."""
    row = catalogue.known().get(code)
    return row.name[labels.language()] if row else code


def measure(code: str) -> str:
    """Return what an indicator is counted in; nothing for an unknown code."""
    row = catalogue.known().get(code)
    known = data.load_toml("measures.toml")
    return str(known[row.unit][labels.language()]) if row and row.unit in known else ""


def bound(code: str) -> str:
    """Return the word that bounds a printed number; nothing for an exact one."""
    return str(value_labels.BOUNDS[code]) if code else ""
