"""What a step of a denunciation does, beside what its table says: no database here.

The tables are `core.casework.courses` (denunciation, follow_up); who may take a
step, what it must bring and what the vault alone knows stands here.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from danvan.core.casework import courses, eligibility
from danvan.core.casework.courses import Case, Course, Need, State, Step, Transition
from danvan.vault.models.cases import CaseState

SETTLE = "DL-TC-05"
CHECK = "DL-TC-01"
NOT_OWN = "DL-TC-02"
FORWARDER = "DL-TC-03"
REVIEW = "DL-TC-10"
DEMAND_REPORT = "DL-TC-11-YC"
POSTED = "DL-TC-12-NY"


class Seat(StrEnum):
    """As what somebody acts on a case, in one unit."""

    LEADER = "leader"  # who assigns
    HANDLER = "handler"  # an assigned key holder
    VERIFIER = "verifier"  # an assigned verifier


_SEATS: Mapping[str, frozenset[Seat]] = {
    "petitions.register": frozenset({Seat.LEADER, Seat.HANDLER}),
    "petitions.screen": frozenset({Seat.LEADER, Seat.HANDLER}),
    "petitions.answer": frozenset({Seat.LEADER, Seat.HANDLER}),
    "petitions.conclude": frozenset({Seat.LEADER, Seat.HANDLER}),
    "petitions.assign": frozenset({Seat.LEADER}),
}
# Steps after which nothing of the matter is left to meet the terms for.
_LAPSE = frozenset({Step.WITHDRAW, Step.TERMINATE, Step.REFER, Step.TRANSFER})
# A reader of the letter tells the head at once (Circular 05/2021/TT-TTCP).
DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit's course of a case stands; ``forwarded`` says it began by a forwarding."""

    course: Course = Course.DENUNCIATION
    state: State = State.RECEIVED
    forwarded: bool = False

    @property
    def over(self) -> bool:
        """Say whether nothing more is to be done."""
        return self.state is State.CLOSED


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a step: codes, days, and yes or no; no words.

    ``reasons`` are codes of the law's cases, ``criteria`` letters of complexity,
    ``decision`` the number of an act, ``measure`` a code of protection, ``to`` the
    code of a unit, ``outside`` that it goes to a body that has no vault here.
    """

    reasons: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    outcome: str = ""
    decision: str = ""
    measure: str = ""
    officer: str = ""
    to: str = ""
    outside: bool = False
    days: int | None = None
    places: bool = False
    not_own: bool = False
    danger: bool = False
    follow_up: bool = False
    overdue: bool = False
    posted: bool = False
    signed: bool = False
    nothing_left: bool = False
    result: bool = False

    def facts(self) -> dict[str, object]:
        """Return what was said, as JSON values, without what was not."""
        found = {name: getattr(self, name) for name in self.__slots__}
        plain = {n: list(v) if isinstance(v, tuple) else v for n, v in found.items()}
        return {name: value for name, value in plain.items() if value}


class NotAllowed(ValueError):
    """A step cannot be taken so; ``code`` says why.

    Codes: ``step`` (not from here), ``role``, ``forwarded``, ``need`` (``what`` is
    missing), ``overdue`` (the term runs still), ``day`` (before the last step or
    to come).
    """

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(f"{code} {what}".strip())
        self.code, self.what = code, what


@dataclass(frozen=True, slots=True)
class Effects:
    """What a step does to the terms: codes that end, start (from a day), stop, go on."""

    ends: frozenset[str] = frozenset()
    lapses: bool = False
    starts: tuple[tuple[str, datetime.date], ...] = ()
    pauses: bool = False
    resumes: bool = False
    extends: bool = False
    places: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The days a check needs: that of the step, of the last one, of now, of receipt."""

    on: datetime.date
    last: datetime.date
    today: datetime.date
    received: datetime.date
    settle_due: datetime.date | None = field(default=None)


def ways(
    standing: Standing, seats: Collection[Seat], on: datetime.date
) -> list[Transition]:
    """Return what one who sits there can do now, in the order of the table."""
    return [
        line
        for line in courses.ways(standing.course, standing.state, on)
        if _seated(line, seats) and not _forwarded_again(standing, line.step)
    ]


def check(
    standing: Standing, step: Step, said: Said, seats: Collection[Seat], day: Day
) -> Transition:
    """Return the line of the table for a step that may be taken so; else NotAllowed."""
    try:
        line = courses.find(standing.course, standing.state, step, day.on)
    except courses.StepNotAllowed:
        raise NotAllowed("step") from None
    if not _seated(line, seats):
        raise NotAllowed("role")
    if _forwarded_again(standing, step):
        raise NotAllowed("forwarded")
    if not max(day.last, day.received) <= day.on <= day.today:
        raise NotAllowed("day")
    for need in sorted(needs_of(line)):
        if not _brought(need, line, said, day):
            raise NotAllowed("need", need)
    return line


def effects(line: Transition, said: Said, day: Day) -> Effects:
    """Return what the step does to the terms."""
    starts = [] if line.step is Step.EXTEND else [(c, day.on) for c in line.starts]
    if line.step is Step.SCREEN and said.not_own:
        starts.append((NOT_OWN, day.received))
    if line.step is Step.PUBLISH and said.posted:
        starts.append((POSTED, day.on))
    ends = line.ends - {SETTLE} if line.step is Step.EXTEND else line.ends
    if line.step is Step.CLOSE or line.target is State.CLOSED:
        ends |= {FORWARDER}
    return Effects(
        ends=ends,
        lapses=line.step in _LAPSE,
        starts=tuple(starts),
        pauses=bool(line.pauses),
        # Out of a suspension by way of a withdrawal the clock goes on as well.
        resumes=line.step is Step.RESUME,
        extends=line.step is Step.EXTEND,
        places=line.step is Step.SCREEN and said.places,
    )


def needs_of(line: Transition) -> frozenset[Need]:
    """Return what a step must bring; the day of an extension's end is counted here."""
    return line.needs - {Need.DATE, Need.GROUND} | (
        {Need.REASONS} if Need.GROUND in line.needs else frozenset()
    )


def grounds(
    course: Course, step: Step, on: datetime.date
) -> list[tuple[str, Mapping[str, str]]]:
    """Return the cases one chooses from: those the law names, else faults of a letter."""
    named: tuple[Case, ...] = courses.cases(course, step, on)
    if named:
        return [(case.code, case.words) for case in named]
    return [
        (str(reason), eligibility.LABELS[reason]) for reason in _FAULTS.get(step, ())
    ]


def outside(state: State, *, given_on: bool) -> CaseState:
    """Return what may be told of a state to whom it concerns.

    ``given_on``: another unit has the case now, so it is not over.
    """
    if state is State.RECEIVED:
        return CaseState.RECEIVED
    if state is State.CLOSED and not given_on:
        return CaseState.CLOSED
    return CaseState.IN_HAND


_R = eligibility.Reason
_FAULTS: Mapping[Step, tuple[eligibility.Reason, ...]] = {
    Step.FILE: (
        _R.NO_NAME, _R.NO_ADDRESS, _R.FALSE_NAME, _R.SENT_TO_MANY, _R.ALREADY_GUIDED,
        _R.DUPLICATE, _R.FINAL_DECISION, _R.ILLEGIBLE,
    ),
    Step.EXPLAIN: (_R.FINAL_DECISION,),
}  # fmt: skip


def _seated(line: Transition, seats: Collection[Seat]) -> bool:
    able = _SEATS[line.right]
    if line.step is Step.VERIFY:
        able |= {Seat.VERIFIER}
    return bool(able & set(seats))


def _forwarded_again(standing: Standing, step: Step) -> bool:
    """A denunciation is forwarded once only (Circular 05/2021/TT-TTCP, article 14)."""
    return standing.forwarded and step is Step.TRANSFER


def _brought(need: Need, line: Transition, said: Said, day: Day) -> bool:
    match need:
        case Need.REASONS:
            known = {code for code, _ in grounds(line.course, line.step, day.on)}
            return set(said.reasons) <= known and bool(said.reasons or not known)
        case Need.BODY:
            return bool(said.to) != said.outside
        case Need.UNIT:
            return bool(said.officer)
        case Need.CRITERIA:
            return bool(said.criteria)
        case Need.OUTCOME:
            return said.outcome in courses.outcomes(line.course)
        case Need.SIGNATURE:
            return said.signed
        case Need.RESULT:
            return said.result
        case Need.NOTHING_LEFT:
            return said.nothing_left
        case Need.OVERDUE:
            return day.settle_due is not None and day.settle_due < day.on
    return False
