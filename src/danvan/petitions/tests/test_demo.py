"""Made-up petitions are plausible, marked, and quick to make."""

import datetime

import pytest
from django.contrib.postgres.functions import RandomUUID

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.casework.workflow import State
from danvan.journal.models import Entry
from danvan.journal.verify import verify
from danvan.petitions import demo, demo_sources
from danvan.petitions.models import Petition

TODAY = datetime.date(2026, 11, 20)
# What the made-up petitions walk through: the ordinary way, and the short ends.
SHOWN = {
    State.RECEIVED,
    State.SCREENED,
    State.ACCEPTED,
    State.GUIDED,
    State.TRANSFERRED,
    State.FILED,
    State.ASSIGNED,
    State.CONCLUDED,
    State.ANSWERED,
    State.CLOSED,
}


@pytest.fixture
def staff(town):
    """A clerk, a verifier and a leader of the committee."""
    roles = (Role.PETITION_CLERK, Role.VERIFIER, Role.UNIT_LEADER)
    for role in roles:
        user = User.objects.create(username=role, label=f"Mẫu {role}")
        Membership.objects.create(
            user=user,
            unit=town.committee,
            role=role,
            valid_from=datetime.date(2020, 1, 1),
        )
    return town


@pytest.mark.parametrize("today", [TODAY, datetime.date(2026, 2, 28)])
def test_an_empty_house_is_filled(staff, today, django_assert_max_num_queries):
    with django_assert_max_num_queries(demo.COUNT * 47):
        made = demo.fill(today=today)

    petitions = list(Petition.objects.prefetch_related("steps"))
    beside = len(demo_sources.letters(today))
    assert len(made) == len(petitions) == demo.COUNT + beside
    assert {p.state for p in petitions} >= SHOWN
    assert {p.kind for p in petitions} == {"feedback", "complaint"}
    assert any(p.due and p.due < today for p in petitions)
    assert any(p.due and p.due >= today for p in petitions)
    for petition in petitions:
        steps = list(petition.steps.all())
        days = [step.on for step in steps]
        assert petition.synthetic
        assert petition.state == steps[-1].to_state
        assert days == sorted(days)
        assert days[-1] <= today
        assert days[0] >= demo.oldest(today) - datetime.timedelta(days=10)
        assert petition.what.startswith("[Mẫu]")
        assert petition.name.startswith("Người dân mẫu") or petition.name == ""
    assert {e.chain for e in Entry.objects.all()} == {staff.committee.code}
    assert not verify().breaks


def test_the_same_seed_tells_the_same_stories(staff):
    first = demo.fill(today=TODAY, count=12)
    told = [(p.what, p.name, p.received_at, p.state) for p in first]
    Petition.objects.update(idempotency_key=RandomUUID())

    again = demo.fill(today=TODAY, count=12)

    assert [(p.what, p.name, p.received_at, p.state) for p in again] == told


def test_without_a_clerk_nobody_receives(town):
    with pytest.raises(ValueError, match="clerk"):
        demo.fill(today=TODAY)
