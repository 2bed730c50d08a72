"""Who sees what, and how dear it is."""

import datetime
import uuid

import pytest
from django.utils import timezone

from danvan.accounts.rights import NOBODY, Right, Role
from danvan.core.casework import workflow
from danvan.files.models import StoredFile
from danvan.orgs.models import Kind, Level, Unit
from danvan.petitions import desk, selectors
from danvan.petitions.models import Petition
from danvan.petitions.selectors import Filters
from danvan.petitions.step_forms import FORMS
from danvan.petitions.tests.conftest import viewer
from danvan.petitions.tests.test_services import (
    COMPLAINT,
    register,
    take,
    walk,
)

TODAY = timezone.localdate


def queue(looker, **filters):
    return list(selectors.queue(looker, Filters(**filters), TODAY()))


def numbers(found):
    return {petition.number for petition in found}


def test_a_clerk_sees_the_petitions_of_her_unit_and_a_stranger_none(
    town, clerk, stranger
):
    petition = register(town)

    assert queue(clerk) == [petition]
    assert queue(stranger) == queue(NOBODY) == []
    with pytest.raises(Petition.DoesNotExist):
        selectors.case(stranger, petition.pk)


def test_a_role_without_the_right_sees_nothing(town):
    register(town)
    assert queue(viewer(town.committee, Role.REPORT_COMPILER)) == []


def test_the_unit_it_is_assigned_to_sees_it_and_may_conclude_only(town, verifier):
    petition = walk(register(town), town, "screen", "accept")
    assert queue(verifier) == []

    take("assign", petition, town)

    case = selectors.case(verifier, petition.pk)
    assert {way.step for way in case.ways} == {"conclude"}


def test_each_sees_the_steps_of_his_own_right(town, clerk, leader):
    petition = walk(register(town, COMPLAINT), town, "screen", "accept")

    def steps(looker):
        return {way.step for way in selectors.case(looker, petition.pk, TODAY()).ways}

    assert steps(clerk) == {"drop_part", "withdraw"}
    assert steps(leader) == {
        *("assign", "conclude", "determine", "drop_part", "terminate", "withdraw")
    }
    assert steps(viewer(town.committee, Role.CLERICAL_OFFICER)) == set()


def test_only_steps_that_have_a_page_are_offered():
    assert set(FORMS) == selectors.HANDLED


def test_the_rights_of_the_table_exist():
    for line in workflow.TRANSITIONS:
        assert Right(line.right)


def test_the_queue_is_narrowed(town, clerk):
    feedback = register(town)
    complaint = walk(register(town, COMPLAINT), town, "screen")
    closed = walk(register(town), town, "withdraw")

    assert numbers(queue(clerk)) == numbers([feedback, complaint])
    assert queue(clerk, states=["closed"]) == [closed]
    assert queue(clerk, kinds=["complaint"]) == [complaint]
    assert queue(clerk, states=["screened"], kinds=["feedback"]) == []
    assert queue(clerk, unit=town.department.pk) == []
    assert queue(clerk, overdue=True) == []


def test_what_is_due_first_stands_first(town, clerk):
    now = timezone.now()
    late = register(town, now=now - datetime.timedelta(days=40))
    fresh = register(town, now=now)
    done = walk(register(town), town, "screen", "answer")

    assert queue(clerk) == [late, fresh, done]
    assert queue(clerk, overdue=True) == [late]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cống HỎNG", True),
        ("cong hong", True),
        ("hong cong", True),
        ("nguoi mau 1", True),
        ("cầu", False),
        ("a\0b", False),
        ("%", False),
        ("_", False),
    ],
)
def test_search_leaves_diacritics_aside(town, clerk, words, found):
    register(town)
    assert bool(queue(clerk, words=words)) is found


def test_search_finds_a_number_in_any_habit_and_closed_ones_too(town, clerk):
    petition = walk(register(town), town, "withdraw")
    register(town)

    typed = petition.number.lower().replace("-", " ")
    assert queue(clerk, words=typed) == [petition]
    assert [item.note for item in desk.search(clerk, typed)] != []
    assert desk.search(clerk, "  ") == []


def test_the_desk_shows_what_runs(town, clerk):
    petition = register(town)
    walk(register(town), town, "screen", "answer")

    (item,) = desk.due(clerk)
    assert petition.number in item.title
    assert item.due == petition.due
    assert item.url.endswith(f"{petition.pk}/")


def test_files_are_read_by_who_sees_the_petition(town, clerk, stranger):
    petition = walk(register(town), town, "screen")
    take("transfer", petition, town, to_name="UBND xã Khác")

    assert selectors.may_read_files(clerk, str(petition.pk))
    assert not selectors.may_read_files(stranger, str(petition.pk))


def test_who_receives_a_transferred_petition_reads_its_files(town, stranger):
    petition = walk(register(town), town, "screen")
    StoredFile.objects.create(
        owner=petition.record, name="a.pdf", content_type="x", size=1, sha256="0" * 64
    )
    take("transfer", petition, town, to_name="xã Khác", to_unit=town.stranger)
    there = Petition.objects.get(origin=petition)

    assert selectors.may_read_files(stranger, str(petition.pk))
    assert [f.name for f in selectors.case(stranger, there.pk).files] == ["a.pdf"]


def test_assignable_are_the_unit_and_those_below_it(town, leader, clerk):
    Unit.objects.create(
        code="HD-31117",
        name="Hội đồng nhân dân phường Mẫu",
        level=Level.COMMUNE,
        kind=Kind.PEOPLES_COUNCIL,
        parent=town.committee,
    )

    units = selectors.assignable(leader, town.committee, TODAY())
    assert set(units) == {town.committee, town.department}
    assert selectors.assignable(clerk, town.committee, TODAY()) == []


def test_the_queue_costs_one_query(town, clerk, django_assert_num_queries):
    for _ in range(3):
        register(town)

    with django_assert_num_queries(1):
        assert len({p.unit.name for p in queue(clerk)}) == 1


def test_a_case_costs_seven_queries_with_all_it_can_have(
    town, clerk, django_assert_num_queries
):
    petition = walk(register(town), town, "screen", "accept", "assign")
    take("answer", petition, town, reply="Xong.")

    with django_assert_num_queries(7):
        case = selectors.case(clerk, petition.pk)
        assert [s.reply.text for s in case.steps if hasattr(s, "reply")] == ["Xong."]


def test_a_key_that_is_no_petition_opens_no_file(town, clerk):
    register(town)
    assert not selectors.may_read_files(clerk, str(uuid.uuid4()))
