"""Let one version of the house send letters, tell of them, and check its journal.

    python speak.py send | told | journal

Run by the Python of the version that is asked, old or new, with its database in
``DATABASE_URL`` and its process in ``DANVAN_PROCESS``: ``send`` and ``told`` as the
public's, ``journal`` as the office's. ``told`` reads from standard input what the
database keeps of each petition's code, by number. The answer is one line of JSON.
"""

import datetime
import hashlib
import json
import sys
import uuid

import django

django.setup()

from danvan.petitions import public, receipts  # noqa: E402 - after setup

# Everybody in it is made up, and says so.
LETTER = {
    "what": "[Mẫu] Đèn đường khu vực 2 hỏng đã lâu.",
    "request": "[Mẫu] Đề nghị thay đèn.",
    "unit_code": "C31135",
    "place": "[Mẫu] Khu vực 2",
    "anonymous": False,
    "name": "Người dân mẫu",
    "phone": "",
    "address": "[Mẫu] Khu vực 2",
    "on_behalf_of": "",
    "decision": "",
    "decision_received": None,
    "attachments": (),
    "language": "vi",
}
LETTERS = (
    {"kind": "feedback"},
    {"kind": "feedback", "anonymous": True, "name": "", "address": ""},
    {"kind": "complaint", "decision": "Quyết định 00/QĐ-UBND (mẫu)"},
)


def send():
    """Send a letter of each kind; tell their numbers and codes, and where they stand."""
    sent = []
    for given in LETTERS:
        draft = public.Intake(**LETTER | given)
        receipt = public.submit(draft, idempotency_key=uuid.uuid4())
        stands = public.status(receipt.number, receipt.code).state_code
        told = {"number": receipt.number, "code": receipt.code, "state": stands}
        sent.append(told)
    return sent


def told():
    """Tell of every petition what the citizen who sent it reads of it today."""
    kept = json.load(sys.stdin)
    receipts.code_hash = lambda number, code: kept[number]
    sealed = sys.modules.get("danvan.vault.receipts")
    if sealed:  # its hash is slow on purpose, and no sealed case is asked for
        sealed.code_hash = lambda number, code: ""
    return {number: _told(public.status(number, "0" * 12)) for number in kept}


def _told(status):
    if status is None:
        return None
    steps = [
        [step.label_code, _iso(step.on), step.to, [*step.reasons]]
        for step in status.steps
    ]
    words = json.dumps([steps, status.answer, status.explanation], sort_keys=True)
    told = {"state": status.state_code, "unit": status.unit_name}
    told |= {"received": _iso(status.received), "reply_by": _iso(status.reply_by)}
    return told | {"words": hashlib.sha256(words.encode()).hexdigest()[:16]}


def _iso(day):
    return day.isoformat() if isinstance(day, datetime.date) else day


def journal():
    """Check the whole journal by this version's own means."""
    from danvan.journal.verify import verify

    found = verify()
    broken = [[b.chain, b.seq, b.fault] for b in found.breaks]
    return {"chains": found.chains, "lines": found.lines, "breaks": broken}


if __name__ == "__main__":
    answer = {"send": send, "told": told, "journal": journal}[sys.argv[1]]()
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
