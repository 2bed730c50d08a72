"""Text files: UTF-8, UTF-16, and Windows-1258 where nothing else is possible."""

import codecs
import re

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


def _blocks(text: str) -> list[Block]:
    """Take every line that is not blank for a block; Markdown tables give cells."""
    found: list[Block] = []
    start = paragraph = row = 0
    table = -1
    in_table = False
    for line in text.splitlines(keepends=True):
        body = line.strip()
        begin = start + len(line) - len(line.lstrip())
        start += len(line)
        paragraph += bool(body)
        place = Place(paragraph=paragraph)
        is_row = body.startswith("|") and body.count("|") > 2
        if is_row and not in_table:
            table, row = table + 1, 0
        in_table = is_row
        if not body or (is_row and _RULE_ROW.fullmatch(body)):
            continue
        if is_row:
            found += _cells(body, begin, place, table, row)
            row += 1
        else:
            found.append(Block(Span(begin, begin + len(body)), _kind(body), place))
    return found


def _cells(body: str, begin: int, place: Place, table: int, row: int) -> list[Block]:
    cells = []
    for column, match in enumerate(re.finditer(r"\|([^|\n]*)", body)):
        content = match[1].strip()
        if content:
            start = begin + match.start(1) + match[1].index(content)
            span = Span(start, start + len(content))
            cells.append(Block(span, "cell", place, table, row, column))
    return cells


def _kind(body: str) -> Kind:
    if _FOOTNOTE.match(body):
        return "footnote"
    if _HEADING.match(body):
        return "heading"
    return "item" if _ITEM.match(body) else "paragraph"
