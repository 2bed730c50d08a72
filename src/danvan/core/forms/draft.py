"""Read the tables of a circular's appendix into forms, for a person to confirm.

What a sheet prints is taken as it stands: the row of codes gives numbers and
formulas, the rows above it the titles and groups, the lines before it the form's
code and title. Units of measure are guessed from the words.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danvan.core.forms.load import BadForm, printed_sums
from danvan.core.text.document import Block, Document
from danvan.core.text.tables import Table, tables

_FORM_CODE = re.compile(r"\b(\d{2}/[A-ZĐ]{2,8})\b")
_CODE_CELL = re.compile(r"\(?(\d{1,3})\)?\s*((?:=.*)?)", re.S)
# The first that stands in a title, the narrower words before the wider.
_GUESSES: Sequence[tuple[str, str]] = (
    ("ghi chú", "note"),
    ("tiền", "money"),
    ("đất (", "land"),
    ("m2", "land"),
    ("m²", "land"),
    ("số lượt", "visit"),
    ("lượt", "visit"),
    ("số đoàn", "crowd"),
    ("số kỳ", "session"),
    ("số đơn", "letter"),
    ("vụ việc", "matter"),
    ("vụ", "matter"),
    ("văn bản", "document"),
    ("quyết định", "decision"),
    ("kết luận", "conclusion"),
    ("tổ chức", "organisation"),
    ("cán bộ", "official"),
    ("cá nhân", "individual"),
    ("người", "person"),
    ("đơn", "letter"),
)
_FEWEST = 3  # cells that make a row of codes


@dataclass(frozen=True, slots=True)
class Act:
    """Which circular the appendix belongs to, and since when it is in force."""

    regime: str
    name: str
    valid_from: datetime.date


def drafts(document: Document, act: Act) -> list[dict[str, Any]]:
    """Return a table for each form found, in order, marked unconfirmed.

    Each is what `load.forms_of` reads. Tables without a row of codes are left out.
    """
    found = []
    for table in tables(document):
        row = _row_of_codes(table, document)
        if row is not None and (form := _form(table, row, document, act)):
            found.append(form)
    return found


def _row_of_codes(table: Table, document: Document) -> int | None:
    for row in table.rows:
        texts = [table.text(document, row, c) for c in table.columns_of.get(row, ())]
        codes = [t for t in texts if t and _CODE_CELL.fullmatch(t)]
        if len(codes) >= _FEWEST and len(codes) >= len([t for t in texts if t]) - 1:
            return row
    return None


def _form(
    table: Table, row: int, document: Document, act: Act
) -> dict[str, Any] | None:
    code, title = _named(table, document)
    if not code:
        return None
    groups: dict[str, list[str]] = {}
    columns = list(_columns(table, row, document, groups))
    form: dict[str, Any] = {
        "code": code,
        "title": [title or code, title or code],
        "state": "unconfirmed",
        "levels": ["commune", "province"],
        "columns": columns,
        "groups": groups,
        "edition": [
            {
                "regime": act.regime,
                "act": act.name,
                "from": act.valid_from,
                "certain": True,
            }
        ],
    }
    return form


def _columns(
    table: Table, row: int, document: Document, groups: dict[str, list[str]]
) -> Iterator[list[str]]:
    for place in table.columns_of[row]:
        found = _CODE_CELL.fullmatch(table.text(document, row, place))
        if found is None:
            continue
        title, over = _heads(table, row, place, document)
        names = [_group(groups, words) for words in over]
        unit = _guess(title, over)
        ms = _formula(found[2])
        yield [found[1], unit, " ".join(names), title or found[1], "", ms]


def _heads(
    table: Table, row: int, place: int, document: Document
) -> tuple[str, list[str]]:
    """Return a column's title and the groups over it, the widest first.

    The title is the lowest cell right above the code; a group is the cell of a
    higher row that begins at or before the column.
    """
    above = list(range(table.rows.start, row))
    own = [r for r in above if table.text(document, r, place)]
    if not own:
        return "", []
    lowest = own[-1]
    over = []
    for level in above:
        if level >= lowest:
            break
        before = [c for c in table.columns_of.get(level, ()) if c <= place]
        words = _line(table.text(document, level, before[-1])) if before else ""
        if words and words not in over:
            over.append(words)
    return _line(table.text(document, lowest, place)), over


def _group(groups: dict[str, list[str]], words: str) -> str:
    for name, known in groups.items():
        if known[0] == words:
            return name
    name = f"g{len(groups) + 1}"
    groups[name] = [words, words]
    return name


def _guess(title: str, over: Sequence[str]) -> str:
    for text in (title, *reversed(over)):
        folded = text.lower()
        for words, unit in _GUESSES:
            if words in folded:
                return unit
    return "other"


def _formula(printed: str) -> str:
    """Return the printed formula where it can be read, else nothing."""
    ms = re.sub(r"\s+", "", printed).replace("...", "…")
    try:
        printed_sums(ms)
    except (BadForm, ValueError):
        return ""
    return ms


def _named(table: Table, document: Document) -> tuple[str, str]:
    """Return code and title from the lines before the table, the nearest first."""
    start = min(block.span.start for block in table.cells.values())
    before = [b for b in document.blocks if b.span.end <= start and b.table is None]
    lines = [_line(_text(block, document)) for block in before[-8:]]
    code = title = ""
    for place, line in enumerate(lines):
        if found := _FORM_CODE.search(line):
            code = found[1]
            rest = lines[place + 1 :]
            title = next((t for t in rest if t.isupper() and len(t) > 8), "")
    return code, title.capitalize()


def _text(block: Block, document: Document) -> str:
    return block.span.of(document.text)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def dump(form: Mapping[str, Any]) -> str:
    """Write a draft as TOML in the layout of ``core/data/forms``."""
    lines = [
        "# Read from an appendix. Hold every line against the paper, mend what is wrong,",
        '# give the English titles, then set state = "confirmed".',
        f"code = {_quoted(form['code'])}",
        f"title = {_pair(form['title'])}",
        f"state = {_quoted(form['state'])}",
        f"levels = [{', '.join(map(_quoted, form['levels']))}]",
        "columns = [",
        *(f"  [{', '.join(map(_quoted, row))}]," for row in form["columns"]),
        "]",
        "",
        "[groups]",
        *(f"{name} = {_pair(words)}" for name, words in form["groups"].items()),
    ]
    for edition in form["edition"]:
        lines += [
            "",
            "[[edition]]",
            f"regime = {_quoted(edition['regime'])}",
            f"act = {_quoted(edition['act'])}",
            f"from = {edition['from'].isoformat()}",
            f"certain = {str(edition['certain']).lower()}",
        ]
    return "\n".join(lines) + "\n"


def _pair(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    """Write a TOML string.

    >>> _quoted('a "b"')
    '"a \\\\"b\\\\""'
    """
    plain = "".join(c if c.isprintable() else " " for c in text)
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
