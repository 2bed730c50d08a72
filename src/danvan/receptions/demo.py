"""Demonstration data: made-up visits that really went through the services.

Nobody in them exists; each says so in its first word and is marked ``synthetic``.
"""

import datetime
import random
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.deadlines import without_end
from danvan.core.casework.workflow import Kind as Content
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import demo_texts
from danvan.receptions import booking, planning, services
from danvan.receptions.models import Kind, Session, Slot, State
from danvan.receptions.plan_forms import posts_of
from danvan.receptions.planning import Plan
from danvan.receptions.services import Person, Told
from danvan.receptions.visits import Competence, Outcome, Visit

_BACK, _AHEAD, _OFFICER = 60, 30, 21  # days
_SELDOM = 9  # days between those told of the closed period
_PLACE = "Phòng tiếp công dân, tầng 1"
_DAY = datetime.timedelta(days=1)
_OUTCOMES = (
    *[Outcome.ANSWERED] * 4,
    *[Outcome.TAKEN] * 3,
    *[Outcome.GUIDED] * 2,
    Outcome.REFUSED,
)


@transaction.atomic
def fill(*, today: datetime.date, seed: int = 2026) -> list[Visit]:
    """Plan sessions and write visits down, in units that receive.

    They reach into the statistics' last closed period, so that its forms count.
    """
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets # nosec B311
    calendar = without_end(working_calendar())
    officers = Membership.objects.on(today).filter(role=Role.RECEPTION_OFFICER)
    visits: list[Visit] = []
    for unit in Unit.objects.filter(pk__in=officers.values("unit")):
        visits += _Counter(unit, luck, today, calendar).tell()
    return visits


class _Counter:
    """Tells what happened at one unit's counter."""

    def __init__(
        self,
        unit: Unit,
        luck: random.Random,
        today: datetime.date,
        calendar: WorkingCalendar,
    ) -> None:
        self.unit, self.luck, self.today = unit, luck, today
        self.calendar, self.by = calendar, system(unit.code)
        self.visits: list[Visit] = []

    def tell(self) -> list[Visit]:
        """Plan, publish, receive; the days to come stay planned."""
        for session in self._regular():
            if session.on < self.today:  # held, also where nobody comes
                self._close(session, State.HELD)
            self._receive(session, self.luck.randint(0, 3))
        for number, session in enumerate(self._leaders()):
            self._led(session, number)
        self._appointments()
        return self.visits

    def _regular(self) -> list[Session]:
        recent = [self.today - n * _DAY for n in range(_OFFICER, -1, -1)]
        days = [d for d in self._closed() if d < recent[0]][::_SELDOM] + recent
        working = [d for d in days if self.calendar.is_working(d) or d == self.today]
        plans = [
            Plan(
                on=day,
                starts=datetime.time(7, 30),
                ends=datetime.time(17),
                place=_PLACE,
            )
            for day in working
        ]
        return self._planned(plans)

    def _leaders(self) -> list[Session]:
        span = range(-_BACK, _AHEAD)
        recent = [self.today + n * _DAY for n in span]
        days = [d for d in self._closed() if d < recent[0]] + recent
        thursdays = [
            d for d in days if d.weekday() == 3 and self.calendar.is_working(d)
        ]
        post = posts_of(self.unit)[0]
        plans = [
            Plan(
                on=day,
                starts=datetime.time(8),
                ends=datetime.time(11),
                place=_PLACE,
                kind=Kind.PERIODIC,
                post=post,
                expected="Tiếp công dân định kỳ",
                participants="Văn phòng, bộ phận chuyên môn liên quan",
                every=30,
            )
            for day in thursdays
        ]
        return self._planned(plans)

    def _closed(self) -> list[datetime.date]:
        """Return the days of the statistics' last closed period, which count them."""
        closed = periods.last_ended("inspectorate", self.today)
        length = (closed.end - closed.start).days + 1
        return [closed.start + n * _DAY for n in range(length)]

    def _planned(self, plans: Sequence[Plan]) -> list[Session]:
        return planning.plan(
            plans=plans, unit=self.unit, by=self.by, today=self.today, synthetic=True
        )

    def _led(self, session: Session, number: int) -> None:
        due = session.on - 9 * _DAY
        if due <= self.today or number % 2:
            # The last one to come is left for somebody to publish.
            planning.publish(
                sessions=[session.pk], by=self.by, today=min(due, self.today)
            )
        if session.on >= self.today:
            return
        if number % 4 == 3:
            self._close(session, State.MISSED, reason="Họp đột xuất cấp trên triệu tập")
        elif number % 4 == 2:
            self._close(session, State.DELEGATED, delegate="Phó Chủ tịch")
            self._receive(session, 1)
        else:
            self._close(session, State.HELD)
            self._receive(session, number % 3)

    def _close(self, session: Session, state: State, **said: str) -> None:
        planning.close(
            session=session.pk, state=state, by=self.by, today=self.today, **said
        )

    def _receive(self, session: Session, people: int) -> None:
        for hour in range(people):
            self.visits.append(self._visit(session, 8 + hour))

    def _visit(self, session: Session, hour: int) -> Visit:
        number = len(self.visits) + 1
        content = self.luck.choice(
            [Content.FEEDBACK, Content.FEEDBACK, Content.COMPLAINT]
        )
        matter = self.luck.choice(demo_texts.MATTERS[content])
        name, address = demo_texts.person(500 + number)
        outcome = self.luck.choice(_OUTCOMES)
        crowd = number % 17 == 0
        told = Told(
            content=content,
            summary=matter.what,
            request=matter.request,
            outcome=outcome,
            name=name,
            address=address,
            phone=f"0900 001 {number:03}",
            people=7 if crowd else 1,
            present=(Person(name, address, represents=True),) if crowd else (),
            letter=outcome is Outcome.TAKEN,
            ground="answered" if outcome is Outcome.REFUSED else "",
            answer="Đã giải thích quy định và thời hạn." if hour % 2 else "",
            competence=Competence.OTHER
            if outcome is Outcome.GUIDED
            else Competence.OWN,
            guided_to="Cơ quan có thẩm quyền" if outcome is Outcome.GUIDED else "",
        )
        earlier = self.visits[-3] if number % 9 == 0 else None
        moment = datetime.datetime.combine(session.on, datetime.time(hour, 15))
        return services.register(
            told=told,
            session=session,
            by=self.by,
            now=timezone.make_aware(moment),
            key=uuid.UUID(int=self.luck.getrandbits(128), version=4),
            matter=earlier.matter_id if earlier else None,
            synthetic=True,
        )

    def _appointments(self) -> None:
        if self.today != timezone.localdate():
            return  # hours are given by the database, which knows one today
        coming = Slot.objects.filter(
            session__unit=self.unit,
            session__on__gt=self.today,
            session__published_on__isnull=False,
        )
        for number, slot in enumerate(coming.order_by("session__on", "starts")[:3], 1):
            booking.book(
                slot=slot.pk,
                name=demo_texts.person(900 + number)[0],
                phone=f"0900 002 {number:03}",
                key=uuid.UUID(int=self.luck.getrandbits(128), version=4),
                by=self.by,
                now=timezone.now(),
                synthetic=True,
            )
