"""What is wrong with a figure of a filled sheet, in words, with what would be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from danvan.core import data
from danvan.core.indicators import catalogue
from danvan.core.indicators.filled_cells import Fault, Wrong
from danvan.indicators import gather_units, labels
from danvan.indicators.gathering import Differs, One
from danvan.readers.xlsx import letters

REASONS: Mapping[Fault, Promise | str] = {
    Fault.TEXT: gettext_lazy("Words stand where a number is wanted"),
    Fault.DATE: gettext_lazy("Excel has made a day of it"),
    Fault.NEGATIVE: gettext_lazy("Below zero"),
    Fault.FRACTION: gettext_lazy("Not a whole number"),
    Fault.DECIMALS: gettext_lazy("Too many decimals"),
    Fault.FORMULA: gettext_lazy("A formula stands where a value is wanted"),
    Fault.TOO_LARGE: gettext_lazy("Larger than can be counted"),
    Fault.UNKNOWN: gettext_lazy("The sheet has no such code for this unit"),
    Fault.TWICE: gettext_lazy("The code stands in the file twice"),
    Fault.MISSING: gettext_lazy("No figure"),
    Fault.RULE: gettext_lazy("Does not fit the other figures"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One fault for a page: the cell, the code, what stood there, why, the cure."""

    file: str
    unit: str
    cell: str
    code: str
    name: str
    said: str
    reason: str
    accepted: str


def differs(one: Differs) -> dict[str, str]:
    """Return one difference for a page: the code, its name, both numbers."""
    return {
        "code": one.code,
        "name": _name(one.code),
        "amount": labels.shown(one.amount),
        "signed": labels.shown(one.signed) if one.signed is not None else "–",
    }


def fault_heads() -> Sequence[str]:
    """Return the heads of the sheet that tells what is missing and wrong."""
    return (
        _("Unit code"),
        _("Unit"),
        pgettext("sheet", "File"),
        _("Cell"),
        pgettext("indicator", "Code"),
        _("What is wrong"),
        _("What is taken"),
    )


def told(one: One) -> list[Told]:
    """Return the faults of a file in words, those of cells first."""
    return [
        Told(
            file=one.name,
            unit=one.unit.name if one.unit else "",
            cell=_cell(wrong),
            code=wrong.code[:40],
            name=_name(wrong.code),
            said=wrong.said,
            reason=str(REASONS[wrong.fault]),
            accepted=accepted(wrong),
        )
        for wrong in one.wrong
    ]


def fault_lines(one: One) -> Iterator[Sequence[str]]:
    """Yield the faults of a file as rows under `fault_heads`."""
    code, unit = (one.unit.code, one.unit.name) if one.unit else ("", "")
    if one.problem:
        yield (code, unit, one.name, "", "", one.problem, "")
    for fault in told(one):
        reason = f"{fault.reason}: {fault.said}" if fault.said else fault.reason
        yield (code, unit, one.name, fault.cell, fault.code, reason, fault.accepted)


def accepted(wrong: Wrong) -> str:
    """Say what the cell would take."""
    if wrong.fault is Fault.UNKNOWN:
        return _("A code of the empty sheet")
    if wrong.fault is Fault.TWICE:
        return _("Each code once")
    if wrong.fault is Fault.RULE:
        return wrong.rule
    takes = gather_units.accepts([wrong.code])[wrong.code]
    number = (
        _("A number of at most %(n)s decimals") % {"n": takes.decimals}
        if takes.decimals
        else _("A whole number from 0")
    )
    return _("%(number)s, or “không phát sinh”") % {"number": number}


def measure(code: str) -> str:
    """Return the unit of measure of a code, in words."""
    unit = catalogue.of(code).unit
    words: Mapping[str, str] = data.load_toml("measures.toml").get(unit, {})
    return words.get(labels.language(), unit)


def _cell(wrong: Wrong) -> str:
    if wrong.row is None or wrong.column is None:
        return ""
    return f"{letters(wrong.column)}{wrong.row + 1}"


def _name(code: str) -> str:
    known = catalogue.known().get(code)
    return labels.say(known.name) if known else ""
