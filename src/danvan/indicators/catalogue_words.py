"""An indicator in words: what it is, how it is worked out, what feeds it, who asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from danvan.core import data
from danvan.core.checks import rules
from danvan.core.checks.rules import Rule
from danvan.core.indicators import catalogue, chains, formula
from danvan.core.indicators.catalogue import Indicator
from danvan.core.registers import coverage, load
from danvan.core.text.fold import fold
from danvan.indicators import labels
from danvan.writers import xlsx as writer

KINDS: Mapping[str, Promise | str] = {
    "flow": pgettext_lazy("indicator", "Adds up over units and periods"),
    "stock": pgettext_lazy("indicator", "As of the end of the period"),
    "ratio": pgettext_lazy("indicator", "Ratio, worked out anew and never averaged"),
    "fraction": pgettext_lazy("indicator", "Done of planned"),
    "derived": pgettext_lazy("indicator", "Follows from others"),
    "plan": pgettext_lazy("indicator", "Plan"),
    "range": pgettext_lazy("indicator", "From least to most"),
}
LEVELS: Mapping[str, Promise | str] = {
    "commune": pgettext_lazy("level", "commune"),
    "district": pgettext_lazy("level", "district (until 30/6/2025)"),
    "province": pgettext_lazy("level", "province"),
}
FEEDS: Mapping[str, Promise | str] = {
    "records": gettext_lazy("Counted from records"),
    "register": gettext_lazy("Counted from a book"),
    "import": gettext_lazy("Imported"),
    "formula": gettext_lazy("Worked out by a formula"),
    "entry": gettext_lazy("Entered by the compiler"),
    "parts": gettext_lazy("Several numbers, each of its own"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on a list."""

    code: str
    name: str
    kind: Promise | str
    unit: str
    feed: Promise | str
    is_part: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of a formula: words between, or an indicator to open."""

    text: str
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything the page of one indicator says."""

    row: Indicator
    line: Line
    levels: Sequence[str]
    owner: str
    numerator: str
    denominator: str
    formula: Sequence[Step]
    parts: Sequence[Line]
    books: Sequence[tuple[str, str]]  # id and name
    sheets: Sequence[tuple[str, str]]  # name and to whom
    rules: Sequence[tuple[Rule, str]]  # with its instruction
    used_by: Sequence[Line]


def lines(group: str = "", words: str = "") -> list[Line]:
    """Return the indicators of a group whose code or name has the words."""
    wanted = fold(words).split()
    return [
        line(row)
        for row in catalogue.known().values()
        if (not group or row.group == group)
        and all(each in _folded(row) for each in wanted)
    ]


def line(row: Indicator) -> Line:
    """Return an indicator as a list shows it."""
    return Line(
        code=row.code,
        name=labels.say(row.name),
        kind=KINDS[row.kind],
        unit=labels.say(data.load_toml("measures.toml")[row.unit]),
        feed=FEEDS[row.feed],
        is_part=row.part_of is not None,
    )


def sheet(rows: Sequence[Line]) -> bytes:
    """Return the list as an Excel file, with formulas and keepers."""
    heads = (
        *(
            pgettext("indicator", "Code"),
            _("Indicator"),
            _("Unit of measure"),
            _("How values add up"),
        ),
        *(_("Fed by"), _("Formula"), _("Kept by")),
    )
    return writer.table(
        name=_("Indicators"),
        above=[_("Catalogue of indicators")],
        heads=[writer.Head(text, 0, n, 1, 1) for n, text in enumerate(heads)],
        codes=[str(n) for n in range(1, len(heads) + 1)],
        rows=[_cells(row) for row in rows],
    )


def _cells(row: Line) -> tuple[str, list[Decimal | str | None]]:
    known = catalogue.of(row.code)
    said: list[Decimal | str | None] = [
        row.name,
        row.unit,
        str(row.kind),
        str(row.feed),
    ]
    return row.code, [*said, known.formula or "", labels.say(known.owner)]


def groups() -> list[tuple[str, str]]:
    """Return the groups to choose from."""
    return [(g.code, labels.say(g.name)) for g in catalogue.groups().values()]


def explained(code: str) -> Explained:
    """Return all that is known about an indicator; raises KeyError."""
    row = catalogue.of(code)
    return Explained(
        row=row,
        line=line(row),
        levels=[str(LEVELS[level]) for level in row.level],
        owner=labels.say(row.owner),
        numerator=labels.say(row.numerator) if row.numerator else "",
        denominator=labels.say(row.denominator) if row.denominator else "",
        formula=list(_steps(row.formula or "")),
        parts=[line(catalogue.of(part)) for part in catalogue.parts(code)],
        books=[
            (book, labels.say(load.known()[book].name)) for book in coverage.books(code)
        ],
        sheets=list(_asking(code)),
        rules=[(r, labels.say(r.instruction)) for r in rules.rules_for({code})],
        used_by=[
            line(catalogue.of(other))
            for other in formula.order()
            if code in formula.inputs(other)
        ],
    )


def _folded(row: Indicator) -> str:
    return fold(f"{row.code} {row.name['vi']} {row.name['en']}")


def _asking(code: str) -> Iterator[tuple[str, str]]:
    found = {
        s.id: s for each in (code, *catalogue.parts(code)) for s in chains.asking(each)
    }
    for sheet in found.values():
        to = "; ".join(dict.fromkeys(labels.say(words) for words in sheet.to.values()))
        yield labels.say(sheet.name), to


def _steps(text: str) -> Iterator[Step]:
    """Part a formula into codes and what stands between, as people read it."""
    for word in text.replace("(", "( ").replace(")", " )").split():
        if word in catalogue.known():
            yield Step(word, word, labels.say(catalogue.of(word).name))
        elif word == "prev(":
            yield Step(_("the year before:") + " (")
        else:
            yield Step({"*": "×", "/": "÷", "-": "−"}.get(word, word))
