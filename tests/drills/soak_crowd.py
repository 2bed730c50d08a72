"""A crowd that keeps a server busy: so many people, each one visit after the other."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.drills.soak_people import OFFICE_VISITS, PORTAL_VISITS, Town, Visit
from tests.drills.soak_visitor import Hits, Stopped, Visitor

from danvan.host.trial import Trial

T = TypeVar("T")
AT_ONCE = 48  # more than all threads of a server, so that each of them works once


@dataclass
class Crowd:
    """People of the public and of the office; what they do follows from ``seed``."""

    site: Trial
    public: int
    staff: int
    think: float  # seconds between two pages, in the mean
    seed: int
    hits: Hits = field(default_factory=Hits)
    lost: list[str] = field(default_factory=list)  # visits that found no way on
    visits: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nobody has come yet."""
        self._over = threading.Event()
        self._people: list[threading.Thread] = []
        self._town = Town(self.site.password)

    def come(self) -> None:
        """Let everybody begin."""
        self._over.clear()
        groups = [(self.site.portal, PORTAL_VISITS)] * self.public
        groups += [(self.site.office, OFFICE_VISITS)] * self.staff
        self._people = [
            threading.Thread(target=self._live, args=(number, *group))
            for number, group in enumerate(groups, 1)
        ]
        for person in self._people:
            person.start()

    def go(self) -> None:
        """Send everybody home, and wait until they are gone."""
        self._over.set()
        for person in self._people:
            person.join()

    def stay(
        self,
        seconds: float,
        every: float = 60.0,
        look: Callable[[], T] | None = None,
    ) -> list[T]:
        """Let so many seconds pass; return what was seen, looking now and then."""
        end, seen = time.monotonic() + seconds, []
        while (left := end - time.monotonic()) > 0:
            self._over.wait(min(every, left))
            if look:
                seen.append(look())
        return seen

    def fill_every_thread(self) -> None:
        """Let each thread of both servers answer something."""
        for base, page in (
            (self.site.portal, "/tra-cuu/"),
            (self.site.office, "/sign-in/"),
        ):
            fill_every_thread(self.hits, (f"{base}{page}", f"{base}/healthz"))

    def _live(self, number: int, base: str, known: tuple[Visit, ...]) -> None:
        luck = Random(f"{self.seed} {number}")  # noqa: S311 - load, no secret

        def think() -> None:
            if self._over.wait(min(luck.expovariate(1 / self.think), 4 * self.think)):
                raise Stopped

        with suppress(Stopped):
            turn = number
            while True:
                visit = known[turn % len(known)]
                turn += 1
                try:
                    visit(
                        self._visitor(luck.randint(1, 60_000), base, think),
                        self._town,
                        luck,
                    )
                    self.visits[visit.__name__] = self.visits.get(visit.__name__, 0) + 1
                except LookupError as error:
                    self.lost.append(f"{visit.__name__}: {error}")

    def _visitor(self, house: int, base: str, think: Callable[[], None]) -> Visitor:
        address = f"10.7.{house // 250}.{house % 250 + 1}"
        return Visitor(base, address, self.hits, think)


def fill_every_thread(hits: Hits, addresses: Sequence[str]) -> None:
    """Ask for more pages at once than a server has threads."""
    asked = [
        threading.Thread(
            target=Visitor(at, "10.9.9.9", hits, lambda: None).get, args=[at]
        )
        for at in addresses * (AT_ONCE // len(addresses))
    ]
    for one in asked:
        one.start()
    for one in asked:
        one.join()
