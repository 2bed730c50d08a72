"""What a letter is on the six axes of the law, and everything it lacks, at once.

Circular 05/2021/TT-TTCP, article 6, which keeps the structure of article 6 of
circular 07/2014/TT-TTCP; the conditions are data (`core/data/classification.toml`).
Nothing here decides: an officer does, with this in view.
"""

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.ground import Ground, ground, span
from danvan.core.data import load_toml


class Content(StrEnum):
    """Axis 1: what it is about."""

    FEEDBACK = "feedback"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    MIXED = "mixed"  # nhiều nội dung khác nhau
    OTHER = "other"  # đơn khác


class Condition(StrEnum):
    """Axis 2: whether it can be handled."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class Competence(StrEnum):
    """Axis 3: who has to settle it, seen from the unit that holds it."""

    OWN = "own"
    SUBORDINATE = "subordinate"  # a direct subordinate's
    OTHER = "other"
    PARTY = "party"  # a party body's, on party matters


class Signatories(StrEnum):
    """Axis 4: how many signed. A few are in neither class that forms print."""

    ONE = "one"
    FEW = "few"  # 2-4
    MANY = "many"  # 5 and more


class Body(StrEnum):
    """Axis 6: what kind of body is competent."""

    ADMINISTRATION = "administration"
    ELECTED = "elected"
    JUSTICE = "justice"  # tố tụng, thi hành án
    POLITICAL = "political"  # chính trị, chính trị - xã hội, tôn giáo
    SERVICE = "service"  # đơn vị sự nghiệp
    ENTERPRISE = "enterprise"  # doanh nghiệp nhà nước


class NothingSaid(ValueError):
    """No content was named: there is nothing to assess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The facts of a letter as the reader of it ticks them.

    ``contents`` are the kinds of content found in it (at least one; none: đơn
    khác, say ``other``), ``own`` those within the unit's own competence,
    ``failing`` the conditions it does not meet, ``people`` who signed (0: nobody),
    ``translated``: a certified translation is with it, ``evidence``: clear about
    who did what, with concrete evidence, ``originals``: original papers are with it.
    """

    received_on: datetime.date
    contents: Set[Kind] = frozenset()
    other: bool = False
    own: Set[Kind] = frozenset()
    failing: Set[Reason] = frozenset()
    people: int = 1
    translated: bool = False
    evidence: bool = False
    originals: bool = False
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Failing:
    """A condition not met, its ground, and why that files the letter, if it does."""

    reason: Reason
    kind: Kind
    ground: Ground
    filed: Ground | None = None
    curable: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where a letter stands on every axis, and what follows.

    ``filed`` are the conditions for which it is kept without action, until
    ``keep_until``; empty while any of its contents may still be handled. ``inspect``: a denunciation nobody can answer for goes to
    inspection because its evidence is concrete (article 25.2 of the law on
    denunciations). ``split``: the sender is guided to write separate letters
    (XLD_08); ``openable`` are the contents that may still be opened here as linked
    matters, the letter counted once.
    """

    content: Content
    condition: Condition
    competence: Competence
    signatories: Signatories
    originals: bool
    body: Body | None
    failing: tuple[Failing, ...]
    filed: tuple[Failing, ...]
    inspect: bool
    split: bool
    openable: frozenset[Kind]
    keep_until: datetime.date | None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The codes of all conditions not met, in the order of the enum, once each."""
        found = {failing.reason for failing in self.failing}
        return tuple(reason for reason in Reason if reason in found)

    @property
    def certain(self) -> bool:
        """Whether every article that this rests on was read."""
        return all(
            f.ground.certain and (not f.filed or f.filed.certain) for f in self.failing
        )


def assess(letter: Letter, competence: Competence | None = None) -> Assessment:
    """Assess a letter on all six axes; every condition not met is named.

    ``competence`` where it is more than own or other (a subordinate's, a party
    body's). Raises NothingSaid without any content.
    """
    if not letter.contents and not letter.other:
        raise NothingSaid
    failing = _failing(letter)
    inspect = letter.evidence and any(
        f.kind is _T and f.reason in _NOBODY for f in failing
    )
    dead = {f.kind for f in failing if f.filed and not (inspect and f.kind is _T)}
    alive = letter.contents - dead
    filed = tuple(f for f in failing if f.filed) if dead and not alive else ()
    return Assessment(
        content=_content(letter),
        condition=Condition.INELIGIBLE if failing else Condition.ELIGIBLE,
        competence=competence or (Competence.OWN if letter.own else Competence.OTHER),
        signatories=signatories(letter.people),
        originals=letter.originals,
        body=letter.body,
        failing=failing,
        filed=filed,
        inspect=inspect,
        split=len(letter.contents) > 1 and not filed,
        openable=frozenset(letter.own & alive),
        keep_until=_kept(letter.received_on) if filed else None,
    )


def signatories(people: int) -> Signatories:
    """Return the class of so many names and signatures; the count itself is kept.

    >>> [str(signatories(n)) for n in (1, 2, 4, 5)]
    ['one', 'few', 'few', 'many']
    """
    many: int = load_toml("classification.toml")["many"]
    if people >= many:
        return Signatories.MANY
    return Signatories.ONE if people <= 1 else Signatories.FEW


_T = Kind.DENUNCIATION
# Nobody answers for it, so that it is no denunciation by the law.
_NOBODY = frozenset({Reason.NO_NAME, Reason.NO_ADDRESS, Reason.FALSE_NAME})


def _content(letter: Letter) -> Content:
    if len(letter.contents) > 1:
        return Content.MIXED
    return Content(next(iter(letter.contents))) if letter.contents else Content.OTHER


def _failing(letter: Letter) -> tuple[Failing, ...]:
    found = []
    for row in _rows():
        kind, reason = Kind(row["kind"]), Reason(row["code"])
        if kind not in letter.contents or reason not in letter.failing:
            continue
        if not span(row).holds_on(letter.received_on):
            continue
        if not row.get("own", True) and kind in letter.own:
            continue
        if reason is Reason.NOT_VIETNAMESE and letter.translated:
            continue
        found.append(_rule(row, letter.received_on))
    return tuple(found)


def _rule(row: Mapping[str, Any], on: datetime.date) -> Failing:
    filed = None
    if row.get("files"):
        filed = _ground(
            {
                "act": row["file_act"],
                "article": row["file_article"],
                "read": row.get("file_read", True),
            },
            on,
        )
    return Failing(
        reason=Reason(row["code"]),
        kind=Kind(row["kind"]),
        ground=_ground(row, on),
        filed=filed,
        curable=row.get("curable", False),
    )


def _ground(row: Mapping[str, Any], on: datetime.date) -> Ground:
    """Return the ground of a row, under the act that has replaced its own by then."""
    for new in load_toml("classification.toml")["replaced"]:
        if row["act"] == new["act"] and on >= new["since"]:
            return ground({"act": new["by"], "article": new["article"], "read": False})
    return ground(row)


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(load_toml("classification.toml")["table"]["reasons"])


def _kept(received: datetime.date) -> datetime.date:
    years: int = load_toml("classification.toml")["keep_years"]
    try:
        return received.replace(year=received.year + years)
    except ValueError:  # 29 February
        return received.replace(year=received.year + years, day=28)
