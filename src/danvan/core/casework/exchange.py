"""The sheets by which registers are exchanged, and how a cell of one is read.

Formats and words are data (`core/data/exchange`). A cell comes as a spreadsheet's
reader gives it: text, a number, a day, True or nothing.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from danvan.core.casework import eligibility
from danvan.core.data import load_toml, names
from danvan.core.text.fold import fold

Cell = str | float | bool | datetime.date | None
Value = str | int | bool | datetime.date | tuple[str, ...] | None
Words = Mapping[str, str]  # {"vi": …, "en": …}
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_TICKS = frozenset({"x", "co", "1", "true", "v"})
_NO = frozenset({"", "khong", "0", "false", "-"})
# Of the people who sign one letter.
_MOST_PEOPLE = 100_000
_OLDEST = datetime.date(2000, 1, 1)
# What can stand in no field of the database: NUL and halves of characters.
_BROKEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its header, what its cells hold."""

    field: str
    header: Words
    value: str
    longest: int
    needed: bool
    guess: tuple[str, ...]

    def accepted(self) -> tuple[str, ...]:
        """Return the words a cell may hold; empty where it is free text."""
        if self.value == "reasons":
            return tuple(said["vi"] for said in eligibility.LABELS.values())
        return tuple(words[0] for words in choices(self.value).values())


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of sheet; ``certain``: its template was read."""

    code: str
    name: Words
    sheet: str
    certain: bool
    columns: tuple[Column, ...]


class BadCell(ValueError):
    """A cell that cannot be read: why, in words, and what it may hold."""

    def __init__(self, vi: str, en: str, accepted: Iterable[str] = ()) -> None:
        super().__init__(en)
        self.reason: Words = {"vi": vi, "en": en}
        self.accepted = tuple(accepted)


@cache
def formats() -> Mapping[str, Format]:
    """Return the formats by their codes, the unit's own register first."""
    found = [
        _format(name) for name in names("exchange", ".toml") if "values" not in name
    ]
    return {f.code: f for f in sorted(found, key=lambda f: f.code != "register")}


@cache
def choices(value: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words of a choice by their codes; empty if it is none."""
    table = load_toml("exchange/values.toml")["table"].get(value, {})
    return {code: tuple(words) for code, words in table.items()}


@cache
def _meanings(value: str) -> Mapping[str, str]:
    """Return the code of every word, folded once: a register has many cells."""
    table = choices(value)
    words = {fold(word): code for code, said in table.items() for word in said}
    return {code: code for code in table} | words


def written(value: str, code: str) -> str:
    """Return the word that an export writes for a code; "" for none.

    >>> written("kind", "complaint")
    'Khiếu nại'
    """
    return choices(value).get(code, ("",))[0]


def guess(format_: Format, headers: Sequence[str]) -> dict[str, int]:
    """Return which column of the sheet fills which field, by folded headers."""
    folded = [fold(header).strip(" .:*") for header in headers]
    found: dict[str, int] = {}
    for column in format_.columns:
        for word in (*column.guess, fold(column.header["vi"])):
            place = folded.index(word) if word in folded else None
            if place is not None and place not in found.values():
                found[column.field] = place
                break
    return found


def read(column: Column, cell: Cell, today: datetime.date) -> Value:
    """Return what a cell says; raises BadCell."""
    value = _READERS.get(column.value, _choice)(column, cell, today)
    if column.needed and value in (None, "", ()):
        raise BadCell(
            f"Ô này không được để trống: {column.header['vi']}.",
            f"This cell must not be empty: {column.header['en']}.",
            column.accepted(),
        )
    return value


def plain(cell: Cell) -> str:
    """Return the text of a cell as somebody typed it.

    >>> plain(912345678.0), plain(1.5), plain(" a\\u00a0 b ")
    ('912345678', '1.5', 'a b')
    """
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, int | float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else f"{cell:.0f}"
    text = unicodedata.normalize("NFC", _BROKEN.sub("", cell)).replace("\u00a0", " ")
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()


def _text(column: Column, cell: Cell, _today: datetime.date) -> str:
    said = plain(cell)
    if len(said) > column.longest:
        raise BadCell(
            f"Dài quá {column.longest} ký tự. Hãy ghi ngắn lại.",
            f"Longer than {column.longest} characters. Make it shorter.",
        )
    return said


def _phone(column: Column, cell: Cell, today: datetime.date) -> str:
    said = _text(column, cell, today)
    # A spreadsheet takes the leading nought of a number away.
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return f"0{said}" if number and len(said) == 9 else said


def _date(column: Column, cell: Cell, today: datetime.date) -> datetime.date | None:
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    day = cell if isinstance(cell, datetime.date) else _day(plain(cell))
    if day is None:
        return None
    if not _OLDEST <= day <= today:
        raise BadCell(
            f"Ngày phải từ {_OLDEST:%d/%m/%Y} đến hôm nay.",
            f"The day must lie between {_OLDEST:%d/%m/%Y} and today.",
        )
    return day


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        if found := _DAY.fullmatch(text):
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ISO.fullmatch(text):
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise BadCell(
        "Không đọc được ngày. Ghi dạng ngày/tháng/năm, ví dụ 27/03/2026.",
        "The day cannot be read. Write day/month/year, as 27/03/2026.",
        ("27/03/2026",),
    )


def _number(column: Column, cell: Cell, _today: datetime.date) -> int | None:
    said = plain(cell)
    if not said:
        return None
    if said.isascii() and said.isdigit() and len(said) <= 6:
        number = int(said)
        if 1 <= number <= _MOST_PEOPLE:
            return number
    raise BadCell(
        f"Ghi một số nguyên từ 1 đến {_MOST_PEOPLE}.",
        f"Write a whole number from 1 to {_MOST_PEOPLE}.",
        ("1", "7"),
    )


def _mark(column: Column, cell: Cell, _today: datetime.date) -> bool:
    if isinstance(cell, bool):
        return cell
    said = fold(plain(cell))
    if said in _TICKS or said in _NO:
        return said in _TICKS
    raise BadCell("Ghi x hoặc để trống.", "Write x or leave it empty.", ("x", ""))


def _choice(column: Column, cell: Cell, _today: datetime.date) -> str:
    said = fold(plain(cell)).strip(" .")
    if said in _meanings(column.value):
        return _meanings(column.value)[said]
    if said:
        raise BadCell(
            "Không hiểu nội dung ô này. Ghi một trong các giá trị được nhận.",
            "This is not understood. Write one of the accepted values.",
            column.accepted(),
        )
    return ""


def _reasons(
    column: Column, cell: Cell, _today: datetime.date
) -> tuple[eligibility.Reason, ...]:
    known = {fold(said["vi"]): code for code, said in eligibility.LABELS.items()}
    known |= {code.value: code for code in eligibility.LABELS}
    said = [fold(part).strip(" .") for part in re.split("[;\n]", plain(cell))]
    parts = [part for part in said if part]
    if not all(part in known for part in parts):
        raise BadCell(
            "Không có lý do này. Ghi các lý do được nhận, cách nhau bằng dấu chấm phẩy.",
            "No such reason. Write accepted ones, with a semicolon between them.",
            column.accepted(),
        )
    return tuple(dict.fromkeys(known[part] for part in parts))


def _ignored(_column: Column, _cell: Cell, _today: datetime.date) -> None:
    return None


_READERS: Mapping[str, Callable[[Column, Cell, datetime.date], Value]] = {
    "text": _text,
    "phone": _phone,
    "date": _date,
    "number": _number,
    "mark": _mark,
    "reasons": _reasons,
    "ignored": _ignored,
}


def _format(name: str) -> Format:
    said = load_toml(name)
    head = said["format"]
    columns = tuple(
        Column(
            row["field"],
            {"vi": row["vi"], "en": row["en"]},
            row["value"],
            row.get("longest", 0),
            row.get("needed", False),
            tuple(row["guess"]),
        )
        for row in said["columns"]
    )
    words = {"vi": head["vi"], "en": head["en"]}
    return Format(head["code"], words, head["sheet"], head["certain"], columns)
