"""Demonstration data: lines of a few books, made up and marked ``synthetic``.

All went through the services; one was corrected and one cancelled since.
"""

import datetime
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import Actor, system
from danvan.core.registers import load
from danvan.orgs.demo import COMMUNE, PROVINCE
from danvan.orgs.models import Unit
from danvan.registers import services
from danvan.registers.models import Entry, Source

_BACK = 300  # days
_PLACES = (
    *("Nhà văn hóa khu vực 1", "Hội trường Ủy ban nhân dân", "Trường tiểu học"),
    *("Nhà thông tin khu vực 4", "Trung tâm Học tập cộng đồng"),
)
Said = Mapping[str, str]
Make = Callable[[random.Random], Said]


def _meeting(luck: random.Random) -> Said:
    spot, on = luck.randint(4, 20), luck.randint(0, 9)
    return {
        "meetings": "1",
        "people": str(luck.randint(60, 180)),
        "opinions": str(spot + on),
        "answered_on_spot": str(spot),
        "passed_on": str(on),
        "place": luck.choice(_PLACES),
    }


def _dissemination(luck: random.Random) -> Said:
    return {
        "sessions": "1",
        "people": str(luck.randint(25, 140)),
        "form": luck.choice(("meeting", "within", "online")),
        "document": luck.choice(("Chỉ thị 16/CT-TTg", "Chỉ thị 33/CT-TTg")),
        "place": luck.choice(_PLACES),
    }


def _dialogue(luck: random.Random) -> Said:
    opinions = luck.randint(5, 20)
    return {
        "held": "1",
        "with": luck.choice(("people", "business", "youth")),
        "chair": luck.choice(("chairman", "vice_chairman")),
        "people": str(luck.randint(40, 120)),
        "opinions": str(opinions),
        "answered": str(opinions - luck.randint(0, 4)),
    }


def _gift(luck: random.Random) -> Said:
    gifts = luck.randint(20, 120)
    return {
        "gifts": str(gifts),
        "value": str(gifts // 2),
        "group": luck.choice(("merit", "poor", "children", "elderly")),
        "source": luck.choice(("state", "donated")),
        "occasion": luck.choice(("tet", "war_invalids_day", "other")),
    }


def _broadcast(luck: random.Random) -> Said:
    return {
        "channel": luck.choice(("loudspeaker", "portal", "social")),
        "items": str(luck.randint(2, 15)),
        "minutes": str(luck.randint(5, 90)),
    }


def _call(luck: random.Random) -> Said:
    calls = luck.randint(1, 6)
    return {
        "calls": str(calls),
        "about": luck.choice(("conduct", "procedure", "environment", "security")),
        "well_founded": str(luck.randint(0, calls)),
        "handled": str(calls),
    }


def _house(luck: random.Random) -> Said:
    return {
        "houses": "1",
        luck.choice(("gratitude_fund", "social_fund")): "1",
        "cost": luck.choice(("60", "80", "100")),
        "work": luck.choice(("built", "repaired")),
    }


def _poverty(luck: random.Random) -> Said:
    poor = luck.randint(20, 60)
    return {"poor": str(poor), "households": "9800", "helped": str(poor)}


# Which unit keeps which book, with how many lines, and what stands on one.
_BOOKS: tuple[tuple[str, str, int, Make], ...] = (
    (f"{COMMUNE}.HDND", "voters-meetings", 14, _meeting),
    (f"{PROVINCE}.HDND", "voters-meetings", 9, _meeting),
    (COMMUNE, "dissemination-sessions", 36, _dissemination),
    (PROVINCE, "dissemination-sessions", 12, _dissemination),
    (f"{PROVINCE}.SNV", "dissemination-sessions", 8, _dissemination),
    (COMMUNE, "dialogues", 6, _dialogue),
    (PROVINCE, "dialogues", 3, _dialogue),
    (COMMUNE, "gifts", 12, _gift),
    (COMMUNE, "broadcasts", 30, _broadcast),
    (COMMUNE, "hotline-calls", 20, _call),
    (COMMUNE, "gratitude-houses", 5, _house),
    (COMMUNE, "poverty", 3, _poverty),
)


@transaction.atomic
def fill(*, today: datetime.date, seed: int = 2026) -> list[Entry]:
    """Write the lines of the books up to ``today``; their units must stand."""
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets # nosec B311
    units = Unit.objects.in_bulk({code for code, *_ in _BOOKS}, field_name="code")
    made = [
        entry
        for code, book, count, make in _BOOKS
        for entry in _lines(units[code], book, count, make, today, luck)
    ]
    _mend(made, luck)
    return made


def _lines(
    unit: Unit,
    book: str,
    count: int,
    make: Make,
    today: datetime.date,
    luck: random.Random,
) -> Iterator[Entry]:
    days = sorted(luck.sample(range(1, _BACK), count), reverse=True)
    for back in days:
        day = today - datetime.timedelta(days=back)
        if unit.valid_from and day < unit.valid_from:
            day = unit.valid_from
        yield services.enter(
            kind=load.known()[book],
            unit=unit,
            day=day,
            written=make(luck),
            key=_key(luck),
            source=Source.FORM,
            by=_keeper(unit),
            now=_moment(day),
            synthetic=True,
        )


def _mend(made: list[Entry], luck: random.Random) -> None:
    """Correct one line and cancel another, so that a history can be seen."""
    wrong, twice = made[3], made[5]
    meant = dict(wrong.values) | {"people": str(int(wrong.values["people"]) + 9)}
    services.correct(
        entry=wrong.pk,
        written=meant,
        reason="Cộng thiếu một bàn ký tên",
        key=_key(luck),
        by=_keeper(wrong.unit),
        now=_moment(wrong.day, hour=15),
    )
    services.cancel(
        entry=twice.pk,
        reason="Ghi trùng với dòng trước",
        key=_key(luck),
        by=_keeper(twice.unit),
        now=_moment(twice.day, hour=16),
    )


def _keeper(unit: Unit) -> Actor:
    return replace(system(unit.code), label=f"Người ghi sổ, {unit.name}"[:120])


def _key(luck: random.Random) -> uuid.UUID:
    return uuid.UUID(int=luck.getrandbits(128), version=4)


def _moment(day: datetime.date, hour: int = 10) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
