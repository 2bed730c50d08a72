"""What can go wrong without a word of the citizen in it."""

from django.db import DatabaseError

from danvan.core.casework.intake import Told


class NotStored(RuntimeError):
    """The database refused a letter.

    Its own message quotes the refused row, which must not reach a log: this one
    names the constraint alone, and the other is not chained to it.
    """

    def __init__(self, error: DatabaseError) -> None:
        diagnosis = getattr(error.__cause__, "diag", None)
        self.constraint: str = getattr(diagnosis, "constraint_name", None) or ""
        code = getattr(error.__cause__, "sqlstate", None)
        super().__init__(f"the letter was refused: {self.constraint or code}")


class NotHere(ValueError):
    """A denunciation, which is no petition: the vault takes it in (`vault:receive`)."""


class NotThisWay(ValueError):
    """Such a content does not come by such a way: the sender is guided instead."""

    def __init__(self, guidance: Told) -> None:
        super().__init__("not by this way")
        self.guidance = guidance


class WentOn(RuntimeError):
    """The letter is closed, or with another unit, which has to hand it over."""
