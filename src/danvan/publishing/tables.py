"""Figures as tables and charts with the same numbers, and as files to take away."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from danvan.core.disclosure import small
from danvan.core.indicators import catalogue
from danvan.publishing import charts, public
from danvan.publishing.charts import Chart
from danvan.publishing.public import Figure
from danvan.writers import grid, typed

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = (
    *("unit", "unit_name", "code", "indicator", "measure", "period", "start", "end"),
    *("printed", "amount", "bound", "kind", "was", "edition"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with the words a reader needs beside it."""

    figure: Figure
    name: str
    measure: str
    period: str
    bound: str


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one head, and the chart of those that can be compared."""

    title: str
    rows: Sequence[Row]
    chart: Chart | None


def rows(figures: Iterable[Figure]) -> list[Row]:
    """Return figures with their words, in the reader's language."""
    return [
        Row(
            one,
            public.indicator_name(one.code),
            public.measure(one.code),
            public.period_name(one.period),
            public.bound_words(one.bound),
        )
        for one in figures
    ]


def by_group(figures: Iterable[Figure]) -> list[Block]:
    """Return the figures of a unit by groups of the catalogue."""
    order = {code: n for n, code in enumerate(catalogue.known())}
    sort = sorted(figures, key=lambda f: (order.get(f.code, 9999), f.end))
    blocks = []
    for group, part in groupby(sort, key=lambda f: _group(f.code)):
        block = rows(part)
        blocks.append(Block(_group_name(group), block, _largest(block)))
    return blocks


def by_unit(figures: Iterable[Figure]) -> list[tuple[str, str, list[Block]]]:
    """Return the figures of an edition: code and name of each unit, and its blocks."""
    order = {"central": 0, "province": 1}
    sort = sorted(figures, key=lambda f: (order.get(f.level, 2), f.unit_name, f.unit))
    return [
        (code, name, by_group(list(part)))
        for (code, name), part in groupby(sort, key=lambda f: (f.unit, f.unit_name))
    ]


def over_time(figures: Sequence[Figure]) -> Block:
    """Return the figures of one indicator, by unit and then by time, with a chart."""
    block = rows(figures)
    several = len({f.unit for f in figures}) > 1
    pairs = [
        (f"{r.figure.unit_name}, {r.period}" if several else r.period, r.figure)
        for r in block
    ]
    title = block[0].name if block else ""
    return Block(title, block, charts.bars(title, pairs))


def _largest(block: Sequence[Row]) -> Chart | None:
    """Draw the most rows that count the same thing in one period."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in block:
        alike.setdefault((row.measure, row.period), []).append(row)
    if not alike:
        return None
    (measure, period), most = max(alike.items(), key=lambda item: len(item[1]))
    pairs = [(row.name, row.figure) for row in most]
    return charts.bars(f"{period}, {measure}", pairs)


def _group(code: str) -> str:
    row = catalogue.known().get(code)
    return row.group if row else ""


def _group_name(group: str) -> str:
    found = catalogue.groups().get(group)
    return found.name[public.language()] if found else group


def dictionary() -> list[dict[str, str]]:
    """Return every indicator in words: what it is, how it is worked out, who owns it."""
    language = public.language()
    hidden = small.secret(catalogue.known())
    return [
        {
            "code": code,
            "name": row.name[language],
            "measure": public.measure(code),
            "kind": row.kind,
            "numerator": (row.numerator or {}).get(language, ""),
            "denominator": (row.denominator or {}).get(language, ""),
            "formula": row.formula or "",
            "owner": row.owner[language],
            "levels": "province" if code in hidden else " ".join(row.level),
        }
        for code, row in catalogue.known().items()
        if row.has_number
    ]


def flat(figures: Iterable[Figure]) -> list[dict[str, str]]:
    """Return figures as rows of text, by the names of ``COLUMNS``."""
    return [
        {
            **{k: getattr(r.figure, k) for k in ("unit", "unit_name", "code", "bound")},
            **{k: getattr(r.figure, k) for k in ("printed", "kind", "was")},
            "indicator": r.name,
            "measure": r.measure,
            "period": r.figure.period,
            "start": r.figure.start.isoformat(),
            "end": r.figure.end.isoformat(),
            "amount": f"{r.figure.amount.normalize():f}",
            "edition": str(r.figure.edition or ""),
        }
        for r in rows(figures)
    ]


def as_csv(columns: Sequence[str], lines: Iterable[Mapping[str, str]]) -> bytes:
    """Return UTF-8 with a mark at its start, so that spreadsheets read Vietnamese."""
    rows = ([line.get(column, "") for column in columns] for line in lines)
    return grid.csv_text(columns, rows).encode()


def as_json(lines: Sequence[Mapping[str, str]], **more: Any) -> bytes:
    """Return the rows with the licence and what the numbers are."""
    said = {"licence": LICENCE, **more, "rows": lines}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def as_xlsx(
    columns: Sequence[str],
    lines: Sequence[Mapping[str, str]],
    above: Sequence[str] = (),
) -> bytes:
    """Return a sheet in which text stays text and amounts are numbers."""
    return typed.workbook(
        name="so-lieu",
        above=above,
        heads=columns,
        rows=[[_cell(c, line.get(c, "")) for c in columns] for line in lines],
    )


def _cell(column: str, text: str) -> Decimal | str:
    return Decimal(text) if column == "amount" and text else text
