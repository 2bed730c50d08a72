"""What can go wrong; no message holds a word of who came."""

from collections.abc import Mapping


class NotInOrder(ValueError):
    """What was typed does not hold together; ``said`` names it by language."""

    def __init__(self, said: Mapping[str, str]) -> None:
        super().__init__(said["en"])
        self.said = said


class SessionIsOver(RuntimeError):
    """The session was closed meanwhile, or is another unit's."""


class NotYet(RuntimeError):
    """The session is still to come: it counts as held on its day, not before."""


class NoSeat(RuntimeError):
    """The hour cannot be booked; ``why``: full, closed or many."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Throttled(RuntimeError):
    """Too many wrong codes for this telephone; try later."""
