"""Small repairs of running text that HTML and Word share."""

import re
from typing import Final

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = "⁰¹²³⁴⁵⁶⁷⁸⁹"
GAP: Final = "\u202f"
"""A narrow blank that does not break: it keeps a note's mark off the word before it."""

# Every blank but the no-break ones, which keep a number together on purpose.
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
# Of raised digits only those of m² and km³ belong to the word before them.
_LOOSE = re.compile(rf"(?<=[^\s{_MARK}])(?<!\bm)(?<!\b[kdcmh]m)(?=[{_MARK}])")


def raised(text: str) -> str:
    """Write digits as superscripts, so that a note's mark never joins a figure.

    >>> raised("14")
    '¹⁴'
    """
    return text.translate(_RAISED)


def apart(text: str) -> str:
    """Part raised digits from the word they are a note to.

    >>> apart("12 m², 5 lượt¹").split(GAP)
    ['12 m², 5 lượt', '¹']
    """
    return _LOOSE.sub(GAP, text)


def one_line(text: str) -> str:
    """Collapse blanks as a browser does.

    >>> one_line(" tiếp  3.235\\n lượt ")
    'tiếp 3.235 lượt'
    """
    return _BLANKS.sub(" ", text).strip(" ")
