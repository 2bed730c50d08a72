"""The page of all indicators, docs/indicators.md, written from the data."""

from collections.abc import Iterable, Iterator, Mapping

from danvan.core import data
from danvan.core.calendar.periods import Kind
from danvan.core.indicators import catalogue, chains
from danvan.core.indicators.catalogue import Indicator
from danvan.core.registers.coverage import books

_INTRO = """\
# Indicators

Every indicator of the catalogue, written by `script/indicators` from the files of
`core/data/indicators`, `core/data/sheets` and `core/data/identities.toml`; a test holds this
page to the data, and another holds what it says of feeds to what runs.

- **To add indicators**, add a file to `core/data/indicators` (or a table to one of its
  files), name the new codes in a sheet of `core/data/sheets`, and run `script/indicators`.
- A code with a small letter is one number of an indicator that prints several.
- *flow* adds up over units and periods, *stock* over units only; *ratio* and *fraction*
  are worked out anew from numerator and denominator and never averaged; *derived* follows
  from others; *plan* is set for a period; *range* is shown for a unit and never added up.
- In a formula `prev(x)` is the same period of the year before. Empty is not zero: where a
  value is missing, so is what follows from it.
- Fed by *records*: counted by an app from its cases, with the cases behind each number;
  a *book*: counted from the lines of a [book](registers.md); a *formula*; *entry*: only a
  person can know it. Whatever a sheet asks for can be entered or imported as well, next
  to what is counted. Columns are those of the [forms](forms.md) of 2024, as long as these are
  in force.
- Levels are those that have the number of their own; above them it is added up.
- A keeper marked (?) differs between provinces.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [_INTRO]
    for group in catalogue.groups().values():
        parts.append(f"## {group.code}: {group.name['vi']} ({group.name['en']})\n")
        parts.append(_table(r for r in _known() if r.group == group.code))
    parts += [_divided(), _sheets(), *_identities()]
    return "\n".join(parts)


def fed_by(row: Indicator) -> str:
    """Say in one line what gives an indicator its number."""
    if row.feed == "formula":
        return _also("formula", row)
    if row.feed == "records":
        return f"records: {row.columns}" if row.columns else "records"
    if row.feed == "parts":
        return "its parts"
    return _also("entry", row) if row.feed == "entry" else _books(row)


def _also(first: str, row: Indicator) -> str:
    return f"{first}; {_books(row)}" if books(row.code) else first


def _books(row: Indicator) -> str:
    links = (f"[{book}](registers.md#{book})" for book in books(row.code))
    return "book " + ", ".join(links)


def _known() -> Iterable[Indicator]:
    return catalogue.known().values()


def _table(rows: Iterable[Indicator]) -> str:
    lines = [
        "| code | indicator | kind | unit | level | fed by | formula | asked for in | kept by |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(row) for row in rows]
    return "\n".join([*lines, ""])


def _row(row: Indicator) -> str:
    name = _both(row.name)
    if row.until:
        name += f", until {row.until:%d/%m/%Y}"
    if row.since:
        name += f", from {row.since:%d/%m/%Y}"
    sheets = ", ".join(f"`{sheet.id}`" for sheet in chains.asking(row.code))
    return _cells(
        f"`{row.code}`",
        name,
        row.kind,
        _measure(row.unit),
        ", ".join(row.level),
        fed_by(row),
        f"`{row.formula}`" if row.formula else "",
        sheets,
        row.owner["vi"] + ("" if row.certain else " (?)"),
    )


def _divided() -> str:
    lines = ["## What is divided by what\n", "| code | numerator | denominator |"]
    lines.append("|---|---|---|")
    for row in _known():
        if row.numerator and row.denominator:
            pair = (_both(row.numerator), _both(row.denominator))
            lines.append(_cells(f"`{row.code}`", *pair))
    return "\n".join([*lines, ""])


def _sheets() -> str:
    lines = [
        "## Sheets\n",
        "What each kind of unit owes, for which periods, to whom. A sheet marked (?) or its",
        "days were not read in the act. What is *beside* is of vertical bodies, and is never",
        "added to the place.\n",
        "| sheet | name | chain | periods | who | to | ground | numbers |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_sheet(sheet) for sheet in chains.sheets()]
    return "\n".join([*lines, ""])


def _sheet(sheet: chains.Sheet) -> str:
    who = f"{_words(sheet.unit_kinds)}; {_words(sheet.levels)}"
    return _cells(
        f"`{sheet.id}`",
        _both(sheet.name),
        sheet.chain + (", beside" if sheet.beside else ""),
        ", ".join(k.value.replace("_", " ") for k in sorted(sheet.kinds, key=_length)),
        who,
        "; ".join(f"{key}: {words['vi']}" for key, words in sheet.to.items()),
        sheet.act + ("" if sheet.certain else " (?)"),
        str(len(sheet.codes)),
    )


def _length(kind: Kind) -> int:
    return list(Kind).index(kind)


def _identities() -> Iterator[str]:
    rows = data.rows("identities", "identity")
    yield "## What became of the printed identities\n"
    yield (
        "Reports and the printed catalogue give relations between numbers in free text. "
        "Each became a formula, the columns of a form, or a [rule](rules.md).\n"
    )
    yield "| code | printed | became | |\n|---|---|---|---|"
    for row in rows:
        if "became" in row:
            became = _became(row["became"])
            note = row.get("note", "")
            yield _cells(f"`{row['code']}`", _quoted(row["printed"]), became, note)
    yield "\n### Dropped\n"
    yield "| code | printed | why |\n|---|---|---|"
    for row in rows:
        if "dropped" in row:
            yield _cells(f"`{row['code']}`", _quoted(row["printed"]), row["dropped"])
    yield ""


def _became(what: str) -> str:
    kind, _, name = what.partition(" ")
    if kind == "rule":
        return f"rule `{name}`"
    return "the day it ended" if kind == "until" else kind


def _quoted(text: str) -> str:
    return text.replace("|", "\\|")


def _words(codes: Iterable[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in sorted(codes))


def _both(words: Mapping[str, str]) -> str:
    return f"{words['vi']} ({words['en']})"


def _measure(code: str) -> str:
    return str(data.load_toml("measures.toml")[code]["vi"])


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
