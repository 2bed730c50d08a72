"""The reviewed table: who gets what answer where, and whose records it shows.

One line is one answer: the address, the method, of which units' records it
spoke (seen from the officer's own unit), what came back, whose records were
found in it, and the roles it holds for. ``everyone`` is every role and nobody.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.access.conftest import ROLES

PATH = Path(__file__).with_name("matrix.csv")
COLUMNS = ("address", "method", "records of", "answer", "shows", "roles")
# Addresses at which who reads a whole place is shown what its units have.
WHOLE = (
    *("office /forms/submissions/", "office /forms/place/", "office /forms/compile/"),
    *("office /forms/values/", "office /forms/compare/", "office /publishing/"),
)
METHODS = ("GET", "POST", "PUT", "DELETE")
RELATIONS = ("–", "own", "assigned", "sibling", "parent", "child")
# Sealed cases besides: the officer's own, one his unit was given an extract of, and
# one that accuses his unit and is handled above it.
SEALED = ("handled", "passed", "accused")


class Key(NamedTuple):
    """What was asked, by whom."""

    address: str
    method: str
    relation: str
    role: str


class Answer(NamedTuple):
    """What came back: a status or where it led, and whose records stood in it."""

    said: str
    shows: tuple[str, ...]


Table = Mapping[Key, Answer]


def read() -> dict[Key, Answer]:
    """Return the table, one entry for each question."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return {
            Key(row["address"], row["method"], relation, role): Answer(
                row["answer"], tuple(row["shows"].split())
            )
            for row in csv.DictReader(file)
            for relation in row["records of"].split()
            for role in roles(row["roles"])
        }


def write(table: Table) -> None:
    """Write the table, joining what is alike."""
    with PATH.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(lines(table))


def lines(table: Table) -> list[tuple[str, ...]]:
    """Return the lines of the table, sorted."""
    by_roles = defaultdict(list)
    for key, answer in table.items():
        by_roles[key[:3], answer].append(key.role)
    by_units = defaultdict(list)
    for ((address, method, relation), answer), roles in by_roles.items():
        by_units[address, method, answer, written(roles)].append(relation)
    joined = [
        (address, method, " ".join(_in_order(relations)), answer, roles)
        for (address, method, answer, roles), relations in by_units.items()
    ]
    joined.sort(key=lambda r: (r[0], METHODS.index(r[1]), r[3].said, r[2], r[4]))
    return [(a, m, u, said, " ".join(shows), r) for a, m, u, (said, shows), r in joined]


def _in_order(relations: Iterable[str]) -> list[str]:
    return sorted(relations, key=(*RELATIONS, *SEALED).index)


def written(roles: Iterable[str]) -> str:
    """Write roles down, ``everyone but …`` where that is shorter."""
    roles = list(roles)
    left = [role for role in ROLES if role not in roles]
    if not left:
        return "everyone"
    if len(left) < len(roles):
        return "everyone but " + " ".join(left)
    return " ".join(role for role in ROLES if role in roles)


def roles(text: str) -> list[str]:
    """Read what `written` wrote."""
    named = text.removeprefix("everyone").removeprefix(" but").split()
    if text.startswith("everyone"):
        return [role for role in ROLES if role not in named]
    return named
