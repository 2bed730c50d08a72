"""The figures of five real reports as sheets, one for each book of a report."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from danvan.core.registers import load
from danvan.orgs.models import Kind, Level, Unit
from danvan.registers import heads
from danvan.registers.tests.sheets import workbook

_ROOT = Path(__file__).parents[4]
FILE = _ROOT / "tests/core/registers/five_reports.toml"
BOOKS = tomllib.loads(FILE.read_text("utf-8"))["book"]
# What a name begins with tells what keeps the book; a place is its own committee.
_KINDS = {
    "HĐND": Kind.PEOPLES_COUNCIL,
    "Thanh tra": Kind.INSPECTORATE,
    "Mặt trận": Kind.FATHERLAND_FRONT,
    "Đài": Kind.BROADCASTER,
    "Công an": Kind.POLICE,
    "Sở": Kind.DEPARTMENT,
}


def names(line) -> Iterator[str]:
    """Yield the names of the units that wrote a line: one, or so many."""
    times = line.get("times", 1)
    yield from (f"{line['of']} {n}" if times > 1 else line["of"] for n in range(times))


def units(book) -> dict[str, Unit]:
    """Make the units whose lines a book holds, by name."""
    found: dict[str, Unit] = {}
    for line in book["lines"]:
        for name in names(line):
            if name in found:
                continue
            kind = next((k for n, k in _KINDS.items() if name.startswith(n)), None)
            found[name] = Unit.objects.create(
                code=f"R{len(found)}",
                name=name,
                level=Level(line["level"]),
                kind=kind or Kind.TERRITORY,
            )
    return found


def sheet(book) -> bytes:
    """Return a book as the workbook in which an office would send it."""
    kind = load.known()[book["kind"]]
    columns = {f.key: heads.head(f, "vi") for f in heads.fields(kind)}
    rows = [
        (name, f"{line['day']:%d/%m/%Y}", *(line["values"].get(k, "") for k in columns))
        for line in book["lines"]
        for name in names(line)
    ]
    head = (heads.UNIT_HEAD["vi"], heads.DAY_HEAD["vi"], *columns.values())
    return workbook(*rows, heads=head, above=[[book["report"]]])
