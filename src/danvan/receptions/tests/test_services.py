"""What the counter writes down, and what it may not."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.core.actor import system
from danvan.core.casework.workflow import Kind as Content
from danvan.journal.models import Entry
from danvan.petitions.models import Petition
from danvan.receptions import planning, selectors, services
from danvan.receptions.errors import NotInOrder, NotYet, SessionIsOver
from danvan.receptions.models import SealedVisit, Session, State, Visit
from danvan.receptions.services import Person
from danvan.receptions.tests.conftest import at, now, session, today, visit
from danvan.receptions.visits import Outcome

JULY = datetime.date(2026, 7, 15)


def test_the_first_visit_opens_a_planned_session(town):
    held = session(town)

    visit(held)

    held.refresh_from_db()
    assert held.state == State.HELD


def test_the_same_key_writes_one_row(town):
    held, key = session(town), uuid.uuid4()

    assert visit(held, key=key).pk == visit(held, key=key).pk
    assert Visit.objects.count() == 1


def test_a_matter_is_first_once_and_then_again(town):
    held = session(town)

    first = visit(held)
    second = visit(held, matter=first.matter_id)

    assert (first.again, second.again) == (False, True)
    assert first.matter == second.matter


def test_the_database_refuses_a_second_first_visit_of_a_matter(town):
    held = session(town)
    first = visit(held)
    second = visit(held, matter=first.matter_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=second.pk).update(again=False)


def test_a_visit_kept_apart_leaves_no_gap_in_the_book(town):
    """A gap in running numbers would tell the unit that somebody denounced."""
    held, by = session(town), system(town.committee.code)

    numbers = []
    for _ in range(3):
        numbers.append(visit(held).number)
        services.register_sealed(session=held, by=by, now=now())

    assert numbers == [1, 2, 3]
    apart = list(SealedVisit.objects.values_list("number", flat=True))
    assert min(apart) >= 100_000_000
    assert len(set(apart)) == 3
    assert sorted(apart) != list(range(min(apart), min(apart) + 3))


def test_a_sealed_visit_holds_no_column_for_a_person_or_a_word(town):
    columns = {f.name for f in SealedVisit._meta.get_fields()}
    assert columns == {"id", "session", "unit", "year", "number", "on"}


def test_a_denunciation_is_refused_by_the_database(town):
    held = session(town)

    with pytest.raises(IntegrityError), transaction.atomic():
        visit(held, content=Content.DENUNCIATION)


@pytest.mark.parametrize(
    ("people", "chosen", "fine"),
    [(4, 0, True), (5, 1, True), (10, 2, True), (10, 3, False), (11, 5, True)],
)
def test_a_crowd_speaks_through_representatives(town, people, chosen, fine):
    """Law 42/2013/QH13, article 29: 1 or 2 of 5 to 10, at most 5 of more."""
    present = tuple(Person(f"Người mẫu {n}", represents=True) for n in range(chosen))
    held = session(town)

    if fine:
        assert visit(held, people=people, present=present).crowd == (people >= 5)
    else:
        with pytest.raises(NotInOrder):
            visit(held, people=people, present=present)


def test_a_refusal_names_a_ground_in_force(town):
    held = session(town, on=JULY)

    with pytest.raises(NotInOrder):
        visit(held, when=at(JULY), outcome=Outcome.REFUSED, ground="bad_mood")


def test_a_refusal_that_asks_for_a_notice_is_due_in_three_working_days(town):
    """Decree 154/2026/NĐ-CP, article 4.3; 15/7/2026 is a Wednesday."""
    held = session(town, on=JULY)

    refused = visit(held, when=at(JULY), outcome=Outcome.REFUSED, ground="answered")

    assert (refused.due_code, refused.due) == (
        "DL-TCD-02",
        datetime.date(2026, 7, 20),
    )


def test_a_visit_becomes_a_petition_once(town):
    taken = visit(session(town), outcome=Outcome.TAKEN, letter=True)
    by = system(town.committee.code)

    petition = services.to_petition(visit=taken.pk, by=by, now=now())
    again = services.to_petition(visit=taken.pk, by=by, now=now())

    assert petition == again
    assert Petition.objects.get().matter_id == taken.matter_id
    taken.refresh_from_db()
    assert taken.done_on == today()


def test_a_visit_joins_a_petition_and_its_matter(town):
    held, by = session(town), system(town.committee.code)
    first = visit(held, outcome=Outcome.TAKEN, letter=True)
    petition = services.to_petition(visit=first.pk, by=by, now=now())
    second = visit(held)

    joined = services.join(visit=second.pk, petition=petition, by=by, now=now())

    assert joined.matter_id == first.matter_id
    assert joined.again


def test_a_petition_of_another_unit_cannot_be_joined(town):
    held, by = session(town), system(town.committee.code)
    other = visit(session(town, unit=town.stranger))
    theirs = services.to_petition(visit=other.pk, by=by, now=now())

    with pytest.raises(NotInOrder):
        services.join(visit=visit(held).pk, petition=theirs, by=by, now=now())


def test_a_missed_session_has_a_reason_and_takes_nobody(town):
    held, by = session(town, leader=True), system(town.committee.code)
    with pytest.raises(ValueError, match="reason"):
        planning.close(session=held.pk, state=State.MISSED, by=by, today=held.on)

    said = {"by": by, "today": held.on, "reason": "Họp đột xuất"}
    planning.close(session=held.pk, state=State.MISSED, **said)

    with pytest.raises(SessionIsOver):
        visit(held)


def test_a_session_with_visits_was_not_missed(town):
    held, by = session(town), system(town.committee.code)
    visit(held)

    said = {"by": by, "today": held.on, "reason": "Họp"}
    with pytest.raises(SessionIsOver):
        planning.close(session=held.pk, state=State.MISSED, **said)


def test_a_session_to_come_is_not_held_yet(town):
    held = session(town, leader=True)
    said = {"session": held.pk, "by": system(town.committee.code)}
    before = held.on - datetime.timedelta(days=1)

    with pytest.raises(NotYet):
        planning.close(state=State.HELD, today=before, **said)
    # That a deputy will receive, or nobody, can be known beforehand.
    closed = planning.close(
        state=State.DELEGATED, today=before, delegate="Phó Chủ tịch", **said
    )
    assert closed.state == State.DELEGATED


def test_planning_the_same_again_plans_nothing(town):
    session(town)
    with pytest.raises(IndexError):
        session(town)
    assert Session.objects.count() == 1


def test_a_letter_that_turns_out_a_denunciation_takes_its_visits_along(town):
    """Nothing of the visits stays in the book, not even their numbers."""
    held, by = session(town), system(town.committee.code)
    first = visit(held, outcome=Outcome.TAKEN, letter=True)
    visit(held, matter=first.matter_id)
    other = visit(held)
    petition = services.to_petition(visit=first.pk, by=by, now=now())

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('danvan.hand_over', %s, true)", [f"{{{petition.pk}}}"]
        )
        cursor.execute(
            "UPDATE receptions_visit SET petition_id = NULL WHERE petition_id = %s",
            [petition.pk],
        )

    assert list(Visit.objects.all()) == [other]
    apart = list(SealedVisit.objects.values_list("number", flat=True))
    assert len(apart) == 2
    assert min(apart) >= 100_000_000


def test_earlier_matters_of_a_telephone_are_this_units_alone(town, officer):
    held = session(town)
    mine = visit(held, phone="0900.000.001")
    visit(held, phone="0900 000 002")
    visit(session(town, unit=town.stranger))

    found = selectors.earlier(
        officer, town.committee, phone="+84 900 000 001", id_number="", today=today()
    )

    assert [row.id for row in found] == [mine.pk]


def test_a_look_up_leaves_a_line_and_holds_to_24_months(town, officer):
    old = today() - datetime.timedelta(days=740)
    visit(session(town, on=old), when=at(old))

    found = selectors.earlier(
        officer, town.committee, phone="0900000001", id_number="", today=today()
    )

    assert found == []
    assert Entry.objects.filter(action="reception.look-up").count() == 1
