"""Which act of the register a number means."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from danvan.core.citations.act import Act, Citation
from danvan.core.data import rows

_SPELLINGS = str.maketrans({"–": "-", "\u2011": "-", "Ð": "Đ"})


def canonical(number: str) -> str:
    """Return the one spelling by which numbers are compared.

    >>> canonical("05-CT/TƯ"), canonical("217-QD/TW")
    ('5-CT/TW', '217-QĐ/TW')
    """
    number = re.sub(r"(?<=\d)\s+(?=\w)", "-", number)
    number = re.sub(r"\s", "", number).translate(_SPELLINGS).lstrip("0")
    number = re.sub(r"(?<=[-/])QD(?=[-/])", "QĐ", number)
    number = re.sub(r"(?<=[-/])ND(?=[-/])", "NĐ", number)
    return re.sub(r"TƯ$", "TW", number)


def year_inside(number: str) -> int | None:
    """Return the year a number carries itself.

    >>> year_inside("30/2020/NĐ-CP"), year_inside("16/CT-TTg")
    (2020, None)
    """
    found = re.search(r"/((?:19|20)\d\d)(?!\d)", number)
    return int(found[1]) if found else None


# Signs of bodies there is one of: their series are one for the country. Every other
# office counts for itself, so that "20-CT/TU" is as many papers as there are provinces.
_NATIONAL = re.compile(
    r"[-/](?:QH\d+|UBTVQH\d+|CP|TTg|TW|VPTW|TTCP|VPCP|CTN|TANDTC|VKSNDTC|UBDT|NHNN"
    r"|BNV|BTC|BTP|BCA|BQP|BYT|BTTTT|BLĐTBXH|BGDĐT|BTNMT|BNNMT|BCT|BXD|BGTVT|BNNPTNT"
    r"|BVHTTDL|BKHCN|BKHĐT|BNG|BDTTG)(?:-[A-ZĐ&\d]+)*\Z"
)


def is_national(number: str) -> bool:
    """Say whether a number is of a series there is one of in the country.

    >>> is_national("16/CT-TTg"), is_national("22/KH-UBND")
    (True, False)
    """
    short = re.fullmatch(r"\d+/\d{4}", number)
    return bool(short or _NATIONAL.search(canonical(number)))


@dataclass(frozen=True, slots=True)
class Register:
    """The acts known, by id and by number."""

    acts: Mapping[str, Act]
    _by_number: Mapping[str, tuple[Act, ...]]

    def __getitem__(self, key: str) -> Act:
        return self.acts[key]

    def find(
        self, number: str, date: datetime.date | None = None, kind: str | None = None
    ) -> Act | None:
        """Return the act a number means, or None where that is not certain.

        A number without a year begins again every year: with a date only the act of
        that year is meant. A paper of a local office is known by its very date. A
        short number ("13/2023") needs the kind.
        """
        named = self._by_number.get(canonical(number), ())
        if re.fullmatch(r"\d+/\d{4}", number):
            named = tuple(a for a in named if kind and _alike(a.kind, kind))
        exact = tuple(a for a in named if date and a.date == date)
        if exact or not is_national(number):
            named = exact
        elif date and year_inside(number) is None:
            named = tuple(a for a in named if a.date and a.date.year == date.year)
        return named[0] if len(named) == 1 else None

    def resolved(self, citation: Citation) -> Citation:
        """Return the citation with the id of its act, where that is known."""
        act = self.find(citation.number, citation.date, citation.kind)
        return replace(citation, act=act.id) if act else citation


def _alike(kind: str, printed: str) -> bool:
    return printed.casefold().startswith(kind.casefold())


def register_of(acts: Iterable[Act]) -> Register:
    """Index acts by id and number; the short form of "30/2020/NĐ-CP" included."""
    by_id: dict[str, Act] = {}
    by_number: dict[str, tuple[Act, ...]] = {}
    for act in acts:
        by_id[act.id] = act
        short = (
            re.match(r"\d+/\d{4}(?=/)", act.number) if is_national(act.number) else None
        )
        for number in (act.number, *([short[0]] if short else [])):
            key = canonical(number)
            by_number[key] = (*by_number.get(key, ()), act)
    return Register(by_id, by_number)


def act_of(row: Mapping[str, Any]) -> Act:
    """Read one ``[[act]]`` of acts.toml."""
    return Act(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        title=row["title"],
        issuer=row["issuer"],
        date=row.get("date"),
        in_force_from=row.get("in_force_from"),
        in_force_to=row.get("in_force_to"),
        replaced_by=tuple(row.get("replaced_by", ())),
    )


@cache
def national_register() -> Register:
    """Return the register of core/data/acts.toml."""
    return register_of(act_of(row) for row in rows("acts", "act"))


NOTHING = register_of(())
"""The empty register: numbers are found, none is known."""
