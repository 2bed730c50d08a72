"""Text files: UTF-8, UTF-16, and Windows-1258 where nothing else is possible."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from danvan.core.text.document import Block, Document, Kind, Place
from danvan.core.text.span import Span
from danvan.readers.errors import Unreadable

_NUL = {
    "vi": "Tệp chứa ký tự NUL nên không phải tệp văn bản. Hãy lưu lại dạng TXT mã UTF-8 rồi thử lại.",
    "en": "The file contains NUL characters, so it is no text file. Save it as UTF-8 text and try again.",
}
_ENCODING = {
    "vi": "Không nhận ra bảng mã của tệp. Hãy lưu lại dạng TXT mã UTF-8 rồi thử lại.",
    "en": "The encoding of the file is not recognised. Save it as UTF-8 text and try again.",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Letters of Vietnamese that Windows-1258 writes as one byte and Western texts
# hardly use: ă â đ ê ô ơ ư and their capitals.
_LETTERS_1258 = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
# Its tones are combining marks of their own: no other 8-bit text decodes to them.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

_HEADING = re.compile(r"#{1,6} |\*{0,2}(?:[IVX]{1,5}|PHẦN|CHƯƠNG)\b\.?\s")
_FOOTNOTE = re.compile(r"<sup>\d+</sup>|\[\^?\d+\]:?\s")
_ITEM = re.compile(r"[-+*•–]\s|\(?[0-9]{1,2}[.)]\s|[a-zđ]\)\s")
_RULE_ROW = re.compile(r"[\s|:\-=+]+")


def read(data: bytes, name: str) -> Document:
    """Read a text file; the text is exactly what the file's bytes decode to.

    A byte order mark says how to decode and is no part of the text.
    """
    text = decode(data)
    if "\x00" in text:
        raise Unreadable("unknown_type", _NUL)
    return Document(text, tuple(_blocks(text)), name)


def decode(data: bytes) -> str:
    """Decode the bytes of a text file; raises Unreadable where that is a guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x00" in data[:4096]:
        return _utf16_without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows_1258(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("broken") from error


def _utf16_without_mark(data: bytes) -> str:
    """Accept UTF-16 only where every other byte of the beginning is mostly NUL."""
    head = data[:4096]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        column, other = head[first::2], head[1 - first :: 2]
        if column.count(0) > 0.6 * len(column) and other.count(0) == 0:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    raise Unreadable("unknown_type", _NUL)


def _windows_1258(data: bytes) -> str:
    """Accept Windows-1258 only where it is certain: both its letters and its tones.

    Each tone must follow a letter, and the result must hold no control characters.
    """
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError as error:
        raise Unreadable("unknown_type", _ENCODING) from error
    tones = [i for i, c in enumerate(text) if c in _TONES]
    attached = all(i > 0 and text[i - 1].isalpha() for i in tones)
    letters = sum(c in _LETTERS_1258 for c in text)
    control = re.search(r"[\x00-\x08\x0e-\x1f]", text)
    if len(tones) < 2 or not attached or not letters or control:
        raise Unreadable("unknown_type", _ENCODING)
    return text


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that is not blank: its text as it stands, and where that begins."""

    text: str
    begin: int
    paragraph: int

    @property
    def shape(self) -> str:
        """How its cells are kept apart, if it is a row of a table."""
        body = self.text.strip()
        if body.startswith("|") and body.count("|") > 2:
            return "|"
        return "\t" if "\t" in _ITEM.sub("", body, count=1).strip() else ""


def _blocks(text: str) -> list[Block]:
    """Take every line that is not blank for a block; tables give cells.

    A table is drawn with bars as in Markdown, or is two lines or more with tabs in
    them, as they come from a spreadsheet.
    """
    found: list[Block] = []
    table = 0
    for shape, group in groupby(_rows(text), key=lambda r: r.shape if r else None):
        rows = [row for row in group if row]
        if shape == "|" or (shape == "\t" and len(rows) > 1):
            found += _table(rows, shape, table)
            table += 1
        else:
            found += [_whole(row) for row in rows]
    return found


def _rows(text: str) -> Iterator[_Row | None]:
    """Yield the lines; a blank one is None."""
    start = paragraph = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            paragraph += 1
            yield _Row(line, start, paragraph)
        else:
            yield None
        start += len(line)


def _whole(row: _Row) -> Block:
    body = row.text.strip()
    start = row.begin + row.text.index(body)
    place = Place(paragraph=row.paragraph)
    return Block(Span(start, start + len(body)), _kind(body), place)


def _table(rows: list[_Row], shape: str, table: int) -> Iterator[Block]:
    drawn = [r for r in rows if shape == "\t" or not _RULE_ROW.fullmatch(r.text)]
    for number, row in enumerate(drawn):
        begin = row.text.index("|") + 1 if shape == "|" else 0
        place = Place(paragraph=row.paragraph)
        for column, cell in enumerate(row.text[begin:].split(shape)):
            content = cell.strip()
            if content:
                start = row.begin + begin + cell.index(content)
                span = Span(start, start + len(content))
                yield Block(span, "cell", place, table, number, column)
            begin += len(cell) + 1


def _kind(body: str) -> Kind:
    if _FOOTNOTE.match(body):
        return "footnote"
    if _HEADING.match(body):
        return "heading"
    return "item" if _ITEM.match(body) else "paragraph"
