"""How far a sheet is on its way up, who may do what to it, and how it looks to whom.

A sheet goes from the unit that owes it to the level above, which approves it and
takes it into a sheet of its own. What it means to somebody depends on where he
stands: the seven states of DHIS2's approval, as one function of plain values.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class Stage(StrEnum):
    """How far a submission is."""

    OPEN = "open"
    SIGNED = "signed"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    LOCKED = "locked"


class Action(StrEnum):
    """What may be done to a submission and moves it."""

    SIGN = "sign"
    UNSIGN = "unsign"
    SEND = "send"
    ATTACH = "attach"
    RETURN = "return"
    APPROVE = "approve"
    UNAPPROVE = "unapprove"
    ACCEPT = "accept"  # taken into the level above's own submission
    UNACCEPT = "unaccept"
    LOCK = "lock"
    UNLOCK = "unlock"


class Seat(IntEnum):
    """Where somebody stands to a submission."""

    OWN = 0  # the unit that owes it
    ABOVE = 1  # the level it is sent to
    HIGHER = 2  # further above


class State(StrEnum):
    """What a submission is to somebody who stands somewhere."""

    UNAPPROVABLE = "unapprovable"  # the unit does not owe it
    UNAPPROVED_ABOVE = "unapproved_above"  # the level above is to approve it
    UNAPPROVED_WAITING = "unapproved_waiting"  # lower levels are not ready
    UNAPPROVED_READY = "unapproved_ready"  # it is for this level to do
    APPROVED_ABOVE = "approved_above"  # a higher level has approved it
    APPROVED_HERE = "approved_here"
    ACCEPTED_HERE = "accepted_here"  # approved here, and taken into the own sheet


class NotAllowed(Exception):
    """This may not follow what was done before, or not by somebody who stands there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides what may follow.

    ``accepted``: the level above has taken it into its own sheet. ``above`` is the
    stage of that own sheet, None where there is none yet. ``waiting``: units below
    the one that owes it have not got their own approved. ``owed`` is False where the
    unit does not owe the sheet for the period.
    """

    stage: Stage
    accepted: bool = False
    above: Stage | None = None
    waiting: bool = False
    owed: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: who may do it, from which stages, and what it leads to.

    ``to`` None leaves the stage; ``accepted`` is what the flag must be before.
    """

    seat: Seat
    before: frozenset[Stage]
    to: Stage | None
    accepted: bool | None = None


def _at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


S = Stage
MOVES: Mapping[Action, Move] = {
    Action.SIGN: Move(Seat.OWN, _at(S.OPEN, S.RETURNED), S.SIGNED),
    Action.UNSIGN: Move(Seat.OWN, _at(S.SIGNED), S.OPEN),
    Action.SEND: Move(Seat.OWN, _at(S.SIGNED), S.SENT),
    Action.ATTACH: Move(Seat.OWN, _at(S.SIGNED, S.SENT, S.APPROVED), None),
    Action.RETURN: Move(Seat.ABOVE, _at(S.SENT), S.RETURNED),
    Action.APPROVE: Move(Seat.ABOVE, _at(S.SENT), S.APPROVED),
    Action.UNAPPROVE: Move(Seat.ABOVE, _at(S.APPROVED), S.SENT, accepted=False),
    Action.ACCEPT: Move(Seat.ABOVE, _at(S.APPROVED), None, accepted=False),
    Action.UNACCEPT: Move(Seat.ABOVE, _at(S.APPROVED), None, accepted=True),
    Action.LOCK: Move(Seat.ABOVE, _at(S.APPROVED), S.LOCKED),
    Action.UNLOCK: Move(Seat.ABOVE, _at(S.LOCKED), S.APPROVED),
}
# The level above has given its own sheet out of its hands: what went into it stays.
GONE_UP = _at(S.SENT, S.APPROVED, S.LOCKED)
_TAKES_BACK = frozenset({Action.UNAPPROVE, Action.UNACCEPT})
_NEEDS_REASON = frozenset({Action.RETURN, Action.UNAPPROVE, Action.UNLOCK})


def may(action: Action, standing: Standing, seat: Seat) -> bool:
    """Say whether somebody who stands at ``seat`` may do this now.

    >>> may(Action.SEND, Standing(Stage.SIGNED), Seat.OWN)
    True
    >>> may(Action.UNAPPROVE, Standing(Stage.APPROVED, accepted=True), Seat.ABOVE)
    False
    """
    move = MOVES[action]
    if not standing.owed or seat != move.seat or standing.stage not in move.before:
        return False
    if move.accepted is not None and move.accepted != standing.accepted:
        return False
    return not (action in _TAKES_BACK and standing.above in GONE_UP)


def allowed(standing: Standing, seat: Seat) -> tuple[Action, ...]:
    """Return what may be done now by somebody at ``seat``, in the table's order."""
    return tuple(action for action in MOVES if may(action, standing, seat))


def follow(action: Action, standing: Standing, seat: Seat) -> Standing:
    """Return the standing after an action; raises NotAllowed."""
    if not may(action, standing, seat):
        raise NotAllowed(f"{action} at {standing.stage}")
    accepted = {Action.ACCEPT: True, Action.UNACCEPT: False}.get(
        action, standing.accepted
    )
    return replace(
        standing, stage=MOVES[action].to or standing.stage, accepted=accepted
    )


def needs_reason(action: Action, standing: Standing) -> bool:
    """Say whether the action is done with a reason in words.

    A sheet may be sent while units below are missing, but not without a word of it:
    one unit that stays silent must not hold up a whole province.
    """
    if action is Action.SEND:
        return standing.waiting
    return action in _NEEDS_REASON


def state(standing: Standing, seat: Seat) -> State:
    """Return what a submission is to somebody at ``seat``.

    >>> str(state(Standing(Stage.SENT), Seat.ABOVE))
    'unapproved_ready'
    >>> str(state(Standing(Stage.SENT), Seat.OWN))
    'unapproved_above'
    """
    if not standing.owed:
        return State.UNAPPROVABLE
    return {
        Seat.OWN: _to_owner,
        Seat.ABOVE: _to_level_above,
        Seat.HIGHER: _to_higher,
    }[seat](standing)


def _to_owner(standing: Standing) -> State:
    if standing.stage in {S.APPROVED, S.LOCKED}:
        return State.APPROVED_ABOVE
    if standing.stage == S.SENT:
        return State.UNAPPROVED_ABOVE
    if standing.waiting:
        return State.UNAPPROVED_WAITING
    # Signing is how a unit approves its own sheet.
    signed = standing.stage == S.SIGNED
    return State.APPROVED_HERE if signed else State.UNAPPROVED_READY


def _to_level_above(standing: Standing) -> State:
    if standing.stage in {S.APPROVED, S.LOCKED}:
        if standing.above in {S.APPROVED, S.LOCKED}:
            return State.APPROVED_ABOVE
        return State.ACCEPTED_HERE if standing.accepted else State.APPROVED_HERE
    ready = standing.stage == S.SENT
    return State.UNAPPROVED_READY if ready else State.UNAPPROVED_WAITING


def _to_higher(standing: Standing) -> State:
    # A higher level approves the sheet of the level between, and with it what went in.
    if standing.above in {S.APPROVED, S.LOCKED}:
        return State.APPROVED_HERE
    ready = standing.above == S.SENT
    return State.UNAPPROVED_READY if ready else State.UNAPPROVED_WAITING


def standings() -> Iterator[Standing]:
    """Yield every standing there can be, for tables and tests."""
    above = (None, *Stage)
    for parts in itertools.product(
        Stage, (False, True), above, (False, True), (True, False)
    ):
        yield Standing(*parts)
