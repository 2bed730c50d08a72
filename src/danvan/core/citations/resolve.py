"""Which act of the register a number means."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from danvan.core.citations.act import Act, Citation
from danvan.core.data import rows

_SPELLINGS = str.maketrans({"–": "-", "‑": "-", "Ð": "Đ"})


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


@dataclass(frozen=True, slots=True)
class Register:
    """The acts known, by id and by number."""

    acts: Mapping[str, Act]
    _by_number: Mapping[str, tuple[Act, ...]]

    def __getitem__(self, id: str) -> Act:
        return self.acts[id]

    def find(
        self, number: str, date: datetime.date | None = None, kind: str | None = None
    ) -> Act | None:
        """Return the act a number means; among several, by its date or its kind.

        A short number ("13/2023") needs the kind. An act of another date is still
        returned where it is the only one: the date is then the finding.
        """
        named = self._by_number.get(canonical(number), ())
        if re.fullmatch(r"\d+/\d{4}", number):
            named = tuple(
                a for a in named if kind and a.kind.casefold() == kind.casefold()
            )
        if len(named) > 1:
            named = tuple(a for a in named if a.date == date)
        return named[0] if len(named) == 1 else None

    def resolved(self, citation: Citation) -> Citation:
        """Return the citation with the id of its act, where that is known."""
        act = self.find(citation.number, citation.date, citation.kind)
        return replace(citation, act=act.id) if act else citation


def register_of(acts: Iterable[Act]) -> Register:
    """Index acts by id and number; the short form of "30/2020/NĐ-CP" included."""
    by_id: dict[str, Act] = {}
    by_number: dict[str, tuple[Act, ...]] = {}
    for act in acts:
        by_id[act.id] = act
        short = re.match(r"\d+/\d{4}(?=/)", act.number)
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
        date=row["date"],
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
