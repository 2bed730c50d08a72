"""A paper of the Party: its own head, number and marks of signing.

After Guidance 05-HD/VPTW (27/5/2026), as far as it was read: the Party's name top
right instead of country and motto, "Số 05-BC/ĐU" without a colon, an asterisk under
the issuer, T/M and K/T with a stroke. Sizes of the head are taken from practice.
"""

from typing import Final

from docx.document import Document as Docx
from docx.shared import Cm

from danvan.writers import official as state
from danvan.writers.paper import BLANK, Paper, date_line

PARTY: Final = "ĐẢNG CỘNG SẢN VIỆT NAM"
_HEAD: Final = 14


def party(paper: Paper) -> bytes:
    """Return the paper as the bytes of a DOCX file in the Party's layout."""
    return state.official(paper, _top)


def number_line(number: str, symbol: str) -> str:
    """Return "Số 05-BC/ĐU"; numbers under ten get a nought before them.

    >>> number_line("5", "BC/ĐU"), number_line("", "BC/ĐU")
    ('Số 05-BC/ĐU', 'Số …-BC/ĐU')
    """
    shown = number.zfill(2) if number.isdecimal() else number
    return f"Số {shown or BLANK}-{symbol}"


def _top(document: Docx, paper: Paper) -> None:
    """Set the bodies and the number on the left, the Party's name on the right."""
    left, right = state._two(document, 75, 90)
    head = paper.letterhead
    if head.parent:
        state._line(left, head.parent.upper(), _HEAD)
    state._line(left, head.issuer.upper(), _HEAD, bold=True)
    state._line(left, "*", _HEAD)
    if paper.number or paper.symbol:
        state._line(left, number_line(paper.number, paper.symbol), _HEAD)
    state._line(right, PARTY, _HEAD, bold=True)
    state._rule(right, Cm(1))
    state._line(right, date_line(head.place, paper.date), _HEAD, italic=True)
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)
