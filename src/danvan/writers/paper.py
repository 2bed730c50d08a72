"""What an official paper says, as plain values; `official` lays it out.

The parts are those of Decree 30/2020/NĐ-CP, article 8 and annex I.
"""

import datetime
from dataclasses import dataclass

BLANK = "…"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues: the superior body (may be empty), the issuer, and the place name.

    >>> Letterhead("UBND thành phố Cần Thơ", "UBND phường Ninh Kiều", "Ninh Kiều").issuer
    'UBND phường Ninh Kiều'
    """

    parent: str
    issuer: str
    place: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the authority ("TM. ỦY BAN NHÂN DÂN"), the post, and the name.

    Every part may be empty: the office fills it in by hand or in its own system.
    """

    authority: str = ""
    post: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered or named heading of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``lead`` is set in bold before it."""

    text: str
    lead: str = ""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head. All rows have its length.

    Rows that are ``struck`` (from 1; the head is 0) are crossed out. ``total``: the
    last row adds up. A ``small`` one is a book's: small print, head on every page.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()  # mm
    struck: frozenset[int] = frozenset()
    total: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class SignHere:
    """A row of places to sign side by side (minutes, receipts), each with its title."""

    titles: tuple[str, ...]


Block = Heading | Paragraph | Table | SignHere


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    ``kind`` is the type's name ("Thông báo"), empty for an official letter
    (công văn), whose ``subject`` then stands under the number as "V/v …".
    ``symbol`` is what follows the number ("TB-UBND"). ``number`` and ``date``
    are left open until the clerical office gives them; without number and symbol
    there is no such line. ``landscape`` turns the page, for a book's table.
    """

    letterhead: Letterhead
    kind: str
    subject: str
    symbol: str
    blocks: tuple[Block, ...]
    signature: Signature = Signature()
    number: str = ""
    date: datetime.date | None = None
    to: tuple[str, ...] = ()  # "Kính gửi"
    recipients: tuple[str, ...] = ()  # "Nơi nhận", the last one being the file copy
    landscape: bool = False
    form: str = ""  # the statutory form, printed top right ("Mẫu số 02/TCD")


def number_line(number: str, symbol: str) -> str:
    """Return "Số: 05/TB-UBND"; numbers under ten get a nought before them.

    >>> number_line("5", "TB-UBND"), number_line("", "TB-UBND")
    ('Số: 05/TB-UBND', 'Số: …/TB-UBND')
    """
    shown = number.zfill(2) if number.isdecimal() else number
    return f"Số: {shown or BLANK}/{symbol}"


def date_line(place: str, date: datetime.date | None) -> str:
    """Return place and date; days under ten and the months 1 and 2 get a nought.

    >>> date_line("Ninh Kiều", datetime.date(2026, 2, 5))
    'Ninh Kiều, ngày 05 tháng 02 năm 2026'
    >>> date_line("Ninh Kiều", datetime.date(2026, 3, 15))
    'Ninh Kiều, ngày 15 tháng 3 năm 2026'
    >>> date_line("Ninh Kiều", None)
    'Ninh Kiều, ngày … tháng … năm …'
    """
    if date is None:
        return f"{place}, ngày {BLANK} tháng {BLANK} năm {BLANK}"
    february = 2
    month = f"{date.month:02d}" if date.month <= february else str(date.month)
    return f"{place}, ngày {date.day:02d} tháng {month} năm {date.year}"
