"""The steps and terms by which a register's row becomes a case with its history.

A register tells when a letter came, was accepted and ended; the steps between are
those the law's course has, on the day of the end, with a note that says so.
"""

import datetime
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from danvan.core.casework import clock, workflow
from danvan.core.casework.book import Entry
from danvan.core.casework.workflow import Kind, State, Step

# By which a letter gets where a register says it got.
_BETWEEN = frozenset({Step.SCREEN, Step.ACCEPT, Step.CONCLUDE, Step.TERMINATE})


@dataclass(frozen=True, slots=True)
class Past:
    """One step that was taken; the first comes from no state."""

    verb: Step
    source: str
    target: State
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Span:
    """A legal term: its code, the step that started it, and its end if it has one."""

    code: str
    start: datetime.date
    ended: datetime.date | None


def steps(entry: Entry) -> list[Past]:
    """Return what happened to a letter, the receipt first, to its close if it ended."""
    past = [Past(Step.RECEIVE, "", State.RECEIVED, entry.received_on)]
    if entry.accepted_on:
        past += _way(entry.kind, past[-1].target, Step.ACCEPT, entry.accepted_on)
    if entry.outcome != "open" and entry.outcome_on:
        verb = Step(entry.outcome)
        past += _way(entry.kind, past[-1].target, verb, entry.outcome_on)
        if past[-1].target != State.CLOSED:
            past += _way(entry.kind, past[-1].target, Step.CLOSE, entry.outcome_on)
    return past


def terms(entry: Entry, past: Sequence[Past]) -> Iterator[Span]:
    """Return the legal terms that ran and that runs, where their days are known.

    A complaint that ended without a day of acceptance has none: whether it was
    accepted in time cannot be known.
    """
    ended = entry.outcome != "open"
    guessed = ended and entry.kind is Kind.COMPLAINT and not entry.accepted_on
    if guessed and any(step.verb is Step.ACCEPT for step in past):
        return
    if len(past) == 1:  # when it was classified, no register says
        yield Span("DL-XLD-01", entry.received_on, None)
    for place, step in enumerate(past):
        code = clock.STARTS.get((entry.kind, step.verb))
        if code is None or (ended and step.verb is Step.CONCLUDE):
            continue
        met = (s.on for s in past[place + 1 :] if s.verb in clock.MEETS[code])
        yield Span(code, step.on, next(met, None))


def reachable(entry: Entry) -> bool:
    """Say whether the law's course leads where the register says it went."""
    try:
        steps(entry)
    except workflow.StepNotAllowed:
        return False
    return True


def _way(kind: Kind, source: State, verb: Step, on: datetime.date) -> list[Past]:
    return [
        Past(step, was, target, on) for step, was, target in _lines(kind, source, verb)
    ]


@cache
def _lines(kind: Kind, source: State, verb: Step) -> list[tuple[Step, State, State]]:
    """Return the shortest way that ends in the step; StepNotAllowed if there is none.

    The courses stand still, so each way is looked for once.
    """
    waiting: deque[tuple[State, list[tuple[Step, State, State]]]] = deque(
        [(source, [])]
    )
    seen = {source}
    while waiting:
        state, gone = waiting.popleft()
        for line in workflow.next_steps(state, kind):
            here = [*gone, (line.step, state, line.target)]
            if line.step is verb:
                return here
            if line.step in _BETWEEN and line.target not in seen:
                seen.add(line.target)
                waiting.append((line.target, here))
    raise workflow.StepNotAllowed(source, verb, kind)
