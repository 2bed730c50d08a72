"""Small repairs of running text that HTML and Word share."""

import re

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Every blank but the no-break ones, which keep a number together on purpose.
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def raised(text: str) -> str:
    """Write digits as superscripts, so that a note's mark never joins a figure.

    >>> raised("14")
    '¹⁴'
    """
    return text.translate(_RAISED)


def one_line(text: str) -> str:
    """Collapse blanks as a browser does.

    >>> one_line(" tiếp  3.235\\n lượt ")
    'tiếp 3.235 lượt'
    """
    return _BLANKS.sub(" ", text).strip(" ")
