"""Reads for the pages of submissions: one with its history, and a whole place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from danvan.accounts.rights import Right, Viewer
from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.indicators import approval, catalogue, chains
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import Seat, Stage, Standing, State
from danvan.core.indicators.chains import Sheet
from danvan.indicators import moving, owing, rungs
from danvan.indicators.models import Action, Line, Reminder, Step, Submission
from danvan.indicators.owing import Owed, Rates
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """A code that says something else than at the signing before it."""

    code: str
    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class Signing:
    """A step with the lines it signed, and what differs from the signing before."""

    step: Step
    lines: Sequence[Line]
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Detail:
    """One submission as its page shows it to somebody."""

    row: Submission
    sheet: Sheet
    period: Period
    owed: Owed
    standing: Standing
    posts: Mapping[Seat, Actor]
    seat: Seat
    steps: Sequence[Signing]
    reminders: Sequence[Reminder]

    @property
    def state(self) -> State:
        """What it is to who looks."""
        return approval.state(self.standing, self.seat)

    @property
    def moves(self) -> tuple[Move, ...]:
        """What who looks may do now, but signing, which is done on the figures."""
        return tuple(
            move
            for move in Move
            if move not in {Move.SIGN, Move.ATTACH} and self.may(move)
        )

    def may(self, move: Move) -> bool:
        """Say whether who looks may do this now."""
        seat = approval.MOVES[move].seat
        return seat in self.posts and approval.may(move, self.standing, seat)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of a place: what it owes, and what that is to the place."""

    owed: Owed
    standing: Standing
    complete: bool

    @property
    def state(self) -> State:
        """What it is to the place."""
        return approval.state(self.standing, Seat.ABOVE)

    def may(self, move: Move) -> bool:
        """Say whether the place may do this now."""
        return approval.may(move, self.standing, Seat.ABOVE)


@dataclass(frozen=True, slots=True)
class Board:
    """A place with the sheet of each of its units, and its own."""

    place: Unit
    sheet: Sheet
    period: Period
    rates: Rates
    rows: Sequence[Row]
    own: Owed
    owes: bool  # whether the place itself owes the sheet


def posts(viewer: Viewer, owner: Unit) -> dict[Seat, Actor]:
    """Return as whom the viewer acts on a unit's sheet at each seat; one query."""
    fills = viewer.units(Right.FORMS_FILL) | viewer.units(Right.FORMS_SUM)
    approves = viewer.units(Right.FORMS_APPROVE)
    units = Unit.objects.filter(pk__in=fills | approves)
    found: dict[Seat, Actor] = {}
    for unit in units.select_related("parent__parent__parent"):
        seats = rungs.seats(unit, owner)
        if unit.pk in fills and Seat.OWN in seats:
            found.setdefault(Seat.OWN, viewer.actor(unit.pk))
        if unit.pk in approves and Seat.ABOVE in seats:
            found.setdefault(Seat.ABOVE, viewer.actor(unit.pk))
    return found


def detail(viewer: Viewer, pk: UUID) -> Detail:
    """Return a submission the viewer may read, with its history; 17 queries at most.

    Raises Submission.DoesNotExist for anybody else's.
    """
    rows = Submission.objects.select_related("unit__parent__parent", "period")
    row = rows.filter(unit__in=owing.reach(viewer)).get(pk=pk)
    sheet, period = chains.by_id(row.sheet), row.period.known
    acts = posts(viewer, row.unit)
    own = Seat.OWN in acts or row.unit_id in viewer.units(Right.FORMS_READ)
    return Detail(
        row=row,
        sheet=sheet,
        period=period,
        owed=owing.of(row.unit, sheet, period),
        standing=moving.standing_of(row),
        posts=acts,
        seat=Seat.OWN if own else Seat.ABOVE,
        steps=_signings(row),
        reminders=list(
            Reminder.objects.filter(
                unit=row.unit_id, sheet=row.sheet, period=row.period_id
            )
        ),
    )


def _signings(row: Submission) -> list[Signing]:
    found: list[Signing] = []
    before: Sequence[Line] | None = None
    steps = row.steps.select_related("at_unit").prefetch_related("lines")
    for step in steps.order_by("id"):
        lines = list(step.lines.all())
        differs: Sequence[Difference] = ()
        if step.action == Action.SIGN:
            differs = () if before is None else differences(before, lines)
            before = lines
        found.append(Signing(step, lines, differs))
    return found


def differences(before: Iterable[Line], after: Iterable[Line]) -> list[Difference]:
    """Return the codes whose lines say something else, in the order of the later."""
    old, new = {x.code: x for x in before}, {x.code: x for x in after}
    codes = [*new, *(code for code in old if code not in new)]
    return [
        Difference(code, old.get(code), new.get(code))
        for code in codes
        if _said(old.get(code)) != _said(new.get(code))
    ]


def _said(line: Line | None) -> tuple[object, ...]:
    return () if line is None else (line.amount, line.nothing, line.note)


def places(viewer: Viewer) -> list[Unit]:
    """Return the places whose units' sheets the viewer reads; one query."""
    seats = Unit.objects.filter(pk__in=viewer.units(Right.FORMS_BELOW))
    found: dict[int, Unit] = {}
    whole = viewer.units(Right.FORMS_PLACE)
    for unit in seats.select_related("parent__parent__parent"):
        if rungs.speaks_for_place(unit, unit.pk in whole):
            place = rungs.place_of(unit)
            found.setdefault(place.pk, place)
    return list(found.values())


def acts_for(viewer: Viewer, place: Unit) -> Actor | None:
    """Return as whom the viewer decides for a place; None: he does not. One query."""
    seats = Unit.objects.filter(pk__in=viewer.units(Right.FORMS_APPROVE))
    for unit in seats.select_related("parent__parent__parent"):
        speaks = rungs.speaks_for_place(unit, True)
        if speaks and rungs.place_of(unit).pk == place.pk:
            return viewer.actor(unit.pk)
    return None


def board(place: Unit, sheet: Sheet, period: Period) -> Board:
    """Return a place's units with what each has sent; nine queries."""
    rates = owing.rates(place, sheet, period)
    own = owing.of(place, sheet, period)
    rows = [o.submission for o in rates.owed if o.submission]
    accepted = _accepted(rows)
    came = [row for row in rows if row.stage in owing.RECEIVED]
    whole = owing.complete(came, sheet)
    above = Stage(own.submission.stage) if own.submission else None

    def row(owed: Owed) -> Row:
        pk = owed.submission.pk if owed.submission else None
        standing = Standing(Stage(owed.stage), pk in accepted, above)
        return Row(owed, standing, pk in whole)

    return Board(
        *(place, sheet, period, rates, [row(o) for o in rates.owed], own),
        rungs.owes(place, sheet, period),
    )


def _accepted(rows: Iterable[Submission]) -> frozenset[UUID]:
    last = Step.objects.filter(
        submission__in=[row.pk for row in rows],
        action__in=[Action.ACCEPT, Action.UNACCEPT],
    )
    last = last.order_by("submission_id", "-id").distinct("submission_id")
    found = last.values_list("submission_id", "action")
    return frozenset(pk for pk, action in found if action == Action.ACCEPT)


@dataclass(frozen=True, slots=True)
class Sum:
    """One code added up over the approved sheets of a place.

    ``amount`` None where no unit says a number, or where it is none that adds up;
    ``units`` is how many said one.
    """

    code: str
    adds: bool
    amount: Decimal | None
    units: int


def sums(board: Board) -> list[Sum]:
    """Return each code of the sheet over what the place has approved; two queries.

    Plans add up as flows and stocks do. A ratio and a range are never added; what
    follows from sums is no line of a sheet.
    """
    approved = [
        o.submission
        for o in board.rates.owed
        if o.submission and o.stage in owing.APPROVED
    ]
    lines = _last_lines(approved)
    known = catalogue.known()
    found = []
    for code in board.sheet.codes_for(board.period):
        said = [x.amount for x in lines if x.code == code and x.amount is not None]
        adds = code in known and known[code].adds_up
        adds = adds and not board.sheet.beside
        amount = sum(said, Decimal(0)) if said and adds else None
        found.append(Sum(code, adds, amount, len(said)))
    return found


def _last_lines(rows: Iterable[Submission]) -> list[Line]:
    steps = Step.objects.filter(submission__in=[*rows], action=Action.SIGN)
    last = dict(steps.order_by("id").values_list("submission_id", "id"))
    return list(Line.objects.filter(step__in=last.values()))


def may_read_file(viewer: Viewer, key: str) -> bool:
    """Say whether the viewer reads the submission ``key``, and so its signed PDF."""
    rows = Submission.objects.filter(unit__in=owing.reach(viewer))
    return rows.filter(pk=key).exists()
