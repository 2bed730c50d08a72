"""Letters sent by many at once, as the public's process takes them in.

Run as a program of its own it is one client: petitions_intake.py HOW SECONDS, with
``ours`` (petitions.public.submit) or ``least`` (the same statements by psycopg).
It prints the milliseconds of each letter as JSON.
"""

import json
import os
import subprocess  # our own program, fixed arguments # nosec B404
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

CLIENTS = 8
WHAT = (
    "[Mẫu] Đoạn cống thoát nước trước hẻm 12 bị nghẹt, mưa lớn là nước tràn vào nhà. "
)


@dataclass(frozen=True)
class Sent:
    """Letters a second of all clients together, milliseconds of each letter."""

    rate: float
    taken: list[float]


def sent(how: str, url: str, seconds: float) -> Sent:
    """Let the clients send for so many seconds; they begin together."""
    start = time.time() + 4
    command = [sys.executable, Path(__file__), how, str(start), str(seconds)]
    env = {**os.environ, "DANVAN_PROCESS": "portal", "DATABASE_URL": url}
    clients = [
        subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, text=True
        )  # fixed arguments of ours # nosec B603
        for _ in range(CLIENTS)
    ]
    said = [client.communicate()[0] for client in clients]
    taken = [value for text in said for value in json.loads(text)]
    return Sent(rate=len(taken) / seconds, taken=taken)


def ours() -> Callable[[], object]:
    """Return what takes one letter in."""
    from danvan.petitions import public

    unit = public.receiving_unit_code("C31135")

    def send() -> object:
        return public.submit(_draft(unit), idempotency_key=uuid.uuid4())

    return send


def least() -> Callable[[], object]:
    """Return what sends the same statements by hand; the term is reckoned once."""
    import psycopg
    from django.utils import timezone

    from danvan.core.actor import PUBLIC
    from danvan.core.casework import deadlines
    from danvan.journal.line import Line, seal
    from danvan.orgs.selectors import working_calendar
    from danvan.petitions import receipts
    from danvan.petitions.models import Petition

    db = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    today = timezone.localdate()
    term = deadlines.compute_for_now("DL-KNPA-01", today, working_calendar())
    key = os.environ.get("DANVAN_JOURNAL_KEY") or _journal_key()
    days = "SELECT date, working FROM orgs_workingday ORDER BY date"
    unit = "SELECT * FROM orgs_unit WHERE code = 'C31135'"

    def send() -> object:
        with db.transaction():
            found = db.execute(unit).fetchone()
            db.execute(days).fetchall()
            row = db.execute("SELECT * FROM journal_head('portal')").fetchone()
            if not (found and row):
                raise RuntimeError("no unit or no chain")
            pk, own = uuid.uuid4(), uuid.uuid4()
            number = receipts.new_number(today.year)
            draft = asdict(_draft("C31135"))
            line = Line("portal", row[0] + 1, row[2], PUBLIC.id, PUBLIC.label,
                        "petition.receive", f"petitions.petition:{pk}",
                        {"state": (None, "received"), "kind": (None, "feedback"),
                         "unit": (None, "C31135"), "due": (None, f"{term.due}")}, "")  # fmt: skip
            petition = draft | {
                "id": pk, "number": number, "unit_id": found[0],
                "received_at": timezone.now(), "received_on": today,
                "idempotency_key": own,
                "code_hash": receipts.code_hash(number, receipts.code_for(own)),
                "folded": Petition.fold(draft["what"], draft["request"]),
                "deadline": {
                    "code": term.code, "start": today, "due": term.due,
                    "sentence_vi": term.sentence["vi"],
                    "sentence_en": term.sentence["en"],
                    "act": term.act, "article": term.article,
                },
            }  # fmt: skip
            journal = asdict(line) | {
                "at": line.at.isoformat(), "previous": row[1],
                "hmac": seal(line, row[1], key),
            }  # fmt: skip
            said = [json.dumps(v, default=str) for v in (petition, [], journal)]
            return db.execute("SELECT petitions_intake(%s, %s, %s)", said).fetchone()

    return send


def _journal_key() -> str:
    from django.conf import settings

    return str(settings.JOURNAL_KEY)


def _draft(unit: str):  # type: ignore[no-untyped-def]
    from danvan.petitions.public import Intake

    return Intake(
        kind="feedback", what=WHAT * 6, request="Đề nghị nạo vét cống.",
        unit_code=unit, place="Hẻm 12", anonymous=False, name="Người dân mẫu 12",
        phone="", address="Khu phố mẫu 3", on_behalf_of="", decision="",
        decision_received=None, attachments=(), language="vi",
    )  # fmt: skip


def main(how: str, start: str, seconds: str) -> None:
    """Send letters from ``start`` on and print how long each took."""
    import django

    django.setup()
    send = {"ours": ours, "least": least}[how]()
    taken: list[float] = []
    send()
    time.sleep(max(0.0, float(start) - time.time()))
    end = time.perf_counter() + float(seconds)
    while (now := time.perf_counter()) < end:
        send()
        taken.append(1000 * (time.perf_counter() - now))
    print(json.dumps(taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
