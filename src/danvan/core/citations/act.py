"""An act of the register, and the mention of one in a text."""

import datetime
from dataclasses import dataclass

from danvan.core.text.span import Span


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the register knows it; a day that is not certain is None.

    ``in_force_to`` is the last day in force; ``replaced_by`` names the acts (by id) that took its place.
    """

    id: str
    number: str
    kind: str
    title: str
    issuer: str
    date: datetime.date | None = None
    in_force_from: datetime.date | None = None
    in_force_to: datetime.date | None = None
    replaced_by: tuple[str, ...] = ()

    def in_force(self, day: datetime.date) -> bool:
        """Say whether the act was in force on ``day``, as far as is known."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named by its number in a text.

    ``span`` runs from the kind ("Chỉ thị số …") to the date where that follows at
    once; ``number_span`` and ``date_span`` are the parts themselves. ``number`` is as
    printed, blanks inside it taken out. ``date`` is None where the text gives none;
    ``date_text`` then still holds what stands in its place and is no day
    ("31/2/2020"), and ``date_missing`` says that "ngày" is printed with nothing after
    it. ``act`` is the id of the act in the register, if the number is known there.
    """

    span: Span
    number: str
    kind: str
    date: datetime.date | None
    issuer: str | None
    act: str | None
    number_span: Span
    clause: str | None = None
    date_span: Span | None = None
    date_text: str | None = None
    date_missing: bool = False
