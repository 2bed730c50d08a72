"""The sealing figures of the pages: no byte without every condition (S6), no sign
of a sealed case in size or work of an answer (S9)."""

import gc
import time
import uuid
from dataclasses import fields

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from scipy.stats import mannwhitneyu
from tests.drills import sealed_volume

from danvan.petitions import public
from danvan.portal.tests.conftest import public_pages  # noqa: F401
from danvan.portal.tests.test_uniform_look_up import forget_tries, look_up, whole
from danvan.vault import receipts
from danvan.vault.models import Access
from danvan.vault.scope import scoped
from danvan.vault.tests import intake_of
from danvan.vault.tests.conftest import NAME, PASSPHRASE, REASON, TOLD, make_vault

pytestmark = pytest.mark.django_db
SAID = {"ground": "verify", "reason": REASON}
SECRETS = [word.encode() for word in (NAME, TOLD, "handwriting")]
TRIES = 2_000  # of the two kinds that are compared, together


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    sealed_volume.make_cheap(monkeypatch)


@pytest.fixture
def vault(db):
    return make_vault()


# S6


@pytest.fixture
def case(vault, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    made = vault.seal()
    vault.assign(made, "one")
    return made


def enter(vault, name, *, unlocked=True):
    browser = Client(raise_request_exception=False)
    browser.force_login(vault.users[name])
    if unlocked:
        browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
    return browser


def shut_the_journal():
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE journal_entry ADD CONSTRAINT shut CHECK (false) NOT VALID"
        )


def end_the_assignment(vault):
    with scoped(user_id="", units=[vault.commune.pk]):
        Access.objects.update(ended_at=timezone.now())


def lacking(what, vault, settings, browser):
    """Take one condition away; return what is said at the doors, and by whom."""
    said = dict(SAID)
    if what == "reason":
        said = {"ground": "verify", "reason": ""}
    elif what == "ground":
        said = {"ground": "curiosity", "reason": REASON}
    elif what == "key":
        browser = enter(vault, "one", unlocked=False)
    elif what == "second factor":
        settings.REQUIRE_SECOND_FACTOR = True
    elif what == "journal":
        shut_the_journal()
    elif what == "assignment":
        end_the_assignment(vault)
    elif what == "person":
        browser = enter(vault, "two")
    elif what == "role":
        browser = enter(vault, "curious")
    elif what == "session":
        browser = Client(raise_request_exception=False)
    return browser, said


def doors(case, file):
    """Every address that may show a part of the case, with what is sent there."""
    to = {"to": "1", "extract": "x", "files": [f"{file}.png"], "officer": "1"}
    at = f"/vault/cases/{case.pk}/"
    for part in ("story", "identity", "extract"):
        yield f"{at}open/{part}/", to
        yield f"{at}open/{part}/{file}/", to
        yield f"{at}verify/{part}/", to
    for rest in ("", "identity/", "pass-on/", "pass-on/check/", "pass-on/send/",
                 "course/", "course/screen/", "paper/minutes/", "assign/", "close/"):  # fmt: skip
        yield at + rest, to
    yield "/vault/cases/", to
    yield "/vault/requests/", to
    yield f"/search/?q={case.number}", to


def bytes_shown(browser, case, file, said, rounds):
    """Ask every door by both methods; count the secrets that came.

    A second round meets what the first may have left open.
    """
    shown = asked = 0
    for _ in range(rounds):
        for path, sent in doors(case, file):
            for answer in (browser.get(path), browser.post(path, {**sent, **said})):
                content = b"".join(answer) if answer.streaming else answer.content
                shown += sum(content.count(secret) for secret in SECRETS)
                asked += 1
    return shown, asked


def opened_by_all_rules(vault, case):
    """The holder's browser in which story and identity are open, with the file's id."""
    one, two = enter(vault, "one"), enter(vault, "two")
    one.post(f"/vault/cases/{case.pk}/open/story/", SAID)
    one.post(f"/vault/cases/{case.pk}/open/identity/", SAID)
    ((asked, *_labels),) = two.get("/vault/requests/").context["rows"]
    two.post(f"/vault/requests/{asked.id}/approve/")
    one.post(f"/vault/cases/{case.pk}/open/identity/")
    page = one.post(f"/vault/cases/{case.pk}/identity/")
    ((file, _ending),) = page.context["files"]
    return one, file.id


def before_the_second_person(browser, case):
    """Ask for who speaks while nobody has agreed; the story needs no second person."""
    at = f"/vault/cases/{case.pk}/"
    paths = [at + rest for rest in ("open/identity/", "identity/", "paper/minutes/")]
    answers = [ask(path, SAID) for path in paths for ask in (browser.post, browser.get)]
    shown = sum(a.content.count(secret) for a in answers for secret in SECRETS)
    return shown, len(answers)


LACKING = ["reason", "ground", "key", "second factor", "journal", "assignment",
           "person", "role", "session", "second person"]  # fmt: skip
told = {"shown": 0, "asked": 0}


@pytest.mark.parametrize("what", LACKING)
def test_without_one_condition_no_door_shows_a_byte(
    vault, case, settings, what, figure, full
):
    """S6: whatever was open before; of a reason and a second person, before they came."""
    if what == "second person":
        shown, count = before_the_second_person(enter(vault, "one"), case)
    else:
        opened = what not in {"reason", "ground"}
        one = enter(vault, "one"), uuid.uuid4()
        browser, file = opened_by_all_rules(vault, case) if opened else one
        browser, said = lacking(what, vault, settings, browser)
        shown, count = bytes_shown(browser, case, file, said, 2 if full else 1)

    told["shown"] += shown
    told["asked"] += count
    figure("sealing.refusals", f"{told['shown']} of {told['asked']:,}")
    assert shown == 0


def test_with_every_condition_the_same_doors_show_all_of_it(vault, case):
    """So the test above can fail."""
    browser, file = opened_by_all_rules(vault, case)

    shown, _asked = bytes_shown(browser, case, file, SAID, 1)
    assert shown > 3


# S9


@pytest.fixture
def letters(public_pages, settings, monkeypatch, vault):  # noqa: F811
    """A sealed letter and an ordinary one, with their receipts; codes cost little."""
    settings.HOME_PROVINCE = "P-1"
    settings.DENUNCIATIONS_ONLINE = "sealed"
    monkeypatch.setattr(receipts, "COST", receipts.Cost(64, 1, 1))
    intake_of.working_days()
    intake_of.decide(vault.commune)
    sealed = intake_of.take(vault)
    said = dict.fromkeys((f.name for f in fields(public.Intake)), "")
    said |= {"kind": "feedback", "what": "Đường hỏng mẫu", "anonymous": True}
    said |= {"unit_code": vault.commune.code, "attachments": (), "language": "vi"}
    said["decision_received"] = None
    draft = public.Intake(**said)
    ordinary = public.submit(draft, idempotency_key=uuid.uuid4())
    return sealed, ordinary


def test_right_wrong_and_ordinary_codes_get_answers_of_one_size(
    letters, client, figure
):
    """S9: state, headers, cookies and length."""
    sealed, ordinary = letters
    asked = [
        (sealed.number, sealed.code),
        (sealed.number, "0" * 12),
        (ordinary.number, ordinary.code),
        (ordinary.number, "0" * 12),
    ]
    sizes = [whole(look_up(client, *pair)) for pair in asked]

    figure("sealing.sizes", f"{sizes[0][-1]:,} bytes" if _same(sizes) else "several")
    assert sizes == sizes[:1] * len(sizes)


def test_the_pages_of_all_three_answers_are_made_whatever_is_asked(letters, client):
    """So that a sealed letter takes no less work than one with more to show."""
    sealed, ordinary = letters
    asked = [
        (sealed.number, sealed.code),
        (ordinary.number, ordinary.code),
        (sealed.number, "0" * 12),
    ]
    made = [
        sorted(str(template.name) for template in look_up(client, *pair).templates)
        for pair in asked
    ]

    assert made == made[:1] * 3
    assert made[0].count("portal/status.html") == 2
    assert made[0].count("portal/look_up.html") == 1


def _same(sizes):
    return all(size == sizes[0] for size in sizes)


@pytest.mark.parametrize("which", ["work", "ordinary"])
def test_the_work_of_an_answer_tells_nothing(letters, client, full, figure, which):
    """S9: process time, taken in turns; under the null one run in a hundred is below.

    The short form takes the same way with few tries, and judges nothing.
    """
    sealed, ordinary = letters
    right = (sealed.number, sealed.code)
    other = (
        (sealed.number, "0" * 12)
        if which == "work"
        else (ordinary.number, ordinary.code)
    )
    values = []
    for _attempt in range(3 if full else 1):
        first, second = _measured(client, right, other, TRIES // 2 if full else 20)
        values.append(mannwhitneyu(first, second).pvalue)
        if values[-1] > 0.01:
            break

    figure(f"sealing.{which}", round(float(values[-1]), 3))
    assert not full or values[-1] > 0.01, values


def _measured(client, right, other, rounds):
    spent = {right: [], other: []}
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            forget_tries()
            for pair in (right, other) if number % 2 else (other, right):
                before = time.process_time_ns()
                look_up(client, *pair)
                spent[pair].append(time.process_time_ns() - before)
    finally:
        gc.enable()
    return spent[right], spent[other]
