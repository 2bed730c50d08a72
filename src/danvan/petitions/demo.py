"""Demonstration data: made-up petitions that really went through the services.

Nobody in them exists; each says so in its first word and is marked ``synthetic``.
"""

import datetime
import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.core.actor import Actor, system
from danvan.core.calendar import periods
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.changes import NotAllowed
from danvan.core.casework.deadlines import without_end
from danvan.core.casework.workflow import Kind, Step, StepNotAllowed
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import demo_sources, demo_texts, doing, services
from danvan.petitions.models import Channel, Petition
from danvan.petitions.services import Letter

COUNT = 180
DAYS = 90  # how far back the letters of today's work go
_CLOSED = 3  # each third letter came in the period of the statistics that ended last
_DAY = datetime.timedelta(days=1)

_OPEN = datetime.time(8)
# Whose hand takes a step; the others are the petition clerk's.
_HANDS = {
    **dict.fromkeys((Step.ASSIGN, Step.DETERMINE, Step.EXECUTE), Role.UNIT_LEADER),
    **dict.fromkeys(
        (Step.VERIFY, Step.INVITE, Step.DIALOGUE, Step.SUSPEND, Step.CONCLUDE),
        Role.VERIFIER,
    ),
}
_S = Step
# How often a petition stays where it is before a step: some are forgotten, many
# are answered but not closed yet.
_RESTS = {Step.CLOSE: 0.4}
_VERIFIED = (_S.SCREEN, _S.ACCEPT, _S.ASSIGN, _S.CONCLUDE, _S.ANSWER, _S.CLOSE)
_COURSES: Mapping[Kind, Sequence[Sequence[Step]]] = {
    Kind.FEEDBACK: (
        (_S.SCREEN, _S.ANSWER, _S.CLOSE),
        (_S.SCREEN, _S.ANSWER, _S.CLOSE),
        (_S.SCREEN, _S.ACCEPT, _S.ASSIGN, _S.ANSWER, _S.CLOSE),
        _VERIFIED,
        (_S.SCREEN, _S.TRANSFER, _S.CLOSE),
        (_S.SCREEN, _S.GUIDE, _S.CLOSE),
        (_S.SCREEN, _S.FILE, _S.CLOSE),
        (_S.WITHDRAW,),
    ),
    Kind.COMPLAINT: (
        _VERIFIED,
        _VERIFIED,
        _VERIFIED,
        (_S.SCREEN, _S.GUIDE, _S.CLOSE),
        (_S.SCREEN, _S.FILE, _S.CLOSE),
        (_S.SCREEN, _S.ACCEPT, _S.WITHDRAW),
    ),
}
_HEARD = (
    *(_S.SCREEN, _S.ACCEPT, _S.ASSIGN, _S.VERIFY, _S.INVITE, _S.DIALOGUE),
    *(_S.CONCLUDE, _S.ANSWER),
)
# Told to the letter, so that every state can be seen.
_EXAMPLES: Sequence[tuple[Kind, Sequence[Step]]] = (
    *((Kind.COMPLAINT, _HEARD[:length]) for length in (4, 5, 6, 8)),
    (Kind.COMPLAINT, (_S.SCREEN, _S.ACCEPT, _S.DETERMINE, _S.ASSIGN)),
    (Kind.COMPLAINT, (_S.SCREEN, _S.ACCEPT, _S.ASSIGN, _S.SUSPEND)),
    (Kind.FEEDBACK, (_S.SCREEN, _S.ANSWER, _S.EXECUTE)),
    (Kind.FEEDBACK, (_S.SCREEN, _S.ANSWER, _S.RESOLVE)),
    (Kind.FEEDBACK, (_S.SCREEN, _S.ANSWER, _S.CLOSE, _S.ASK_REOPEN)),
    *((Kind.COMPLAINT, _VERIFIED[:length]) for length in range(len(_VERIFIED) + 1)),
    *((Kind.FEEDBACK, course[:2]) for course in _COURSES[Kind.FEEDBACK]),
    *((Kind.FEEDBACK, _VERIFIED[: number % 2]) for number in range(8)),
)
# Calendar days that a step takes at most, and how much later it is still fresh.
_PACE, _FRESH = 6, 14


@transaction.atomic
def fill(
    *,
    today: datetime.date,
    units: Sequence[Unit] | None = None,
    actors: Mapping[Role, Actor] | None = None,
    calendar: WorkingCalendar | None = None,
    seed: int = 2026,
    count: int = COUNT,
) -> list[Petition]:
    """Make ``count`` petitions, in all states, and return them.

    They came in the last 90 days, and a third in the statistics' last closed period,
    so that its forms have something to count.

    ``units`` receive them: by default those that have a petition clerk, with
    the system acting where ``actors`` names nobody. Raises ValueError if none.
    """
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets # nosec B311
    units = units if units is not None else _units(today)
    if not units:
        raise ValueError("no unit has a petition clerk to receive petitions")
    teller = _Teller(
        luck, today, without_end(calendar or working_calendar()), actors or {}
    )
    ages = sorted(_ages(luck, today, count), reverse=True)
    told = [
        teller.tell(number, units[number % len(units)], today - age * _DAY)
        for number, age in enumerate(ages, start=1)
    ]
    # Few letters are asked for by tests of something else.
    return told + (teller.bring(units[0]) if count >= COUNT else [])


def oldest(today: datetime.date) -> datetime.date:
    """Return the day before which no letter came."""
    closed = periods.last_ended("inspectorate", today)
    return min(today - DAYS * _DAY, closed.start)


def _ages(luck: random.Random, today: datetime.date, count: int) -> Iterator[int]:
    closed = periods.last_ended("inspectorate", today)
    youngest, eldest = (today - closed.end).days, (today - closed.start).days
    for number in range(count):
        past = number % _CLOSED == 0
        yield luck.randint(youngest, eldest) if past else luck.randint(0, DAYS)


def _units(today: datetime.date) -> Sequence[Unit]:
    clerks = Membership.objects.on(today).filter(role=Role.PETITION_CLERK)
    return list(Unit.objects.filter(pk__in=clerks.values("unit")))


class _Teller:
    """Tells the course of one petition after the other."""

    def __init__(
        self,
        luck: random.Random,
        today: datetime.date,
        calendar: WorkingCalendar,
        actors: Mapping[Role, Actor],
    ) -> None:
        self.luck, self.today, self.calendar = luck, today, calendar
        self.given = actors
        self.found: dict[int, Mapping[Role, Actor]] = {}
        self.examples = list(_EXAMPLES)

    def tell(self, number: int, unit: Unit, day: datetime.date) -> Petition:
        """Take a letter in on ``day`` and carry it as far as its luck goes."""
        example = self._example(day)
        letter = self._letter(number, example[0] if example else None)
        if letter.channel != Channel.ONLINE:  # somebody took it in
            while not self.calendar.is_working(day):
                day -= _DAY
        petition = services.register(
            letter=letter,
            unit=unit,
            by=self._actor(unit, Role.PETITION_CLERK),
            now=self._moment(day),
            key=uuid.UUID(int=self.luck.getrandbits(128), version=4),
            calendar=self.calendar,
            synthetic=True,
        )
        course = example[1] if example else self._course(letter.kind)
        slowest = 2 if example else 4
        for step in course:
            day = self.calendar.add_working_days(day, self.luck.randint(1, slowest))
            if step is Step.DIALOGUE:  # on the day people were called for
                talk = petition.dialogues.order_by("-id").first()
                day = talk.planned_on if talk else day
            if day > self.today:
                break
            try:
                petition = self._take(step, petition, day)
            except (StepNotAllowed, NotAllowed):
                break  # the law of that day knew no such step
        return petition

    def bring(self, unit: Unit) -> list[Petition]:
        """Take in one letter from every source that is left, and one of a group."""
        day = self.today
        while not self.calendar.is_working(day):
            day -= _DAY
        return [
            services.register(
                letter=letter,
                unit=unit,
                by=self._actor(unit, Role.PETITION_CLERK),
                now=self._moment(day),
                key=uuid.UUID(int=self.luck.getrandbits(128), version=4),
                calendar=self.calendar,
                synthetic=True,
                signatories=demo_sources.GROUP if letter.people > 1 else (),
            )
            for letter in demo_sources.letters(day)
        ]

    def _example(self, day: datetime.date) -> tuple[Kind, Sequence[Step]] | None:
        """Return one that has had its time, but not much more, since ``day``."""
        age = (self.today - day).days
        for example in self.examples:
            if 0 <= age - _PACE * len(example[1]) <= _FRESH:
                self.examples.remove(example)
                return example
        return None

    def _course(self, kind: Kind) -> Iterator[Step]:
        for step in self.luck.choice(_COURSES[kind]):
            if self.luck.random() < _RESTS.get(step, 0.03):
                return
            yield step

    def _take(self, step: Step, petition: Petition, day: datetime.date) -> Petition:
        verb = doing.SERVICES[step]
        role = _HANDS.get(step, Role.PETITION_CLERK)
        taken: Petition = verb(
            petition=petition.pk,
            version=petition.version,
            by=self._actor(petition.unit, role),
            now=self._moment(day),
            calendar=self.calendar,
            **self._words(step, petition, day),
        )
        return taken

    def _words(
        self, step: Step, petition: Petition, day: datetime.date
    ) -> dict[str, Any]:
        said = dict(demo_texts.WORDS.get(step, {}))
        if step is Step.ANSWER and petition.kind == Kind.COMPLAINT:
            said |= {"reply": demo_texts.DECISION}
        if step in {Step.ASSIGN, Step.EXECUTE}:
            said["unit"] = petition.unit
        if step is Step.INVITE:
            said["planned_on"] = day + 7 * _DAY
        if step is Step.DIALOGUE:
            said["held_on"] = day
        if step is Step.FILE:
            said["reasons"] = self.luck.sample(demo_texts.REASONS, 2)
        if step is Step.CONCLUDE:
            said |= demo_texts.RESULTS[Kind(petition.kind)]
        if step is Step.SCREEN:
            said["field"] = demo_texts.field_of(petition.what)
        return said

    def _letter(self, number: int, kind: Kind | None) -> Letter:
        kinds = [Kind.FEEDBACK] * 13 + [Kind.COMPLAINT] * 6
        kind = kind or self.luck.choice(kinds)
        matter = self.luck.choice(demo_texts.MATTERS[kind])
        unnamed = kind is Kind.FEEDBACK and self.luck.random() < 0.2
        name, address = ("", "") if unnamed else demo_texts.person(number)
        channels = [Channel.ONLINE] * 3 + [Channel.COUNTER] * 2 + [Channel.POST]
        return Letter(
            kind=kind,
            channel=self.luck.choice(channels),
            what=matter.what,
            request=matter.request,
            place=demo_texts.place(self.luck.randint(1, 9)),
            decision=matter.decision,
            anonymous=unnamed,
            name=name,
            address=address,
        )

    def _moment(self, day: datetime.date) -> datetime.datetime:
        hour = datetime.datetime.combine(day, _OPEN) + datetime.timedelta(
            minutes=self.luck.randrange(9 * 60)
        )
        return timezone.make_aware(hour)

    def _actor(self, unit: Unit, role: Role) -> Actor:
        if role in self.given:
            return self.given[role]
        if unit.pk not in self.found:
            held = Membership.objects.on(self.today).filter(unit=unit)
            self.found[unit.pk] = {
                Role(m.role): Actor(f"user:{m.user.pk}", m.user.label, unit.code)
                for m in held.select_related("user")
            }
        return self.found[unit.pk].get(role) or system(unit.code)
