"""Sheets that came as Excel files: what each says, who is missing, what is wrong.

Nothing is stored here (`gather_services` does that). Every file passes the gate; one
that does not, or that nobody can read, is told of and leaves the others alone.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from danvan.core.calendar.periods import NoSuchPeriod, Period, by_key
from danvan.core.checks import rules
from danvan.core.indicators import catalogue, filled_cells, filled_sheets
from danvan.core.indicators.filled_cells import Fault, Good, Wrong
from danvan.core.indicators.filled_sheets import Filled
from danvan.files import gate
from danvan.files.verdict import Refused
from danvan.indicators import gather_units, labels
from danvan.indicators.gather_units import Expected, NotRecognised
from danvan.indicators.models import Action, Line, Stage, Step
from danvan.orgs.models import Unit
from danvan.readers import formulas, xlsx
from danvan.readers.errors import Unreadable

_SENT = (Stage.SIGNED, Stage.SENT, Stage.APPROVED, Stage.LOCKED)
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; ``refusal`` says why there are no bytes, where there are not."""

    name: str
    data: bytes
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Differs:
    """A figure of a file beside the one the unit itself signed; None: it signed none."""

    code: str
    amount: Decimal
    signed: Decimal | None


@dataclass(frozen=True, slots=True)
class One:
    """One file: whose it is, what can be taken of it and what cannot.

    ``problem`` says in words why nothing of it can; then the lists are empty.
    """

    name: str
    sha256: str = ""
    title: str = ""  # of the sheet in the workbook
    unit: Unit | None = None
    problem: str = ""
    good: Sequence[Good] = ()
    wrong: Sequence[Wrong] = ()
    differs: Sequence[Differs] = ()
    again: bool = False  # the same bytes came before


@dataclass(frozen=True, slots=True)
class Gathered:
    """All files together, held against the units that owe the sheet."""

    expected: Expected
    files: Sequence[One]
    missing: Sequence[Unit] = field(default=())

    @property
    def taken(self) -> Sequence[One]:
        """The files of which something can be taken, in the order of the units."""
        order = {unit.pk: n for n, unit in enumerate(self.expected.units)}
        usable = [one for one in self.files if one.unit and one.good]
        return sorted(usable, key=lambda one: order[one.unit.pk])  # type: ignore[union-attr] # filtered

    @property
    def figures(self) -> int:
        """How many figures can be taken."""
        return sum(len(one.good) for one in self.taken)


def read(
    uploads: Sequence[Upload], expected: Expected, tell: Tell = lambda _n: None
) -> Gathered:
    """Read files one after the other; ``tell`` hears how many are done.

    One query for what the units signed themselves. Two files of one unit that are not
    the same bytes cancel each other out: nobody can know which one counts.
    """
    files: list[One] = []
    hashes: set[str] = set()
    for number, upload in enumerate(uploads, 1):
        one = _read(upload, expected)
        if one.sha256 and one.sha256 in hashes:
            one = One(one.name, one.sha256, unit=one.unit, again=True)
        hashes.add(one.sha256)
        files.append(one)
        tell(number)
    files = _without_doubled(files)
    came = {one.unit.pk for one in files if one.unit}
    missing = [unit for unit in expected.units if unit.pk not in came]
    return Gathered(expected, _compared(files, expected), missing)


def _read(upload: Upload, expected: Expected) -> One:
    if upload.refusal:
        return One(upload.name, problem=upload.refusal)
    sha256 = hashlib.sha256(upload.data).hexdigest()
    try:
        filled = _filled(upload)
        _check_place(filled, expected)
        unit = expected.find(filled.unit, filled.name)
    except (Refused, NotRecognised) as refused:
        return One(upload.name, sha256, problem=str(refused))
    except Unreadable as refused:
        return One(upload.name, sha256, problem=labels.say(refused.message))
    accepted = gather_units.accepts(expected.codes(unit))
    good, wrong = filled_cells.judge(filled, accepted)
    # What is worked out need not be typed.
    wrong = [w for w in wrong if not (w.fault == Fault.MISSING and _follows(w.code))]
    unfit = _held_against(good, unit.level, expected.period)
    left_out = {one.code for one in unfit}
    return One(
        upload.name,
        sha256,
        filled.title,
        unit,
        good=[one for one in good if one.code not in left_out],
        wrong=[*wrong, *unfit],
    )


def _filled(upload: Upload) -> Filled:
    if not upload.name.lower().endswith(".xlsx"):
        raise NotRecognised(
            _("Choose Excel workbooks (.xlsx). Save other files as .xlsx first.")
        )
    gate.inspect(upload.data, upload.name)
    cells = formulas.formula_cells(upload.data)
    filled = filled_sheets.find(xlsx.grids(upload.data), cells)
    if filled is None:
        raise NotRecognised(
            _(
                "No sheet with columns for codes and figures was found. Fill in the "
                "empty sheet that can be downloaded on this page."
            )
        )
    return filled


def _check_place(filled: Filled, expected: Expected) -> None:
    """Raise NotRecognised where the file is of another sheet or period."""
    if filled.sheet and filled.sheet.casefold() != expected.sheet.id:
        raise NotRecognised(
            _("The file is of another sheet: %(said)s, not %(sheet)s.")
            % {"said": filled.sheet[:40], "sheet": expected.sheet.id}
        )
    if not filled.period:
        raise NotRecognised(_("The sheet does not say of which period it is."))
    if filled.period.casefold() != expected.period.key:
        raise NotRecognised(
            _("The file is of another period: %(said)s, not %(period)s.")
            % {
                "said": _period_words(filled.period),
                "period": labels.period_name(expected.period),
            }
        )


def _period_words(key: str) -> str:
    try:
        return labels.period_name(by_key(key.casefold()))
    except NoSuchPeriod:
        return key[:40]


def _follows(code: str) -> bool:
    return catalogue.of(code).formula is not None


def _held_against(good: Sequence[Good], level: str, period: Period) -> list[Wrong]:
    """Return the figures that do not fit each other, once for each rule they fail.

    Which of them is the wrong one nobody knows, so none of them is taken.
    """
    by_code = {one.code: one for one in good}
    amounts = {code: one.amount for code, one in by_code.items()}
    asked = [
        rule
        for rule in rules.rules_for(by_code, level, period.kind)
        if rule.severity == "error" and not rule.earlier_codes
    ]
    return [
        Wrong(
            code=code,
            fault=Fault.RULE,
            said=labels.say(finding.message),
            row=by_code[code].row,
            column=by_code[code].column,
            rule=finding.rule.text,
        )
        for finding in rules.judge_all(asked, amounts)
        for code in finding.codes
        if code in by_code
    ]


def _without_doubled(files: Sequence[One]) -> list[One]:
    """Take nothing of units for which several different files came."""
    times = Counter(one.unit.pk for one in files if one.unit and not one.again)
    names: dict[int, list[str]] = defaultdict(list)
    for one in files:
        if one.unit and not one.again:
            names[one.unit.pk].append(one.name)
    return [
        replace(one, good=(), wrong=(), problem=_doubled(one.name, names[one.unit.pk]))
        if one.unit and not one.again and times[one.unit.pk] > 1
        else one
        for one in files
    ]


def _doubled(name: str, names: Iterable[str]) -> str:
    others = ", ".join(other for other in names if other != name) or name
    return _(
        "Another file is of the same unit: %(names)s. Send only the right one."
    ) % {"names": others[:200]}


def _compared(files: Sequence[One], expected: Expected) -> list[One]:
    """Put what the units signed themselves beside what their files say. One query."""
    units = [one.unit.pk for one in files if one.unit and one.good]
    signed = signed_amounts(units, expected)
    return [
        replace(one, differs=tuple(_differences(one, signed.get(one.unit.pk))))
        if one.unit
        else one
        for one in files
    ]


def _differences(
    one: One, signed: Mapping[str, Decimal | None] | None
) -> Iterable[Differs]:
    for good in one.good:
        if signed is not None and signed.get(good.code) != good.amount:
            yield Differs(good.code, good.amount, signed.get(good.code))


def signed_amounts(
    units: Sequence[int], expected: Expected
) -> Mapping[int, Mapping[str, Decimal | None]]:
    """Return what units signed last of the sheet and period, by code; one query."""
    last = (
        Step.objects.filter(
            action=Action.SIGN,
            submission__unit__in=units,
            submission__sheet=expected.sheet.id,
            submission__period__key=expected.period.key,
            submission__stage__in=_SENT,
        )
        .order_by()
        .values("submission")
        .annotate(last=Max("id"))
    )
    lines = Line.objects.filter(step__in=last.values("last"))
    found: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    rows = lines.values_list("step__submission__unit", "code", "amount")
    for unit, code, amount in rows:
        found[unit][code] = amount
    return found
