"""Demonstration data: keys of two units and sealed cases, all made up.

Nobody in them exists; each says so in its first word. They really went through
the services, so a holder must unlock his key to read one.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.rights import Viewer
from danvan.accounts.selectors import viewer_for
from danvan.core.actor import Actor, system
from danvan.core.casework import clock, deadlines
from danvan.core.casework.workflow import Kind, Step
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.vault import (
    demo_texts,
    modes,
    officers,
    opening,
    services,
    shares,
    unit_keys,
)
from danvan.vault.course_rules import Said
from danvan.vault.decision import Channel
from danvan.vault.models import SealedCase
from danvan.vault.opening import Ask
from danvan.vault.scope import scoped
from danvan.vault.sealing import IDENTITY, STORY, Contents
from danvan.vault.services import NewCase

_REASON = "Ví dụ: xác minh theo quyết định thụ lý"


@dataclass(frozen=True, slots=True)
class Office:
    """A unit of the demonstration with those who handle its sealed cases."""

    unit: Unit
    leader: User
    holders: tuple[User, User]


def fill(
    *, province: Office, commune: Office, passphrase: str, today: datetime.date
) -> Sequence[str]:
    """Make keys and cases, and return the recovery shares, which are kept nowhere.

    Runs in one transaction; `work` goes on after it.
    """
    now = _noon(today)
    for user in (*province.holders, *commune.holders):
        by = Actor(f"user:{user.pk}", user.label, "system")
        officers.enrol_officer(user=user, passphrase=passphrase, by=by, now=now)
    ceremony = shares.hold_ceremony()
    unit_keys.found_recovery(
        province=province.unit,
        public=ceremony.public,
        offices=demo_texts.OFFICES,
        by=system(province.unit.code),
        now=now,
    )
    for office in (province, commune):
        unit_keys.found_unit_key(
            unit=office.unit,
            holders=office.holders,
            by=system(office.unit.code),
            now=now,
        )
    for office in (province, commune):
        _decide(office, today)
    for number in range(len(demo_texts.STORIES)):
        office = province if number == demo_texts.IN_HAND else commune
        case = _take_in(number, office.unit, today - datetime.timedelta(days=number))
        _assign(case, office, today)
    paper = _new_case(len(demo_texts.STORIES), commune.unit, today)
    services.register_paper(case=paper, by=system(commune.unit.code))
    return ceremony.shares


def work(
    *, province: Office, commune: Office, passphrase: str, today: datetime.date
) -> None:
    """Open, pass on and close some of the cases, as their holders would.

    Not in a transaction: the journal's line is committed before each opening.
    """
    keys = {
        office.unit.code: officers.open_key(
            user=office.holders[0], passphrase=passphrase
        )
        for office in (province, commune)
    }

    def ask(number: int, office: Office, compartment: str = STORY) -> Ask:
        viewer, unlocked = _viewer(office, today), keys[office.unit.code]
        case = _case(number, office)
        return Ask(case, compartment, viewer, unlocked, "verify", _REASON)

    now = timezone.now()
    services.unseal(ask=ask(demo_texts.IN_HAND, province), now=now)
    for step in (Step.SCREEN, Step.ACCEPT):
        services.take_step(
            case_id=_case(demo_texts.IN_HAND, province),
            step=step,
            said=Said(),
            on=timezone.localdate(now),
            viewer=_viewer(province, today),
            now=now,
        )
    services.pass_on(
        ask=ask(demo_texts.PASSED_ON, commune),
        to=province.unit,
        extract=Contents({"what": demo_texts.EXTRACT}),
        now=now,
    )
    _assign(_case(demo_texts.PASSED_ON, commune), province, today)
    services.unseal(ask=ask(demo_texts.CLOSED, commune), now=now)
    services.close(
        case_id=_case(demo_texts.CLOSED, commune), viewer=_viewer(commune, today)
    )
    asked = ask(demo_texts.RECEIVED, commune, IDENTITY)
    opening.ask_second(
        case_id=asked.case_id,
        compartment=IDENTITY,
        viewer=asked.viewer,
        now=now,
        ground="contact",
        reason=_REASON,
    )


def _decide(office: Office, today: datetime.date) -> None:
    """Record that the unit takes sealed letters online, should the site allow it."""
    modes.decide(
        unit=office.unit,
        channel=Channel.ONLINE,
        number=demo_texts.DECISION,
        decided_on=today,
        signer=demo_texts.SIGNER,
        valid_from=today,
        viewer=viewer_for(office.leader, today=today),
    )


def _take_in(number: int, unit: Unit, received_on: datetime.date) -> uuid.UUID:
    told: Mapping[str, str] = demo_texts.STORIES[number]
    case = _new_case(number, unit, received_on)
    services.seal(
        case=case,
        identity=Contents(demo_texts.person(number)),
        story=Contents(told),
        by=system(unit.code),
    )
    return _find(case.idempotency_key, unit)


def _new_case(number: int, unit: Unit, received_on: datetime.date) -> NewCase:
    due = deadlines.compute_for_now(
        clock.STARTS[Kind.DENUNCIATION, Step.RECEIVE], received_on, working_calendar()
    ).due
    return NewCase(unit.code, received_on, due, _key(number))


def _key(number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"danvan-demonstration/{number}")


def _case(number: int, office: Office) -> uuid.UUID:
    return _find(_key(number), office.unit)


def _find(key: uuid.UUID, unit: Unit) -> uuid.UUID:
    with scoped(user_id="", units=[unit.pk]):
        return SealedCase.objects.get(idempotency_key=key).pk


def _assign(case_id: uuid.UUID, office: Office, today: datetime.date) -> None:
    services.assign(
        case_id=case_id,
        user=office.holders[0],
        viewer=viewer_for(office.leader, today=today),
        now=_noon(today),
    )


def _viewer(office: Office, today: datetime.date) -> Viewer:
    return viewer_for(office.holders[0], today=today)


def _noon(today: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(today, datetime.time(12)))
