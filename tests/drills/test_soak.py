"""Half an hour of mixed load: memory stays flat, and everything is given back.

The short form proves that people can do what they come for while it is measured, and
that nothing is lost in those seconds; whether memory is flat, only time can tell.
"""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from tests.drills import soak_processes
from tests.drills.soak_crowd import Crowd
from tests.drills.soak_judge import Soak, beyond, findings, growth, kept
from tests.drills.soak_people import (
    OFFICE_VISITS,
    PORTAL_VISITS,
    Town,
    Visit,
    write_letter,
)
from tests.drills.soak_visitor import Hits, Visitor
from tests.drills.soak_watch import Watch
from tests.filled import filled

from danvan.host.postgres import Cluster
from danvan.host.system import make_folder
from danvan.host.testing import Bench
from danvan.host.trial import Trial

SEED = 20260711
VISITS = (*PORTAL_VISITS, *OFFICE_VISITS)
# Seconds after which the web server has ended each thread that nobody wants. Every day
# of an office has such rests between its rushes.
IDLE = 35
GROUPS = ("portal", "office", "worker", "supervisor", "database")


@dataclass(frozen=True)
class Shape:
    """How long and how hard; seconds, people, seconds between two pages."""

    warm: float
    load: float
    every: float
    public: int
    staff: int
    think: float
    rushes: int  # at the end, each with a rest that ends the threads


SHORT = Shape(warm=4, load=10, every=2, public=8, staff=6, think=0.2, rushes=0)
FULL = Shape(warm=300, load=1500, every=15, public=14, staff=10, think=1.5, rushes=3)


@pytest.fixture(scope="module")
def passing() -> Path:
    """The temporary folder of the server, which nobody else writes into."""
    folder = Path(os.environ["DANVAN_DATA"]) / "passing"
    make_folder(folder, Bench().user)
    return folder


@pytest.fixture(scope="module")
def site(passing: Path) -> Iterator[Trial]:
    """A server with the demonstration, behind one proxy that says who comes."""
    settings = {"DANVAN_TRUSTED_PROXIES": "1", "TMPDIR": str(passing)}
    data = filled(Path(os.environ["DANVAN_DATA"]) / "soak")
    site = Trial(data, settings=settings)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def town(site: Trial) -> Town:
    """What the visitors share."""
    return Town(site.password)


@pytest.fixture(scope="module")
def watch(site: Trial, passing: Path) -> Iterator[Watch]:
    """The watch over the server and its database."""
    user = Bench().user
    url = Cluster(site.data, user).url("postgres")
    watch = Watch(url, lambda: soak_processes.of(site), passing)
    yield watch
    watch.close()


def soaked(crowd: Crowd, watch: Watch, shape: Shape) -> Soak:
    """Let the crowd warm the server up, rest, load it, rest again after some rushes."""
    crowd.come()
    crowd.stay(shape.warm)
    crowd.go()
    crowd.fill_every_thread()
    before = watch.at_rest()
    crowd.come()
    seen = crowd.stay(shape.load, shape.every, watch.look)
    crowd.go()
    for _ in range(shape.rushes):
        crowd.fill_every_thread()
        quiet = watch.look().at + IDLE
        watch.at_rest(lambda sample, quiet=quiet: sample.at > quiet)
    crowd.fill_every_thread()
    after = watch.at_rest(lambda sample: not kept(before, sample))
    return Soak(before, seen, after, crowd.hits.faults)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.__name__)
def test_everybody_can_do_what_he_comes_for(site: Trial, town: Town, visit: Visit):
    hits = Hits()
    base = site.portal if visit in PORTAL_VISITS else site.office
    reading = threading.Event()  # never set: letters may not be sent at once

    pause = 0.3 if visit is write_letter else 0
    person = Visitor(base, "10.8.0.1", hits, lambda: reading.wait(pause))
    visit(person, town, Random(SEED))  # noqa: S311 - load, no secret

    assert not hits.faults
    assert visit is not write_letter or town.receipts


def test_under_mixed_load_nothing_grows_and_everything_is_given_back(
    site: Trial, watch: Watch, full: bool, figure
):
    shape = FULL if full else SHORT
    crowd = Crowd(site, shape.public, shape.staff, shape.think, SEED)

    soak = soaked(crowd, watch, shape)

    tell(crowd, soak, shape, figure)
    judged = [f for f in findings(soak) if full or "grew by" not in f]
    assert judged == []
    assert {name.split()[0] for name in soak.after.memory} == set(GROUPS)
    assert not crowd.lost
    assert crowd.visits.keys() == {v.__name__ for v in VISITS} or not full


def tell(crowd: Crowd, soak: Soak, shape: Shape, figure) -> None:
    """Tell the figures."""
    hits, grown = crowd.hits, growth(soak)
    figure("soak.minutes", round((shape.warm + shape.load) / 60, 1))
    figure("soak.requests", len(hits.seconds))
    figure("soak.errors", len(hits.faults))
    for group in GROUPS:
        figure(f"soak.{group}", max(grown[n] for n in grown if n.split()[0] == group))
    for what in ("connections", "descriptors"):
        more = beyond(what, soak.before, soak.after)
        figure(f"soak.{what}", sum(more.values()))
    figure("soak.rate", round(len(hits.seconds) / (shape.warm + shape.load), 1))
    figure("soak.p95", round(1000 * hits.percentile(95)))
