"""The course of a petition: its states and the steps between them, one table.

Each step names the article it rests on and the right it takes. The table has no
cycle and no dead end: whoever stands anywhere can go on to ``closed``.
"""

from dataclasses import dataclass
from enum import StrEnum

from danvan.core.casework.courses.codes import Kind as Kind
from danvan.core.casework.ground import Ground as Ground


class State(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"
    SCREENED = "screened"
    ACCEPTED = "accepted"
    GUIDED = "guided"
    TRANSFERRED = "transferred"
    FILED = "filed"
    ASSIGNED = "assigned"
    CONCLUDED = "concluded"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What somebody does with it."""

    RECEIVE = "receive"
    SCREEN = "screen"
    ACCEPT = "accept"
    GUIDE = "guide"
    TRANSFER = "transfer"
    FILE = "file"
    ASSIGN = "assign"
    CONCLUDE = "conclude"
    ANSWER = "answer"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class StepNotAllowed(ValueError):
    """The table has no such step from this state for this kind."""

    def __init__(self, state: "State | None", step: Step, kind: Kind) -> None:
        super().__init__(f"{step} is no step from {state} for a {kind}")
        self.state, self.step, self.kind = state, step, kind


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table: from ``source`` (None: from outside) to ``target``."""

    source: State | None
    step: Step
    target: State
    kinds: frozenset[Kind]
    right: str
    ground: Ground


_LTCD = "Luật Tiếp công dân 42/2013/QH13"
_LKN = "Luật Khiếu nại 02/2011/QH13"
_LTC = "Luật Tố cáo 25/2018/QH14"
_TT05 = "Thông tư 05/2021/TT-TTCP"

_ALL = frozenset(Kind)
_F, _K, _T = ({kind} for kind in Kind)
_REGISTER, _SCREEN = "petitions.register", "petitions.screen"
_ASSIGN, _CONCLUDE = "petitions.assign", "petitions.conclude"
_ANSWER = "petitions.answer"

_S = State
_OPEN = (_S.RECEIVED, _S.SCREENED, _S.ACCEPTED, _S.ASSIGNED, _S.CONCLUDED)

# (sources, step, target, right, ((kinds, act, article, read), …))
_TABLE: tuple[
    tuple[
        tuple[State | None, ...],
        Step,
        State,
        str,
        tuple[tuple[set[Kind], str, str, bool], ...],
    ],
    ...,
] = (
    (
        (None,),
        Step.RECEIVE,
        _S.RECEIVED,
        _REGISTER,
        (
            (_F | _K, _LTCD, "Điều 25", True),
            (_T, _LTC, "Điều 24", True),
        ),
    ),
    (
        (_S.RECEIVED,),
        Step.SCREEN,
        _S.SCREENED,
        _SCREEN,
        (
            (_F | _K, _TT05, "Điều 6", False),
            (_T, _LTC, "Điều 24 khoản 1", True),
        ),
    ),
    (
        (_S.SCREENED,),
        Step.ACCEPT,
        _S.ACCEPTED,
        _SCREEN,
        (
            (_F, _LTCD, "Điều 28 khoản 1", True),
            (_K, _LKN, "Điều 27", True),
            (_T, _LTC, "Điều 29", True),
        ),
    ),
    (
        (_S.SCREENED,),
        Step.GUIDE,
        _S.GUIDED,
        _SCREEN,
        (
            (_F | _K, _LTCD, "Điều 26", True),
            (_T, _LTC, "Điều 24", True),
        ),
    ),
    (
        # A complaint outside the competence is guided or returned, not forwarded.
        (_S.SCREENED,),
        Step.TRANSFER,
        _S.TRANSFERRED,
        _SCREEN,
        (
            (_F, _LTCD, "Điều 26 khoản 2 điểm b", True),
            (_T, _LTC, "Điều 24 khoản 2", True),
        ),
    ),
    (
        (_S.SCREENED,),
        Step.FILE,
        _S.FILED,
        _SCREEN,
        (
            (_F | _K, _TT05, "Điều 6", False),
            (_T, _LTC, "Điều 24 khoản 3", True),
        ),
    ),
    (
        (_S.ACCEPTED,),
        Step.ASSIGN,
        _S.ASSIGNED,
        _ASSIGN,
        (
            (_F, _LTCD, "Điều 26 khoản 2 điểm a", True),
            (_K, _LKN, "Điều 29", True),
            (_T, _LTC, "Điều 28", True),
        ),
    ),
    (
        (_S.ASSIGNED,),
        Step.CONCLUDE,
        _S.CONCLUDED,
        _CONCLUDE,
        (
            (_F, _LTCD, "Điều 28", True),
            (_K, _LKN, "Điều 31", True),
            (_T, _LTC, "Điều 35", True),
        ),
    ),
    (
        (_S.CONCLUDED,),
        Step.ANSWER,
        _S.ANSWERED,
        _ANSWER,
        (
            (_F, _LTCD, "Điều 28 khoản 1", True),
            (_K, _LKN, "Điều 32", True),
            (_T, _LTC, "Điều 35 khoản 3", True),
        ),
    ),
    (
        # A matter of feedback that can be answered at once needs no verification.
        (_S.SCREENED, _S.ACCEPTED, _S.ASSIGNED),
        Step.ANSWER,
        _S.ANSWERED,
        _ANSWER,
        ((_F, _LTCD, "Điều 28 khoản 1", True),),
    ),
    (
        (_S.GUIDED, _S.TRANSFERRED, _S.FILED, _S.ANSWERED),
        Step.CLOSE,
        _S.CLOSED,
        _ANSWER,
        ((_F | _K | _T, _TT05, "Điều 29", True),),
    ),
    (
        _OPEN,
        Step.WITHDRAW,
        _S.CLOSED,
        _SCREEN,
        (
            (_F, _LTCD, "Điều 7", False),
            (_K, _LKN, "Điều 10", False),
        ),
    ),
    (
        # Only before the conclusion (article 33.1).
        (_S.RECEIVED, _S.SCREENED, _S.ACCEPTED, _S.ASSIGNED),
        Step.WITHDRAW,
        _S.CLOSED,
        _SCREEN,
        ((_T, _LTC, "Điều 33", True),),
    ),
)

TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(
        source, step, target, frozenset(kinds), right, Ground(act, article, read)
    )
    for sources, step, target, right, grounds in _TABLE
    for source in sources
    for kinds, act, article, read in grounds
)
_BY_KEY = {(t.source, t.step, kind): t for t in TRANSITIONS for kind in sorted(t.kinds)}


def check(state: State | None, step: Step, kind: Kind) -> Transition:
    """Return the line of the table for this step, or raise StepNotAllowed.

    >>> check(State.SCREENED, Step.ANSWER, Kind.FEEDBACK).target
    <State.ANSWERED: 'answered'>
    """
    try:
        return _BY_KEY[state, step, kind]
    except KeyError:
        raise StepNotAllowed(state, step, kind) from None


def next_steps(state: State | None, kind: Kind) -> tuple[Transition, ...]:
    """Return what can be done from ``state`` with a letter of this kind."""
    return tuple(t for t in TRANSITIONS if t.source == state and kind in t.kinds)
