"""Eight people send letters while processes are killed outright; nothing is lost.

The drill is proved by two planted bugs that it must catch.
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from tests.drills import jobs
from tests.drills.browser import Tally
from tests.drills.citizen import write_on
from tests.drills.killer import Killer
from tests.drills.planted import PLANTED, plant
from tests.drills.proof import Proof

from danvan.host.trial import Trial

CLIENTS = 8
GOALS = ("lost", "doubled", "half", "journal", "errors", "words")
KILLS = {True: 200, False: 6}
SEED = int(os.environ.get("DANVAN_DRILL_SEED", "1"))


def chance(seed: int) -> Random:
    """Draw the moments: the same ones for the same seed."""
    return Random(seed)  # noqa: S311


@pytest.fixture(scope="module")
def data() -> Path:
    return Path(os.environ["DANVAN_DATA"]) / "kills"


@pytest.fixture(scope="module")
def serve(data: Path) -> Callable[..., Iterator[Trial]]:
    """Run the real server on the same data, one after another."""

    @contextmanager
    def served(**settings: str) -> Iterator[Trial]:
        site = Trial(data, demo=False, settings=settings)
        assert site.process.stderr is not None
        said = site.process.stderr
        # Nobody may wait for us to read what it says.
        reader = threading.Thread(target=lambda: site.said.extend(said))
        reader.start()
        try:
            yield site
        finally:
            site.process.terminate()
            reader.join(60)
            site.stop()

    return served


@contextmanager
def people(site: Trial, mark: str, clients: int = CLIENTS) -> Iterator[Tally]:
    """Let people send letters; at the end each of them has every acknowledgement."""
    tally, enough = Tally(), threading.Event()
    with ThreadPoolExecutor(clients) as pool:
        writers = [
            pool.submit(write_on, f"{mark} {n}", site.port, tally, chance(n), enough)
            for n in range(clients)
        ]
        try:
            yield tally
        finally:
            enough.set()
    for writer in writers:
        writer.result()


@pytest.fixture(scope="class")
def site(serve) -> Iterator[Trial]:
    with serve() as site:
        yield site


class TestKills:
    """On one server."""

    def test_nothing_acknowledged_is_lost_and_nothing_doubled(self, site, full, figure):
        mark, killed = "Người gửi", []
        with people(site, mark) as tally:
            killer = Killer(site, tally, chance(SEED))
            for _ in range(KILLS[full]):
                killed.append(killer.strike(within=40))
                killer.until_well()

        proof = Proof(site, tally, mark)
        told = {"kills": len(killed), "seed": SEED} | figures(proof, tally)
        for name, value in told.items():
            figure(f"kill.{name}", value)
        said = "\n".join([str(told), f"{tally.statuses}", *killed, *site.said])
        assert tally.acknowledged, said
        assert {told[name] for name in GOALS} == {0}, said
        assert proof.unasked() == set(), said
        journal = proof.journal()
        assert journal.returncode == 0, f"{journal.stderr}\n{said}"

    def test_the_job_of_a_killed_worker_is_done(self, site, full, figure):
        job = jobs.kill_amid_a_job(site)
        if not full:
            jobs.let_half_a_minute_pass(site)

        jobs.until_done(site, job)

        figure("kill.jobs", 1)


def figures(proof: Proof, tally: Tally) -> dict[str, float]:
    """Say what came of it."""
    errors = sum(n for s, n in tally.statuses.items() if s >= 500 and s != 503)
    return {
        "acknowledged": len(tally.acknowledged),
        "lost": len(proof.lost()),
        "doubled": len(proof.doubled()),
        "half": len(proof.half()),
        "journal": proof.lines() - len(proof.letters),
        "errors": errors + tally.without_hint,
        "words": len(tally.lost_words),
        "away": tally.statuses[503],
        "wait": round(max(tally.waits), 1),
    }


@pytest.mark.parametrize(
    ("name", "finds"),
    [("late", {"lost"}), ("keyless", {"doubled"}), ("cut", set())],
    ids=PLANTED,
)
def test_the_drill_catches_what_is_planted(serve, data, name, finds):
    folder, mark = data.with_name(f"planted-{name}"), f"Vụ {name}"
    with serve(**plant(name, folder)) as site:
        with people(site, mark, clients=3) as tally:
            tally.until(lambda: tally.acknowledged, "a first letter")
            if name == "late":
                Killer(site, tally, chance(SEED)).strike_at("portal")
        proof = Proof(site, tally, mark)

        assert (folder / "done").exists()
        found = {"lost": proof.lost(), "doubled": proof.doubled()}
        assert {what for what, stories in found.items() if stories} == finds
