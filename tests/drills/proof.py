"""After the kills: what was acknowledged, against what stands."""

import hashlib
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from tests.drills.browser import Browser, Tally
from tests.drills.citizen import has_picture

from danvan.host.postgres import Cluster
from danvan.host.testing import Bench
from danvan.host.trial import Trial, clean_environment

_LETTERS = """
SELECT p.id, p.number, p.what,
       (SELECT count(*) FROM petitions_deadline d WHERE d.petition_id = p.id),
       (SELECT array_agg(s.to_state ORDER BY s.id) FROM petitions_step s
         WHERE s.petition_id = p.id),
       (SELECT count(*) FROM journal_entry j WHERE j.action = 'petition.receive'
           AND j.record = 'petitions.petition:' || p.id)
  FROM petitions_petition p WHERE p.what LIKE %s
"""
_FILES = "SELECT id, sha256 FROM files_storedfile WHERE owner = %s"


class Proof:
    """Everything that stands of the letters whose story begins with ``mark``."""

    def __init__(self, site: Trial, tally: Tally, mark: str) -> None:
        self.site, self.tally = site, tally
        with self._database() as db:
            self.letters = db.execute(_LETTERS, [f"{mark}%"]).fetchall()

    def _database(self) -> psycopg.Connection:
        url = Cluster(self.site.data, Bench().user).url("postgres")
        return psycopg.connect(url)

    def lost(self) -> list[str]:
        """Give the acknowledged stories that number and code do not open."""
        given = self.tally.acknowledged
        with ThreadPoolExecutor(8) as people:
            opened = people.map(lambda pair: self._opens(*pair), given.values())
            found = zip(given, opened, strict=True)
            return [story for story, opens in found if not opens]

    def _opens(self, number: str, code: str) -> bool:
        person = Browser(self.site.port, Tally())
        form = person.get("/tra-cuu/").form("number", "code")
        page = person.post(form, number=number, code=code)
        return page.status == 200 and f'dv-nowrap">{number}<' in page.text

    def doubled(self) -> list[str]:
        """Give the stories that are stored more than once."""
        counted = Counter(row[2] for row in self.letters)
        return [story for story, times in counted.items() if times > 1]

    def unasked(self) -> set[str]:
        """Give what is stored though it was never acknowledged."""
        return {row[2] for row in self.letters} - self.tally.acknowledged.keys()

    def half(self) -> list[str]:
        """Give the numbers of letters that want a term, a step or their file."""
        with self._database() as db:
            return [
                number
                for pk, number, what, terms, states, _ in self.letters
                if not terms
                or states != ["received"]
                or not self._has_files(db, pk, what)
            ]

    def _has_files(self, db: psycopg.Connection, pk: object, what: str) -> bool:
        rows = db.execute(_FILES, [f"petitions.petition:{pk}"]).fetchall()
        sums = [_sum(self.site.data / "files" / str(name)) for name, _ in rows]
        return sums == [s for _, s in rows] and len(rows) == has_picture(what)

    def lines(self) -> int:
        """Count the journal's lines of receipt of these letters."""
        return sum(row[5] for row in self.letters)

    def journal(self) -> subprocess.CompletedProcess[str]:
        """Check the journal as an operator does."""
        command = [Path(sys.executable).with_name("danvan-manage"), "journal", "verify"]
        env = clean_environment() | {"DANVAN_DATA": str(self.site.data)}
        return subprocess.run(
            command, env=env, capture_output=True, text=True, check=False
        )


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
