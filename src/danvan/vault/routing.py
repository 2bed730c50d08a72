"""Which unit receives a denunciation: the facts for `core.casework.conflict`.

Whoever may call this learns a unit's code and, of the people named, one bit.
"""

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from psycopg import Cursor

from danvan.core.casework import conflict
from danvan.core.casework.conflict import Facts, Ground, Reason, Works
from danvan.core.text.fold import fold
from danvan.orgs.models import Kind, Level, Unit
from danvan.vault.decision import Channel

SEALED, PAPER = "sealed", "paper"
# Words of an office before the name of its place, folded. A place is named by
# everybody who tells where something happened; its office is named as an actor.
_OFFICES = (
    "uy ban nhan dan", "ubnd", "uy ban", "hoi dong nhan dan", "hdnd", "dang uy",
    "dang bo", "thanh uy", "tinh uy", "van phong", "lanh dao", "chu tich",
    "pho chu tich", "bi thu", "pho bi thu", "can bo", "cong chuc",
)  # fmt: skip
_NO_CONFLICT = {Ground.NOT_ABLE, Ground.UNKNOWN}
_GUIDANCE = {
    "vi": "Chủ tịch Ủy ban nhân dân cấp tỉnh hoặc Thanh tra Chính phủ",
    "en": "the chairman of the province’s People’s Committee or the Government Inspectorate",
}


@dataclass(frozen=True, slots=True)
class Accused:
    """Somebody complained of. ``unit_code`` and ``workplace`` may be empty."""

    name: str = field(repr=False)
    post: str = field(default="", repr=False)
    unit_code: str = ""
    workplace: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Routed:
    """Who receives (None: nobody), in which mode, and why others do not.

    ``mode`` is SEALED or PAPER. ``accused_units`` are codes of units that must
    never be given the case. ``above`` names by language the body to turn to
    when nobody receives.
    """

    unit: str | None
    mode: str
    passed_over: tuple[Reason, ...]
    accused_units: tuple[str, ...]
    above: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Tree:
    units: Mapping[str, Unit]  # those of the day, by code
    parents: Mapping[str, str | None]
    one_with: Mapping[str, str]
    seats: Mapping[str, str]

    def body(self, code: str) -> str:
        return self.one_with.get(code, code)

    def organs(self, body: str) -> list[str]:
        """List the codes of a body: the place and what is one with it."""
        return [body, *(unit for unit, place in self.one_with.items() if place == body)]

    def way_up(self, chosen: str) -> list[str]:
        way: list[str] = []
        at: str | None = chosen
        while at is not None and (body := self.body(at)) not in way:
            way.append(body)
            at = self.parents.get(body)
        return way


def route(
    chosen: str,
    accused: Sequence[Accused],
    *,
    channel: str,
    on: datetime.date,
    told: str = "",
    works_here: Works | None = None,
) -> Routed:
    """Say who receives what was brought to the unit ``chosen`` (its code).

    ``told`` is the free text; the receiver's name in it counts as an accusation.
    ``works_here`` is what the counter knows of the unit chosen; it never weighs
    less than what is found by the names.
    Over the counter every unit can receive, on paper where it has not decided
    otherwise; online only those that decided and have a key. Six queries at most.
    """
    tree = _tree(on)
    way = tree.way_up(chosen)
    candidates = [tree.seats.get(body, body) for body in way]
    bodies = _accused_bodies(accused, told, way, tree)
    sealed = _able(candidates, channel, on)
    facts = Facts(
        tree.parents,
        tree.one_with,
        tree.seats,
        _works(accused, candidates, tree, works_here),
        sealed if channel == Channel.ONLINE else None,
    )
    found = conflict.receiver(chosen, bodies, facts)
    never = {unit for body in bodies for unit in tree.organs(body)}
    never |= {r.unit for r in found.passed_over if r.ground not in _NO_CONFLICT}
    return Routed(
        unit=found.unit,
        mode=SEALED if found.unit in sealed else PAPER,
        passed_over=found.passed_over,
        accused_units=tuple(sorted(never)),
        above=_above(found.passed_over, tree, on),
    )


def stands_against(
    code: str,
    people: Sequence[str],
    units: Collection[str],
    told: str,
    on: datetime.date,
    *,
    below: bool,
) -> bool:
    """Say whether the unit ``code`` must not be given a case: accused, or works there.

    ``people`` are names, ``units`` codes of the accused, ``told`` what is said of
    who they are. ``below``: nor one under an accused unit, for whoever settles it.
    In doubt about a place that is only mentioned: no. Two queries.
    """
    tree = _tree(on)
    if code in units or (below and set(units) & set(tree.way_up(code))):
        return True
    body = tree.body(code)
    text = f" {_words(told)} "
    named = _names(tree.units[body].name) if body in tree.units else set()
    if any(f" {office} {name} " in text for office in _OFFICES for name in named):
        return True
    words = [_words(name) for name in people]
    return _works_here([code], [name for name in words if " " in name])


def _tree(on: datetime.date) -> _Tree:
    units = {unit.code: unit for unit in Unit.objects.as_of(on).order_by("id")}
    codes = {unit.pk: code for code, unit in units.items()}
    parents = {
        code: codes.get(unit.parent_id) if unit.parent_id else None
        for code, unit in units.items()
    }
    kinds = conflict.one_body_kinds(on)
    one_with = {
        code: place
        for code, unit in units.items()
        if unit.kind in kinds and (place := parents[code]) is not None
    }
    seats: dict[str, str] = {}
    for code, place in one_with.items():
        if units[code].kind == Kind.PEOPLES_COMMITTEE:
            seats.setdefault(place, code)
    return _Tree(units, parents, one_with, seats)


def _accused_bodies(
    accused: Sequence[Accused], told: str, way: Sequence[str], tree: _Tree
) -> set[str]:
    bodies = {tree.body(a.unit_code) for a in accused if a.unit_code in tree.units}
    # Names repeat across provinces: all of that name are kept away from the case.
    offices = {fold(a.workplace) for a in accused} - {""}
    bodies |= {
        tree.body(code)
        for code, unit in tree.units.items()
        if unit.folded in offices or f"uy ban nhan dan {unit.folded}" in offices
    }
    text = _words(told)
    # "|" keeps one person's workplace from running into the next one's post.
    places = " | ".join(_words(f"{a.post} {a.workplace}") for a in accused)
    for height, body in enumerate(way):
        if body not in tree.units:
            continue
        names = _names(tree.units[body].name)
        named = any(
            f" {office} {name} " in f" {where} "
            for where in (text, places)
            for office in _OFFICES
            for name in names
        )
        if height == 0:
            # Going one up for a place that was only mentioned costs little.
            named = named or any(f" {n} " in f" {text} {places} " for n in names)
        if named or any(_words(a.workplace) in names for a in accused):
            bodies.add(body)
    return bodies


def _works(
    accused: Sequence[Accused],
    candidates: Sequence[str],
    tree: _Tree,
    said: Works | None,
) -> dict[str, Works]:
    """Ask of each candidate; where it is not said who or where, the first is unsure."""
    works: dict[str, Works] = {}
    people = [_words(a.name) for a in accused if " " in _words(a.name)]
    for unit in candidates:
        organs = tree.organs(tree.body(unit))
        works[unit] = Works.YES if _works_here(organs, people) else Works.NO
    first = candidates[0] if candidates else None
    if first and works[first] == Works.NO:
        unsure = said is None and _unsure(accused, first, tree)
        works[first] = Works.UNSURE if unsure else said or Works.NO
    return works


def _unsure(accused: Sequence[Accused], first: str, tree: _Tree) -> bool:
    if not accused:
        return True
    nowhere = [a for a in accused if a.unit_code not in tree.units]
    if any(not _words(a.workplace) or " " not in _words(a.name) for a in nowhere):
        return True
    posts = [_words(a.post) for a in nowhere if a.post]
    return _works_here(tree.organs(tree.body(first)), posts)


def _works_here(units: Collection[str], names: Sequence[str]) -> bool:
    if not names:
        return False
    connection.ensure_connection()
    # Bound by the server: written into the statement, as Django does, the names would
    # stand in the list of what ran last, and in the log where the statement fails.
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(
            "SELECT vault_works_here(%s::text[], %s::text[])",
            [list(units), sorted(set(names))],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _able(codes: Sequence[str], channel: str, on: datetime.date) -> frozenset[str]:
    if channel == Channel.ONLINE and settings.DENUNCIATIONS_ONLINE != SEALED:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_able(%s, %s, %s)", [list(codes), channel, on])
        return frozenset(code for (code,) in cursor.fetchall())


def _above(
    passed: Sequence[Reason], tree: _Tree, on: datetime.date
) -> Mapping[str, str]:
    """Name who is competent above the highest unit that has something against it."""
    against = [r.unit for r in passed if r.ground not in _NO_CONFLICT]
    levels = [tree.units[unit].level for unit in against if unit in tree.units]
    high = bool({Level.PROVINCE, Level.CENTRAL} & set(levels))
    rule = conflict.body_above(Level.PROVINCE if high else Level.COMMUNE, on)
    return rule.name if rule else _GUIDANCE


def _words(text: str) -> str:
    """Fold to plain words, the abbreviation of a city written out.

    >>> _words("UBND TP. Cần Thơ")
    'ubnd thanh pho can tho'
    """
    words = re.sub(r"[^a-z0-9]+", " ", fold(text)).split()
    return " ".join(_ABBREVIATED.get(word, word) for word in words)


_ABBREVIATED = {"tp": "thanh pho", "p": "phuong", "x": "xa"}


def _names(name: str) -> set[str]:
    whole = _words(name)
    for office in _OFFICES:
        whole = whole.removeprefix(f"{office} ")
    return {whole}
