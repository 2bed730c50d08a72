"""The page of all legal terms, docs/deadlines.md, written from the data."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from danvan.core.calendar import holidays
from danvan.core.casework import complexity
from danvan.core.casework.rules import (
    Dated,
    LateRule,
    Rule,
    late_rules,
    pause_rules,
    rules,
)

_INTRO = """\
# Legal terms

Every term the clock knows, written by `script/deadlines` from
`core/data/deadlines.toml`; a test holds this page to the data. A term marked
**to be confirmed** is shown with "cần pháp chế xác nhận".

How days are counted:

- The day of the event is not counted (Civil Code 2015, article 147).
- Calendar days (d) count weekends and holidays; a term that ends on a day off ends with
  the next working day (article 148). Working days (wd) are those of [Working days](working-days.md).
- A term *before* a coming day is a minimum: where its latest day is a day off, it is the
  working day before. That is our reading; no article says it.
- Which rule applies is chosen by the day the matter was received (`received`), for some
  by the day of their own event (`event`).
- While the clock stands, from the day of the decision to the day before the decision to
  resume, no day counts; the day of resuming counts. For denunciations the law says only
  that the time is not counted; the same days are left out.
- An extension adds its days to the term from acceptance on, not to the day off which
  its end had moved.

The law 136/2025/QH15 amends the laws on reception, complaints and denunciations from
1/7/2026. Its text was not found; numbers of the three laws stand as before it, save
where the decrees 154, 155 and 156/2026 print others. Ask a lawyer before relying on
a term of these laws for a matter received since.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [_INTRO, _terms(), _pauses(), _late(), _complexity(), _years()]
    return "\n".join(parts)


def _terms() -> str:
    lines = ["## Terms\n"]
    lines += ["| code | what | from | length | by | in force | law | sure |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    lines += [_row(rule) for rule in rules()]
    lines += ["", *_notes(rules())]
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    law = f"{rule.act}, {rule.article}"
    return _cells(
        f"`{rule.code}`",
        f"{rule.name['vi']}<br>{rule.name['en']}",
        rule.event["vi"],
        _length(rule),
        rule.regime,
        _force(rule),
        law,
        _sure(rule),
    )


def _length(rule: Rule) -> str:
    unit = "wd" if rule.working else "d"
    said = f"{rule.days} {unit}" + " before" * rule.before
    if rule.times:
        said = f"+{rule.days} {unit}, {rule.times} × on `{rule.extends}`"
    variants = {
        "complex": rule.complex,
        "remote": rule.remote,
        "remote and complex": rule.remote_complex,
        "several places": rule.places,
    }
    said += "".join(f"; {name} {days}" for name, days in variants.items() if days)
    return said + (
        f"; disciplinary: `{rule.disciplinary}`" if rule.disciplinary else ""
    )


def _pauses() -> str:
    lines = ["## Time that does not count\n"]
    lines += ["| what | terms | in force | law | sure |", "|---|---|---|---|---|"]
    for rule in pause_rules():
        law = f"{rule.act}, {rule.article}"
        what = f"{rule.name['vi']}<br>{rule.name['en']} (`{rule.kind}`)"
        lines.append(_cells(what, _codes(rule.codes), _force(rule), law, _sure(rule)))
    return "\n".join([*lines, ""])


def _late() -> str:
    lines = ["## Late and very late\n"]
    lines += ["Late is past the due date. Very late, for these terms:\n"]
    lines += ["| terms | more than | in force | law | sure |", "|---|---|---|---|---|"]
    lines += [_late_row(rule) for rule in late_rules()]
    return "\n".join([*lines, "", *_notes(late_rules())])


def _late_row(rule: LateRule) -> str:
    first = "the start" if rule.after == "start" else "the due date"
    return _cells(
        _codes(rule.codes) or "all others",
        f"{rule.days} days after {first}",
        _force(rule),
        ", ".join(filter(None, (rule.act, rule.article))) or "none",
        _sure(rule),
    )


def _complexity() -> str:
    lines = ["## Complex matters\n", "| criterion | vi | en |", "|---|---|---|"]
    lines += [_cells(c, s["vi"], s["en"]) for c, s in complexity.labels().items()]
    lines += ["", "| matter | complex | especially complex | in force | law | sure |"]
    lines += ["|---|---|---|---|---|---|"]
    for rule in complexity.complexity_rules():
        especially = f"{rule.especially_from} or more" if rule.especially_from else "-"
        some, law = f"{rule.complex_from} or more", f"{rule.act}, {rule.article}"
        lines.append(
            _cells(rule.kind, some, especially, _force(rule), law, _sure(rule))
        )
    return "\n".join([*lines, "", *_notes(complexity.complexity_rules())])


def _years() -> str:
    known, sure = holidays.known().known, holidays.confirmed_years()
    unsure = ", ".join(str(year) for year in known if year not in sure)
    return f"""\
## Years

Days off are known by name for {known.start}–{known.stop - 1} (`core/data/holidays.toml`);
not read in the notice of their year: {unsure}.
"""


def _notes(found: Iterable[Dated]) -> Iterator[str]:
    noted = [
        (_name(rule), rule.note["vi"], rule.note["en"]) for rule in found if rule.note
    ]
    for (vi, en), same in groupby(sorted(noted, key=lambda n: n[1:]), lambda n: n[1:]):
        names = ", ".join(dict.fromkeys(name for name, _, _ in same))
        yield f"- {names}: {en} ({vi})."
    yield ""


def _name(rule: Dated) -> str:
    if isinstance(rule, Rule):
        return f"`{rule.code}`"
    return _force(rule) if rule.valid_to else "In general"


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in sorted(codes))


def _sure(rule: Dated) -> str:
    return "yes" if rule.certain else "**to be confirmed**"


def _force(rule: Dated) -> str:
    if rule.valid_from is None:
        return "always"
    begun = f"{rule.valid_from:%d/%m/%Y}"
    return f"{begun} – {rule.valid_to:%d/%m/%Y}" if rule.valid_to else f"from {begun}"


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
