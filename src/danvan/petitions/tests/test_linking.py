"""Ties between letters: whose clock stops, who still reads an answer, and back again."""

import uuid

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework.workflow import State, StepNotAllowed
from danvan.journal.models import Entry
from danvan.petitions import alike_pages, linking, public, receipts, selectors
from danvan.petitions.linking import NotLinked, Tie
from danvan.petitions.matters import Link
from danvan.petitions.services import SomebodyWasFirst
from danvan.petitions.tests.conftest import viewer
from danvan.petitions.tests.test_services import CLERK, COMPLAINT, register, take, walk

TOLD = "Đơn được giải quyết cùng một đơn đã nhận."


def turn(petition, **changes):
    petition.refresh_from_db()
    turn = {"petition": petition.pk, "version": petition.version}
    return turn | {"by": CLERK, "now": timezone.now()} | changes


def join(petition, of, **changes):
    return linking.join(of=of, reply=TOLD, **turn(petition, **changes))


@pytest.fixture
def two(town):
    """An earlier letter and its copy."""
    return register(town, COMPLAINT), register(town, COMPLAINT)


def test_only_the_clock_of_the_copy_stops(two):
    original, copy = two
    join(copy, original)

    copy.refresh_from_db()
    original.refresh_from_db()
    assert (copy.state, copy.due) == (State.JOINED, None)
    assert {d.outcome for d in copy.deadlines.all()} == {"joined"}
    assert original.due == min(d.due for d in original.deadlines.all())


def test_the_sender_of_the_copy_still_reads_where_it_stands(town):
    key = uuid.uuid4()
    original, copy = register(town), register(town, key=key)
    join(copy, original)

    status = public.status(copy.number, receipts.code_for(key))

    assert (status.state_code, status.answer) == ("joined", TOLD)
    assert original.number not in str(status)


def test_a_copy_taken_apart_goes_on_with_the_day_it_had(two):
    original, copy = two
    due = copy.due
    join(copy, original)

    linking.separate(**turn(copy))

    copy.refresh_from_db()
    assert (copy.state, copy.due) == (State.SCREENED, due)
    term = copy.deadlines.get(code="DL-KN-01")
    assert (term.ended_on, term.outcome) == (None, "")
    assert not Link.objects.exists()
    assert [s.verb for s in copy.steps.all()] == ["receive", "join", "separate"]


def test_it_can_be_joined_and_taken_apart_again_and_again(two):
    original, copy = two
    for _ in range(3):
        join(copy, original)
        linking.separate(**turn(copy))

    copy.refresh_from_db()
    assert copy.deadlines.count() == 2


def test_a_copy_of_a_copy_is_a_copy_of_the_first(town, two):
    original, copy = two
    join(copy, original)
    third = register(town, COMPLAINT)

    join(third, copy)

    assert Link.objects.get(petition=third).of == original


@pytest.mark.parametrize("way", ["itself", "circle", "elsewhere", "closed"])
def test_what_cannot_be_a_copy_is_refused_and_nothing_is_stored(town, two, way):
    original, copy = two
    of = original
    if way == "itself":
        of = copy
    elif way == "circle":
        join(original, copy)
    elif way == "elsewhere":
        of = register(town, COMPLAINT, unit=town.stranger)
    else:
        walk(original, town, "screen", "guide", "close")
        of.refresh_from_db()
    before = Link.objects.count()

    with pytest.raises(NotLinked):
        join(copy, of)

    copy.refresh_from_db()
    assert copy.state == State.RECEIVED
    assert Link.objects.count() == before


def test_what_is_accepted_can_no_longer_become_a_copy(town, two):
    original, copy = two
    walk(copy, town, "screen", "accept")

    with pytest.raises(StepNotAllowed):
        join(copy, original)
    assert not Link.objects.exists()


def test_of_two_at_once_the_second_is_told(two):
    original, copy = two
    with pytest.raises(SomebodyWasFirst):
        join(copy, original, version=9)


def tied(petition, looker):
    return alike_pages.ties(petition, looker, selectors.links(petition))


@pytest.mark.parametrize("kind", [Tie.CONTINUATION, Tie.MATTER])
def test_another_tie_stops_no_clock_and_can_be_taken_back(two, kind, town):
    original, later = two
    looker = viewer(town.committee, Role.PETITION_CLERK)
    linking.tie(of=original, kind=kind, **turn(later))

    later.refresh_from_db()
    original.refresh_from_db()
    assert None not in (later.due, original.due)
    assert [t.petition for t in tied(later, looker)] == [original]
    assert [t.petition for t in tied(original, looker)] == [later]

    linking.untie(of=original, kind=kind, **turn(later))
    later.refresh_from_db()
    assert tied(later, looker) == []
    actions = (
        Entry.objects.filter(action__endswith="tie")
        .order_by("seq")
        .values_list("action")
    )
    assert [a for (a,) in actions] == ["petition.tie", "petition.untie"]


def test_the_same_tie_is_made_once(two):
    original, later = two
    linking.tie(of=original, kind=Tie.CONTINUATION, **turn(later))

    with pytest.raises(NotLinked):
        linking.tie(of=original, kind=Tie.CONTINUATION, **turn(later))


def test_a_copy_can_be_closed_and_the_original_settled(town, two):
    original, copy = two
    join(copy, original)

    take("close", copy, town)
    walk(original, town, "screen", "accept")

    copy.refresh_from_db()
    assert copy.state == State.CLOSED
    assert Link.objects.get().of == original


def test_the_ties_of_a_letter_cost_one_query(town, two, django_assert_num_queries):
    original, copy = two
    join(copy, original)
    looker = viewer(town.committee, Role.PETITION_CLERK)

    with django_assert_num_queries(1):
        tied(original, looker)
