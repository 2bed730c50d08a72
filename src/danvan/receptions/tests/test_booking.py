"""Hours that nobody can have twice."""

import datetime
import threading
import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from danvan.core.actor import PUBLIC, system
from danvan.journal.models import Entry
from danvan.receptions import booking, planning, public
from danvan.receptions.errors import NoSeat, Throttled
from danvan.receptions.models import Appointment, Session
from danvan.receptions.tests.conftest import now, session, today

PEOPLE = 8


def published(town, **changes):
    """A session of the coming week with hours to book, shown to the public."""
    day = today() + datetime.timedelta(days=7)
    made = session(town, on=day, leader=True, **({"every": 60} | changes))
    planning.publish(sessions=[made.pk], by=system("x"), today=today())
    return made


def book(slot, phone="0900 000 001", key=None, by=PUBLIC):
    return booking.book(
        slot=slot.pk,
        name="Người dân mẫu 001",
        phone=phone,
        key=key or uuid.uuid4(),
        by=by,
        now=now(),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seats", [1, 3])
def test_many_at_once_take_each_seat_once(request, seats):
    """Eight connections ask for one hour at the same moment, in chains of their own."""
    town = request.getfixturevalue("town")
    slot = published(town, seats=seats).slots.first()
    gate, got, refused = threading.Barrier(PEOPLE), [], []

    def ask(n):
        try:
            gate.wait(timeout=10)
            got.append(book(slot, f"09000000{n:02}", by=system(f"u{n}")))
        except NoSeat as error:
            refused.append(error.why)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[n]) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert (len(got), refused) == (seats, ["full"] * (PEOPLE - seats))
    seated = Appointment.objects.order_by("seat").values_list("seat", flat=True)
    assert list(seated) == list(range(1, seats + 1))


def test_the_database_refuses_a_seat_twice_without_the_lock(town):
    slot = published(town, seats=2).slots.first()
    book(slot)
    taken = Appointment.objects.get()
    taken.pk, taken.idempotency_key = uuid.uuid4(), uuid.uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        taken.save(force_insert=True)


def test_the_database_refuses_a_seat_that_does_not_exist(town):
    slot = published(town, seats=1).slots.first()
    book(slot)

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.update(seat=2)


def test_the_same_key_gives_the_same_slip_and_writes_once(town):
    slot, key = published(town).slots.first(), uuid.uuid4()

    assert book(slot, key=key).code == book(slot, key=key).code
    assert Appointment.objects.count() == 1
    assert Entry.objects.filter(action="reception.book").count() == 1


def test_a_telephone_has_two_appointments_at_most(town):
    first, second, third = published(town).slots.all()[:3]
    book(first)
    book(second)

    with pytest.raises(NoSeat, match="many"):
        book(third, "+84 900 000 001")


def test_what_is_given_back_can_be_booked_again(town):
    slot = published(town).slots.first()
    slip = book(slot)
    with pytest.raises(NoSeat, match="full"):
        book(slot, "0900 000 002")

    assert booking.cancel(phone="0900000001", code=slip.code, by=PUBLIC)

    assert book(slot, "0900 000 002").starts == slot.starts
    assert not booking.cancel(phone="0900000001", code=slip.code, by=PUBLIC)


def test_a_code_belongs_to_its_telephone(town):
    slip = book(published(town).slots.first())
    assert not booking.cancel(phone="0900000002", code=slip.code, by=PUBLIC)


def test_ten_wrong_codes_shut_a_telephone_for_an_hour(town):
    book(published(town).slots.first())
    for n in range(10):
        assert not booking.cancel(phone="0900000001", code=f"{n:012}", by=PUBLIC)

    with pytest.raises(Throttled):
        booking.cancel(phone="0900000001", code="0" * 12, by=PUBLIC)


def test_who_booked_long_ago_is_forgotten(town):
    book(published(town).slots.first())
    assert booking.sweep(before=today()) == 0
    assert booking.sweep(before=today() + datetime.timedelta(days=30)) == 1


def test_the_public_sees_published_sessions_alone(town, as_role, settings):
    settings.PROCESS = "portal"
    published(town)
    session(town, on=today() + datetime.timedelta(days=9))

    as_role("danvan_portal")
    shown = public.schedule("31117", now=now())

    assert [s.post for s in shown.sessions] == ["commune_chair"]
    assert [h.free for h in shown.sessions[0].hours] == [1, 1, 1]


def test_the_public_books_and_cancels_as_the_portal(town, as_role, settings):
    settings.PROCESS = "portal"
    slot = published(town).slots.first()

    as_role("danvan_portal")
    slip = public.book(
        slot=slot.pk,
        name="Người dân mẫu",
        phone="0900 000 001",
        idempotency_key=uuid.uuid4(),
        now=now(),
    )

    assert public.cancel(phone="0900 000 001", code=slip.code)


@pytest.mark.parametrize(
    "table", ["session", "visit", "present", "sealedvisit", "slot", "appointment"]
)
@pytest.mark.parametrize("sql", ["SELECT * FROM {}", "DELETE FROM {}"])
def test_the_portal_can_touch_no_table(town, as_role, table, sql):
    as_role("danvan_portal")
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(f"receptions_{table}"))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " "}, ("name",)),
        ({"name": "x" * 121}, ("name",)),
        ({"name": "a\0b"}, ("name",)),
        ({"phone": "123"}, ("phone",)),
        ({"phone": "không có"}, ("phone",)),
    ],
)
def test_what_is_not_in_order_is_named(town, changes, fields):
    said = {"name": "Người mẫu", "phone": "0900000001"} | changes
    with pytest.raises(public.NotInOrder) as refused:
        public.book(slot=1, idempotency_key=uuid.uuid4(), now=now(), **said)
    assert refused.value.fields == fields


def test_rows_of_another_unit_are_hidden_by_the_database_too(town, as_role):
    """The second lock, whatever a query forgot."""
    made = session(town)
    session(town, unit=town.stranger)
    as_role("danvan_office")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL danvan.scope = ''")
        cursor.execute(f"SET LOCAL danvan.reception_units = '{town.committee.pk}'")

    assert list(Session.objects.all()) == [made]
