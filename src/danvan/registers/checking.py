"""Hold a line to its book and to the units: every problem at once."""

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping

from django.db.models import Q

from danvan.core.registers import read as reading
from danvan.core.registers.kind import Edition, Kind, Type
from danvan.core.registers.read import Problem, Reading, Values
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit

_DAY = "day"
DAY = {
    "vi": "Hãy nhập một ngày có thật, ví dụ 22/11/2026.",
    "en": "Enter a real day, such as 22/11/2026.",
}
_SAID = {
    "day": DAY,
    "future": {
        "vi": "Ngày không được sau năm nay.",
        "en": "The day must not lie after this year.",
    },
    "edition": {
        "vi": "Vào ngày này chưa có, hoặc không còn, loại sổ này.",
        "en": "There was no such book on that day.",
    },
    "founded": {
        "vi": "Vào ngày này đơn vị không tồn tại.",
        "en": "The unit did not exist on that day.",
    },
    "unit": {
        "vi": "{name}: không có đơn vị nào mang mã này vào ngày đó.",
        "en": "{name}: no unit had this code on that day.",
    },
}
_TEXTS = frozenset({Type.TEXT, Type.PLACE, Type.CITATION})


def check(
    kind: Kind,
    unit: Unit,
    day: datetime.date | None,
    written: Mapping[str, str],
    *,
    today: datetime.date,
    codes: Collection[str] | None = None,
) -> Reading:
    """Read a line of ``unit`` as somebody wrote it, with all that is wrong with it.

    Keys of problems are those of fields, or ``day``. ``codes`` are the units there
    are, for who reads many lines; without them fields with units cost one query.
    """
    wrong = _of_day(kind, unit, day, today)
    edition = (kind.on(day) if day else None) or kind.latest
    found = reading.read(edition, written)
    wrong += _of_units(edition, found.values, day or today, codes)
    return Reading(found.values, (*wrong, *found.problems))


def _of_day(
    kind: Kind, unit: Unit, day: datetime.date | None, today: datetime.date
) -> list[Problem]:
    if day is None:
        return [Problem(_DAY, _SAID["day"])]
    # A total bears the last day of its period, which may still be to come.
    if day.year > today.year:
        return [Problem(_DAY, _SAID["future"])]
    if kind.on(day) is None:
        return [Problem(_DAY, _SAID["edition"])]
    first, last = unit.valid_from, unit.valid_to
    if (first and day < first) or (last and day > last):
        return [Problem(_DAY, _SAID["founded"])]
    return []


def _of_units(
    edition: Edition,
    values: Values,
    day: datetime.date,
    codes: Collection[str] | None,
) -> list[Problem]:
    named = [
        (field, str(values[field.key]))
        for field in edition.fields
        if field.type is Type.UNIT and field.key in values
    ]
    if not named:
        return []
    if codes is None:
        there = Unit.objects.as_of(day).filter(
            Q(code__in={code for _field, code in named})
        )
        codes = set(there.values_list("code", flat=True))
    return [
        Problem(
            field.key,
            {
                language: text.format(name=field.name[language])
                for language, text in _SAID["unit"].items()
            },
        )
        for field, code in named
        if code not in codes
    ]


def digest(kind: str, day: datetime.date, kept: Mapping[str, str]) -> str:
    """Return what names a line by what it says: 32 hexadecimal signs."""
    said = json.dumps([kind, day.isoformat(), dict(kept)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def folded(edition: Edition, kept: Mapping[str, str]) -> str:
    """Return the words of a line the way search compares them."""
    words = (kept.get(f.key, "") for f in edition.fields if f.type in _TEXTS)
    return fold(" ".join(word for word in words if word))
