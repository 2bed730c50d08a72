"""From what somebody wrote to the values of an entry, or to what is wrong with it."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.checks import expression
from danvan.core.figures import number
from danvan.core.registers.kind import Edition, Field, Severity, Type
from danvan.core.registers.words import say, shown

Value = Decimal | datetime.date | str
Values = Mapping[str, Value]

SHORT, LONG = 200, 2_000
_ZERO, _MOST, _DIGITS = Decimal(0), Decimal(10) ** 15, 16
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?")
_NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)(?:\+?84|0)?\d(?:[ .]?\d){8,11}(?!\d)")
_DONG = {"dong": 0, "thousand_dong": 3, "million_dong": 6, "billion_dong": 9}
_SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_MONEY = re.compile(
    r"(?P<number>[\d.,]+) ?(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)? ?(?P<dong>đồng|đ)?"
)
# Also the marks that turn the direction of a line: a number would show as another.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, or with the entry where ``key`` is empty.

    ``accepted`` are the values that would do, where there is a list of them.
    """

    key: str
    message: Mapping[str, str]
    severity: Severity = "error"
    accepted: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of an entry, and all that is wrong with it at once."""

    values: Values
    problems: tuple[Problem, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing forbids to keep it; warnings do not."""
        return all(problem.severity != "error" for problem in self.problems)


def read(edition: Edition, written: Mapping[str, str]) -> Reading:
    """Read an entry from words: empty ones are left out, for empty is not zero."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for field in edition.fields:
        text = (written.get(field.key) or "").strip()
        if not text:
            if field.required:
                problems.append(Problem(field.key, say("missing", field)))
            continue
        found = _read(field, text)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values[field.key] = found
    wrong = {problem.key for problem in problems}
    return Reading(values, (*problems, *broken(edition, values, wrong)))


def broken(
    edition: Edition, values: Values, wrong: Iterable[str] = ()
) -> list[Problem]:
    """Return the rules that ``values`` break; rules over fields in ``wrong`` wait."""
    numbers = {key: v for key, v in values.items() if isinstance(v, Decimal)}
    left_out = set(wrong)
    found = []
    for rule, names in edition.names_of_rules:
        if left_out and left_out.intersection(names):
            continue
        filled = {key: Decimal(0) for key in rule.zero} | numbers
        if expression.holds(rule.identity, filled) is not False:
            continue
        verdict = expression.judge(rule.identity, filled)
        told = say("broken", None, rule.message, verdict.left, verdict.right)
        first = min(names, key=lambda n: [f.key for f in edition.fields].index(n))
        found.append(Problem(first, told, rule.severity))
    return found


def written(field: Field, value: Value | str | None, language: str = "vi") -> str:
    """Write a value the way `read` takes it and an office prints it."""
    if value is None or value == "":
        return ""
    if field.type is Type.CHOICE:
        choice = field.choice(str(value))
        return choice.name[language] if choice else str(value)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return shown(value) if isinstance(value, Decimal) else str(value)


def stored(values: Values) -> dict[str, str]:
    """Return values as the text that is kept: 1234.5, 2026-11-22, a code, words."""
    return {
        key: value.isoformat()
        if isinstance(value, datetime.date)
        else f"{value:f}"
        if isinstance(value, Decimal)
        else value
        for key, value in values.items()
    }


def restored(edition: Edition, kept: Mapping[str, str]) -> dict[str, Value]:
    """Return the values of what `stored` kept; keys the edition lacks are left out."""
    found: dict[str, Value] = {}
    for key, text in kept.items():
        field = edition.by_key.get(key)
        if field is None:
            continue
        if field.is_number:
            found[key] = Decimal(text)
        elif field.type is Type.DATE:
            found[key] = datetime.date.fromisoformat(text)
        else:
            found[key] = text
    return found


def day_of(text: str) -> datetime.date | None:
    """Read a day: 22/11/2026, 22.11.2026 or 2026-11-22.

    >>> day_of("02/09/2026")
    datetime.date(2026, 9, 2)
    """
    parts = None
    if match := _DATE.fullmatch(text.strip()):
        parts = match[3], match[2], match[1]
    elif match := _ISO.fullmatch(text.strip()):
        parts = match[1], match[2], match[3]
    try:
        return datetime.date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _read(field: Field, text: str) -> Value | Problem:
    if _CONTROL.search(text):
        return Problem(field.key, say("control", field))
    if field.is_number:
        return _number(field, text)
    if field.type is Type.DATE:
        return day_of(text) or Problem(field.key, say("date", field))
    if field.type is Type.CHOICE:
        return _choice(field, text)
    return _words(field, text)


def _number(field: Field, text: str) -> Decimal | Problem:
    if text.isascii() and text.isdecimal() and len(text) < _DIGITS:
        # Most numbers are digits alone, and a sheet has a million of them.
        return _within(field, Decimal(int(text)))
    text = text.replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    scale = Decimal(1)
    if field.type is Type.MONEY and field.unit in _DONG:
        text, scale = _money(text, field.unit)
    size = text.removeprefix("-").strip()
    read_ = (number.read(size) or _plain(size)) if size.isascii() else None
    if read_ is None:
        return Problem(field.key, say("number", field))
    value = (read_.value * (-scale if text[0] == "-" else scale)).normalize() + 0
    if value != round(value, field.places):
        return Problem(field.key, say("whole" if not field.places else "places", field))
    return _within(field, value)


def _within(field: Field, value: Decimal) -> Decimal | Problem:
    low = _ZERO if field.least is None else field.least
    high = _MOST if field.most is None else field.most
    if not low <= value <= high:
        return Problem(field.key, say("limits", field, low, high))
    return value


def _money(text: str, unit: str) -> tuple[str, Decimal]:
    # Reports write 1,327 tỷ đồng in a book that counts in millions.
    folded = unicodedata.normalize("NFC", text).casefold()
    match = _MONEY.fullmatch(folded)
    if not match or not (match["scale"] or match["dong"]):
        return text, Decimal(1)
    said = _SCALES[match["scale"]] if match["scale"] else 0
    return match["number"], Decimal(1).scaleb(said - _DONG[unit])


def _plain(text: str) -> number.Number | None:
    # Spreadsheets hand over 1234.5 and 1234.567; a point with three digits is a
    # thousand in Vietnamese writing, so only these other shapes come here.
    if re.fullmatch(r"\d{1,15}(?:\.\d{1,6})?", text):
        return number.Number(Decimal(text), Decimal(1), "plain")
    return None


def _choice(field: Field, text: str) -> str | Problem:
    folded = " ".join(text.split()).casefold()
    for choice in field.choices:
        if folded in {choice.code, *(w.casefold() for w in choice.name.values())}:
            return choice.code
    accepted = tuple(choice.name for choice in field.choices)
    return Problem(field.key, say("choice", field), accepted=accepted)


def _words(field: Field, text: str) -> str | Problem:
    longest = LONG if field.long else SHORT
    if len(text) > longest:
        return Problem(field.key, say("long", field, Decimal(longest)))
    if field.type in {Type.TEXT, Type.PLACE} and _NUMBER_OF_A_PERSON.search(text):
        return Problem(field.key, say("person", field))
    return text if field.long else " ".join(text.split())
