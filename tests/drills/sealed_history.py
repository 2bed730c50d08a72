"""A unit's ordinary years, and sealed cases against it in every state of their course."""

import random
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.sealing import world

from danvan.accounts.rights import Role
from danvan.core.actor import PUBLIC, system
from danvan.core.casework import changes
from danvan.core.casework.workflow import Kind
from danvan.orgs.models import Unit
from danvan.petitions import services as petitions
from danvan.petitions.models import Channel
from danvan.petitions.services import Letter
from danvan.vault import officers, services, unit_keys
from danvan.vault.course_rules import NotAllowed, ways
from danvan.vault.course_selectors import look
from danvan.vault.errors import Refused
from danvan.vault.models import SealedCase
from danvan.vault.opening import Ask
from danvan.vault.scope import scoped, seen_by
from danvan.vault.sealing import STORY, Contents
from danvan.vault.tests.test_course_walks import bringing

REASON = "Theo quyết định thụ lý"
_COURSE = (petitions.screen, petitions.accept)


def letters(unit: Unit, count: int) -> None:
    """Let a unit receive so many ordinary letters, each taken some steps on."""
    by, now = system(unit.code), timezone.now()
    for number in range(count):
        kind = (Kind.FEEDBACK, Kind.COMPLAINT)[number % 2]
        said = f"Đường {number} hỏng, Chuyện mẫu"
        letter = Letter(kind, Channel.COUNTER, what=said, name=f"Người mẫu {number}",
                        address="12 đường Mẫu")  # fmt: skip
        made = petitions.register(
            letter=letter,
            unit=unit,
            by=by,
            now=now,
            key=uuid.UUID(int=unit.pk << 64 | number),
        )
        for step in _COURSE[: number % 3]:
            made = step(petition=made.pk, version=made.version, by=by, now=now)


@dataclass
class Handlers:
    """The unit that has the cases: who leads, who holds its key, who verifies."""

    unit: Unit
    one: world.Holder
    two: world.Holder
    leader: world.Holder
    verifier: world.Holder

    @classmethod
    def of(cls, unit: Unit, held: list[world.Holder]) -> "Handlers":
        """Add a verifier with a key of his own to the unit's holders and leader."""
        verifier = world._officer(unit, "verifies", Role.VERIFIER)
        by, now = verifier.viewer.actor(unit.pk), timezone.now()
        officers.enrol_officer(
            user=verifier.user, passphrase=world.PASSPHRASE, by=by, now=now
        )
        return cls(unit, *held, verifier)

    def ask(self, case: uuid.UUID) -> Ask:
        """Ask for the story as its first holder."""
        return Ask(case, STORY, self.one.viewer, self.one.unlocked, "verify", REASON)

    def rotate(self) -> None:
        """Begin a new epoch and hand every case over to it."""
        unit_keys.rotate(
            unit=self.unit, holders=[self.one.user, self.two.user], now=timezone.now(),
            unlocked=self.one.unlocked, by=self.one.viewer.actor(self.unit.pk),
        )  # fmt: skip


def cases(
    handlers: Handlers, accused: Unit, elsewhere: Unit, count: int, settings: Any
) -> dict[str, int]:
    """Take cases against a unit in and work on them; say in which states they stand.

    Every second one comes over the accused's own counter; keys change twice.
    """
    chance, made = random.Random(20261122), []  # noqa: S311
    for number in range(count):
        online = number % 2
        settings.PROCESS = "portal" if online else "office"
        by = PUBLIC if online else system(accused.code)
        made.append(world.seal(handlers.unit, accused.code, by))
        settings.PROCESS = "office"
        _work(handlers, made[-1], accused, elsewhere, number, chance)
        if number in {count // 3, 2 * count // 3}:
            handlers.rotate()
    with scoped(user_id="", units=[handlers.unit.pk]):
        stages = SealedCase.objects.filter(pk__in=made).values_list("stage", "state")
        return {f"{a or '-'}/{b}": list(stages).count((a, b)) for a, b in stages}


def _work(
    handlers: Handlers, case: uuid.UUID, accused: Unit, elsewhere: Unit,
    number: int, chance: random.Random,
) -> None:  # fmt: skip
    if number % 6 == 5:  # its course is kept on paper
        held = [handlers.one, handlers.two, handlers.leader]
        world.live(case, held, elsewhere, accused)
        if number % 12 == 11:
            viewer = handlers.one.viewer
            services.shred(case_id=case, viewer=viewer, decision="12/QĐ-UBND")
        return
    now = timezone.now()
    for one in (handlers.one, handlers.verifier):
        services.assign(
            case_id=case, user=one.user, viewer=handlers.leader.viewer, now=now
        )
    services.unseal(ask=handlers.ask(case), now=now)
    if number % 3 == 0:
        services.let_verify(
            ask=handlers.ask(case), user=handlers.verifier.user, now=now
        )
    if number % 4 == 0:
        extract = Contents({"what": "trích"})
        services.pass_on(ask=handlers.ask(case), to=elsewhere, extract=extract, now=now)
    for _ in range(number % 9):
        _step(handlers, case, chance)


def _step(handlers: Handlers, case: uuid.UUID, chance: random.Random) -> None:
    """Take one step of the course that its table allows, by whoever may."""
    now = timezone.now()
    viewer = chance.choice([handlers.one, handlers.leader]).viewer
    with seen_by(viewer):
        at = look(case, viewer)
    if not (able := ways(at.standing, at.seats, timezone.localdate(now))):
        return
    line = chance.choice(able)
    said = bringing(line, chance.choice, str(handlers.verifier.user.pk))
    try:
        services.take_step(
            case_id=case, step=line.step, said=said, on=timezone.localdate(now),
            viewer=viewer, now=now,
        )  # fmt: skip
    except (NotAllowed, changes.NotAllowed, Refused):
        return  # late by the table alone, or extended as often as the law lets
