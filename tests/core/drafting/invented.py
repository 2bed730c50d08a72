"""Invented figures for reports: they add up as the law's forms do, and vary in all else."""

import random
from decimal import Decimal

from danvan.core.drafting.compare import Before
from danvan.core.drafting.facts import Fact, Setting
from danvan.core.drafting.numbers import measure, rounded
from danvan.core.indicators import catalogue, formula

UNIT, PERIOD = "C31135", "2026-year"
NAMES = {
    "unit": "Ủy ban nhân dân phường Ninh Kiều",
    "area": "Phường Ninh Kiều",
    "period": "năm 2026",
}
PERIODS = ("năm 2026", "6 tháng đầu năm 2026", "9 tháng năm 2026", "quý III/2026")
LATE = ("phường Cái Khế", "xã Phong Điền", "xã Trường Long", "phường Ô Môn")
MODELS = (
    "Tổ tự quản vệ sinh ngõ xóm",
    "Hộp thư góp ý tại khu dân cư",
    "Cùng hộ khó khăn thoát nghèo",
)
_SPANS = ((0, 0), (1, 9), (1, 9), (10, 99), (100, 9999), (10**4, 10**6))
# A total, and the parts it is made of.
SUMS = (
    ("TCD01", ("TCD03", "TCD05")),
    ("TCD07", ("TCD08", "TCD09")),
    ("XLD05", ("XLD06", "XLD07", "XLD08")),
    ("XLD09", ("XLD10", "XLD11", "XLD12")),
    ("XLD02", ("XLD05", "XLD09")),
    ("XLD01", ("XLD02", "XLD03")),
    ("DVK03", ("DVK04", "DVK05", "DVK06", "DVK07")),
    ("TX03", ("TX04", "TX05")),
    ("HS01", ("HS02", "HS03", "HS04")),
    ("TT03", ("TT01", "TT02")),
    ("TT04", ("TT05", "TT06", "TT07")),
    ("GQ11", ("GQ12", "GQ13", "GQ14")),
    ("NTM01", ("NTM02", "NTM04", "NTM05", "NTM06", "NTM07")),
    ("PB01", ("PB02", "PB03", "PB04")),
)
# The first is at most the second.
PARTS = (
    *(("GQ01", "XLD06"), ("GQ03", "XLD07"), ("GQ08", "XLD08"), ("DVK03", "DVK02")),
    *(("TCD18a", "TCD18b"), ("TCD20b", "TCD20a"), ("NTM03", "NTM02")),
    *(("GS02", "GS01"), ("DC03a", "DC03b"), ("DC04b", "DC04a"), ("DC05d", "DC05c")),
    *(("QT06a", "QT06b"), ("HS09a", "HS09b"), ("AS12a", "AS12b"), ("DVK14a", "DVK02")),
    *(("HT02a", "HT02b"), ("HT02c", "HT02d"), ("HT02e", "HT02f")),
    *(("HT09a", "HT09b"), ("HT10a", "HT10b"), ("CB01", "CB02a")),
    *(("QT01", "QT02"), ("QT03", "QT04"), ("TCD01", "TCD02"), ("KT02", "KT03")),
)
_FINE = {"billion_dong", "million_dong", "million_usd"}


def seeded(word: str) -> random.Random:
    """Return a row of numbers that is the same for the same word."""
    return random.Random(word)  # noqa: S311 - invents figures, guards nothing


def amounts(rng: random.Random) -> dict[str, Decimal]:
    """Return one amount for every code, those that follow worked out."""
    found = {
        code: _amount(rng, row.unit)
        for code, row in catalogue.known().items()
        if row.has_number and row.formula is None
    }
    for total, members in SUMS:
        found[total] = sum((found[m] for m in members), Decimal(0))
    for less, more in PARTS:
        if found[less] > found[more]:
            if less in {total for total, _ in SUMS}:
                found[more] = found[less] + rng.randint(0, 40)
            else:
                found[less] = found[more] - rng.randint(0, int(found[more]))
    found["TCD12"] = found["TCD11"] * rng.randint(5, 12)
    for code in formula.order():
        amount = formula.work_out(code, found)
        if amount is not None:
            found[code] = rounded(amount, catalogue.of(code).decimals)
    return found


def _amount(rng: random.Random, unit: str) -> Decimal:
    if unit == "percent":
        return Decimal(rng.randint(0, 10_000)) / 100
    low, high = rng.choice(_SPANS)
    whole = Decimal(rng.randint(low, high))
    if unit in _FINE:
        return whole + Decimal(rng.randint(0, 999)) / 1000
    return whole


def facts(rng: random.Random, *, gaps: float = 0.1) -> dict[str, Fact]:
    """Return facts with some missing, some estimated, compared in every way."""
    now, then = amounts(rng), amounts(rng)
    found = {}
    for code, amount in now.items():
        if amount < 0 or rng.random() < gaps:
            continue
        row = catalogue.of(code)
        rough = row.formula is None and rng.random() < gaps / 4 and amount > 0
        found[code] = Fact(
            code=code,
            amount=amount,
            measure=measure(row.unit),
            unit=UNIT,
            period=PERIOD,
            bound=rng.choice(("min", "max", "approx")) if rough else "",
            before=_before(rng, then.get(code), amount, rough=rough),
        )
    return found


def _before(
    rng: random.Random, then: Decimal | None, now: Decimal, *, rough: bool
) -> Before:
    kind = rng.randrange(10)
    if kind == 0 or then is None or then < 0:
        return Before()
    if kind == 1:
        return Before(then, apart="do đơn vị hành chính đã sắp xếp lại")
    return Before(now if kind == 2 else then, rough=rough)


def setting(rng: random.Random) -> Setting:
    """Return who reports for when, with some units late and some models named."""
    return Setting(
        unit=UNIT,
        period=PERIOD,
        names={**NAMES, "period": rng.choice(PERIODS)},
        late=LATE[: rng.randint(0, len(LATE))],
        models=MODELS[: rng.randint(0, len(MODELS))],
    )
