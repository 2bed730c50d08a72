"""A province with two communes, and in each unit one record of every kind."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from tests.access import sealed_cases
from tests.access.addresses import COMMON, SITES

from danvan.accounts import services as accounts
from danvan.accounts import sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.casework.workflow import Kind as Letters
from danvan.core.drafting.outline import outlines
from danvan.core.indicators import chains
from danvan.core.registers import load
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.indicators import catalogue, spans, valuing
from danvan.indicators import services as indicators
from danvan.indicators.models import Action, Provenance, Stage, Submission
from danvan.orgs.models import Kind, Level, Unit, WorkingDay
from danvan.papers import services as papers
from danvan.petitions import bulk, following, saving, watching
from danvan.petitions import services as petitions
from danvan.petitions.models import Channel, Petition
from danvan.petitions.services import Letter
from danvan.publishing import drafting, moderating
from danvan.publishing.models import Comment, Edition, Link
from danvan.receptions import planning
from danvan.receptions import services as receptions
from danvan.receptions.models import Appointment, Slot
from danvan.receptions.visits import Outcome
from danvan.registers import locking
from danvan.registers import saving as views_of_books
from danvan.registers import services as registers
from danvan.registers.models import Source
from danvan.reports import services as reports
from danvan.reports.models import Check

FIRST = datetime.date(2026, 1, 1)
UNITS = ("own", "sibling", "parent", "child")
# What the public's process has not (config.settings).
STAFF_ONLY = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "danvan.accounts.middleware.ViewerMiddleware",
)
NOBODY = "nobody"
ROLES = (NOBODY, *(role.value for role in Role))


class World(NamedTuple):
    """Units by name, and what stands in each."""

    units: dict[str, Unit]
    records: dict[str, dict[str, Any]]


CHEAP = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[dict[str, Any]]:
    """What the settings are while a module's world is made and walked through."""
    folder = tmp_path_factory.mktemp("house")
    said = {
        "REQUIRE_SECOND_FACTOR": False,
        "FILES_DIR": folder / "files",
        "JOURNAL_ANCHORS": folder / "anchors",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CHEAP.items():
            patch.setattr(Argon2PasswordHasher, name, value)
        yield said


@pytest.fixture(autouse=True)
def _house(settings, house):
    for name, value in house.items():
        setattr(settings, name, value)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, house) -> Iterator[World]:
    """The units and their records: made once for a module, taken back at its end.

    Each test works inside this transaction in one of its own, of which nothing stays.
    """
    with django_db_blocker.unblock(), taken_back():
        with override_settings(**house):
            units = make_units()
            made = World(units, make_records(units))
        yield made


@contextmanager
def taken_back() -> Iterator[None]:
    """Do in a transaction around those of tests what is taken back at its end."""
    outer = transaction.atomic()
    # As Django's own tests: a durable block may begin in it.
    outer._from_testcase = True
    with outer:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def units(world: World, db) -> dict[str, Unit]:
    """``own`` is where the viewer sits."""
    return world.units


@pytest.fixture
def records(world: World, db) -> dict[str, dict[str, Any]]:
    """One of each kind in each unit; ``assigned`` is the parent's, given to own."""
    return world.records


def make_units() -> dict[str, Unit]:
    def unit(name: str, level: Level, kind: Kind, parent: Unit | None = None) -> Unit:
        return Unit.objects.create(
            code=f"T-{name}",
            name=f"Đơn vị {name}",
            level=level,
            kind=kind,
            parent=parent,
        )

    year = timezone.localdate().year
    WorkingDay.objects.bulk_create(
        WorkingDay(
            date=datetime.date(y, 1, 1), working=False, reason="Tết", source="law"
        )
        for y in range(year - 2, year + 3)
    )
    committee = Kind.PEOPLES_COMMITTEE
    parent = unit("parent", Level.PROVINCE, Kind.TERRITORY)
    own = unit("own", Level.COMMUNE, committee, parent)
    return {
        "own": own,
        "sibling": unit("sibling", Level.COMMUNE, committee, parent),
        "parent": parent,
        "child": unit("child", Level.COMMUNE, Kind.DEPARTMENT, own),
    }


def make_records(units: dict[str, Unit]) -> dict[str, dict[str, Any]]:
    made = {name: _records(name, unit) for name, unit in units.items()}
    lent = _petition("assigned", units["parent"])
    lent = _assign(lent, units["own"])
    made["assigned"] = {"unit": units["parent"], **_of_petition("assigned", lent)}
    for name, sealed in sealed_cases.make(units).items():
        made.setdefault(name, {"unit": units["own"]}).update(sealed)
    for each in made.values():
        each["colleague"] = made["own"]["person"]["pk"]
    return made


def _records(name: str, unit: Unit) -> dict[str, Any]:
    report = reports.receive(
        data=(
            f"Hồ sơ canary-{name}, {COMMON}.\nTheo Chỉ thị số 16/CT-TTg, trong năm tiếp nhận 1.945 đơn "
            "(gồm 798 đơn khiếu nại và 933 đơn kiến nghị)."
        ).encode(),
        name=f"canary-{name}.txt",
        unit=unit,
        by=system(unit.code),
        now=timezone.now(),
    ).report
    failing = Check.objects.filter(report=report, holds=False)[0]
    user = User.objects.create(username=f"u-{name}", label=f"post-{name}")
    role = accounts.grant_role(
        user=user, unit=unit, role=Role.VERIFIER, valid_from=FIRST, by=system()
    )
    petition = _petition(name, unit)
    return {
        "unit": unit,
        **_of_petition(name, petition),
        **_of_the_queue(name, petition, user),
        "report": {"pk": report.pk, "corrects": report.pk, "key": failing.key},
        "person": {"pk": user.pk},
        "role": {"pk": role.pk},
        "keys": {
            "code": unit.code,
            "decision": 1,
            "channel": "online",
            "user": user.pk,
        },
        "form": _form(name, unit),
        "indicator": {"code": "TCD01"},
        "value": _value(name, unit),
        **_sheet(name, unit),
        "paper": {"pk": _paper(name, unit)},
        **_reception(name, unit),
        **_book(name, unit, user),
        **_edition(name, unit),
        **_draft(name, unit),
    }


def _edition(name: str, unit: Unit) -> dict[str, Any]:
    """A published edition with news, and a comment that waits."""
    now, by = timezone.now(), system(unit.code)
    edition = Edition.objects.create(
        place=unit,
        period=spans.used(periods.by_key("2025-q3")),
        title=f"canary-{name}, {COMMON}",
        rules="1",
        prepared_by="x",
        prepared_at=now,
    )
    _publish(edition)
    item = moderating.announce(
        edition=edition, title=f"canary-{name}", text="Mới", by=by, now=now
    )
    comment = Comment.objects.create(
        news=item, place=unit, text=f"canary-{name}", sent_at=now
    )
    return {
        "edition": {"pk": edition.pk},
        "comment": {"pk": comment.pk},
        "source": {"sha256": "b" * 64},
    }


def _publish(edition: Edition) -> None:
    """Take a draft to the public step by step, as the database demands."""
    edition.state, edition.body, edition.sha256 = "approved", "{}", "b" * 64
    edition.save()
    edition.state, edition.published_at = "published", edition.prepared_at
    edition.save()


def _draft(name: str, unit: Unit) -> dict[str, Any]:
    """A report of the unit's own about the period of its form, with a figure."""
    outline, by, now = outlines()["c-complaints"], system(unit.code), timezone.now()
    period = periods.by_key("2025-q3")
    valuing.record(
        unit=unit,
        period=period,
        code="XLD01",
        amount=Decimal(12),
        provenance="entered",
        by=by,
        now=now,
    )
    draft = drafting.start(unit=unit, outline=outline, period=period, by=by, now=now)
    last = draft.paragraphs.last()
    drafting.write(
        paragraph=last, text=f"Hồ sơ canary-{name}", version=1, by=by, now=now
    )
    link = Link.objects.filter(paragraph__draft=draft)[0]
    return {
        "outline": {"outline": outline.id, "period": period.key},
        "draft": {"pk": draft.pk, "number": last.pk},
        "figure": {"pk": draft.pk, "number": link.pk},
    }


def _book(name: str, unit: Unit, owner: User) -> dict[str, Any]:
    """A line of a book, a closed period long ago, and a view that is shared."""
    kind, by, now = "dissemination-sessions", system(unit.code), timezone.now()
    entry = registers.enter(
        kind=load.known()[kind],
        unit=unit,
        day=timezone.localdate(),
        written={"sessions": "1", "people": "30", "place": f"canary-{name}"},
        key=uuid.uuid4(),
        source=Source.FORM,
        by=by,
        now=now,
    )
    lock = locking.lock(
        unit=unit,
        below=False,
        kind="",
        start=FIRST,
        end=FIRST,
        reason=f"canary-{name}",
        by=by,
        now=now,
    )
    view = views_of_books.save(
        owner=str(owner.pk),
        unit=unit,
        kind=kind,
        name=f"canary-{name}",
        query="state=all",
        shared=True,
        by=by,
    )
    return {
        "book": {"kind": kind},
        "line": {"pk": entry.pk},
        "lock": {"pk": lock.pk},
        "view": {"pk": view.pk},
    }


def _reception(name: str, unit: Unit) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    plan = planning.Plan(
        on=today,
        starts=datetime.time(0),
        ends=datetime.time(23, 59),
        place=f"canary-{name}",
        online=True,
    )
    (session,) = planning.plan(
        plans=[plan], unit=unit, by=system(unit.code), today=today
    )
    visit = receptions.register(
        told=receptions.Told(
            content=Letters.FEEDBACK,
            summary=f"canary-{name} {COMMON}",
            outcome=Outcome.ANSWERED,
            name=f"canary-{name}",
        ),
        session=session,
        by=system(unit.code),
        now=now,
        key=uuid.uuid4(),
    )
    slot = Slot.objects.create(session=session, starts=datetime.time(9), seats=1)
    appointment = Appointment.objects.create(
        slot=slot,
        seat=1,
        name=f"canary-{name}",
        phone="0900000001",
        phone_key="0900000001",
        code_hash="0" * 64,
        idempotency_key=uuid.uuid4(),
        made_at=now,
    )
    return {
        "session": {"pk": session.pk, "step": "notice", "name": "online-notice"},
        "visit": {"pk": visit.pk, "name": "minutes"},
        "appointment": {"pk": appointment.pk},
    }


def _of_the_queue(name: str, petition: Petition, owner: User) -> dict[str, Any]:
    """What a colleague of that unit keeps: a filter he shares, a batch of his own."""
    kept = saving.save(
        owner=str(owner.pk),
        unit=petition.unit,
        name=f"canary-{name}",
        query="state=received",
        shared=True,
        by=system(petition.unit.code),
    )
    batch = bulk.start(
        petitions=[petition],
        owner=str(owner.pk),
        unit=petition.unit,
        query="",
        now=timezone.now(),
    )
    return {"filter": {"pk": kept.pk}, "batch": {"pk": batch.pk}}


def _paper(name: str, unit: Unit) -> uuid.UUID:
    """A draft about nothing in particular, which no petition shows."""
    paper = papers.make(
        template="TCD_02",
        owner=f"papers.sample:{name}",
        unit=unit,
        values={"subject": f"canary-{name}", "address": f"canary-{name}"},
        by=system(unit.code),
        today=timezone.localdate(),
    )
    return paper.pk


def _form(name: str, unit: Unit) -> dict[str, Any]:
    period, slug = periods.by_key("2025-q3"), "02-xld-2024"
    filled = indicators.count(
        unit=unit,
        form=catalogue.by_slug(slug),
        period=period,
        by=system(unit.code),
        now=timezone.now(),
    )
    indicators.set_note(filled=filled, note=f"canary-{name}", by=system(unit.code))
    return {
        "unit": unit.pk,
        "period": period.key,
        "form": slug,
        "part": "own",
        "column": "18",  # nothing counts judgments, so it is entered
    }


def _value(name: str, unit: Unit) -> dict[str, Any]:
    """A value that was entered, and another of it in a report: they differ."""
    cell = {"unit": unit, "period": periods.by_key("2025-q3"), "code": "DT01"}
    by, now = system(unit.code), timezone.now()
    valuing.record(
        **cell, amount=Decimal(4), provenance=Provenance.REPORTED, by=by, now=now
    )
    value = valuing.record(
        **cell,
        amount=Decimal(3),
        provenance=Provenance.ENTERED,
        reason=f"canary-{name}",
        by=by,
        now=now,
    )
    return cell | {"unit": unit.pk, "period": "2025-q3", "pk": value.pk}


def _sheet(name: str, unit: Unit) -> dict[str, Any]:
    """A sheet that was begun and signed; what a unit does not owe is kept all the same."""
    known, sheet = periods.by_key("2025-q3"), chains.by_id("inspectorate")
    row = Submission.objects.create(
        unit=unit,
        sheet=sheet.id,
        period=spans.used(known),
        start=known.start,
        end=known.end,
        due=known.due.get("commune"),
        stage=Stage.SIGNED,
    )
    by, now = f"canary-{name}", timezone.now()
    step = row.steps.create(action=Action.SIGN, at_unit=unit, by=by, at=now)
    step.lines.create(code="TCD01", amount=3, note=f"canary-{name}")
    return {
        "submission": {"pk": row.pk},
        "owed": {"unit": unit.pk, "period": known.key, "sheet": sheet.id},
        "compiled": {
            "unit": unit.pk,
            "period": known.key,
            "sheet": sheet.id,
            "code": "XLD22",
        },
        "compared": {"unit": unit.pk, "period": known.key, "what": sheet.id},
    }


def _petition(name: str, unit: Unit) -> Petition:
    attachment = files.take(
        data=f"Tệp canary-{name}".encode(), name=f"canary-{name}.txt", by=system()
    )
    return petitions.register(
        letter=Letter(
            Letters.FEEDBACK,
            Channel.COUNTER,
            what=f"Đường {COMMON}: canary-{name}",
            name=f"canary-{name}",
            address=f"canary-{name}",
        ),
        unit=unit,
        by=system(unit.code),
        now=timezone.now() - datetime.timedelta(days=60),
        key=uuid.uuid4(),
        attachments=[attachment],
    )


def _of_petition(name: str, petition: Petition) -> dict[str, Any]:
    stored = StoredFile.objects.get(owner=petition.record)
    about = {"petition": petition.pk, "by": system("T-parent"), "now": timezone.now()}
    coming = timezone.localdate() + datetime.timedelta(days=30)
    said = {"what": f"canary-{name}", "who": "Tổ xác minh", "due": coming}
    task = following.add_task(**said, **about)
    order = following.order(kind="work", ordered=Decimal(1), **said, **about)
    watched = watching.watch(
        title=f"canary-{name}",
        grounds=["complex"],
        leader="Chủ tịch",
        next_step="Họp",
        review_on=coming,
        **about,
    )
    return {
        "petition": {
            "pk": petition.pk,
            "number": petition.number,
            "version": petition.version,
            "task": task.pk,
            "execution": order.pk,
            "watched": watched.pk,
            "code": "TCD_02",
        },
        "file": {"pk": stored.pk},
    }


def _assign(petition: Petition, unit: Unit) -> Petition:
    for step, words in (
        (petitions.screen, {}),
        (petitions.accept, {}),
        (petitions.assign, {"unit": unit}),
    ):
        turn = {"version": petition.version, "by": system("T-parent")}
        now = timezone.now()
        petition = step(petition=petition.pk, now=now, **turn, **words)
    return petition


@pytest.fixture
def browser_of(units: dict[str, Unit]):
    """Return a browser in which an officer of ``own`` has signed in, by role."""

    def make(role: str, unit: str = "own") -> Client:
        client = Client(raise_request_exception=False)
        if role == NOBODY:
            return client
        user = User.objects.create(username=role, label="Công chức", password="!")
        Membership.objects.create(
            user=user, unit=units[unit], role=role, valid_from=FIRST
        )
        client.force_login(user)
        sealed_cases.let_handle(user)
        session = client.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return client

    return make


@pytest.fixture
def as_role(db):
    """Act under another role of the database, as the running processes do."""

    def become(role: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")

    yield become
    become("NONE")


@pytest.fixture
def public_process(settings, as_role):
    """Serve the public's addresses as their process does, under its database role."""

    def become() -> None:
        settings.ROOT_URLCONF = SITES["portal"]
        settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m not in STAFF_ONLY]
        as_role("danvan_portal")

    return become
