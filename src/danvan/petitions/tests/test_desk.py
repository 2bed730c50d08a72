"""What lies on the desk: what binds by law first, and nothing that only waits to be closed."""

import pytest

from danvan.petitions import desk
from danvan.petitions.tests.test_course import DAY, FEEDBACK, FIRST, began, walk


def test_the_desk_reminds_of_a_suspended_matter(town, clerk):
    petition = walk(began(town), town, "screen", "accept", "assign", "suspend")
    (item,) = desk.due(clerk, FIRST + DAY)
    assert item.due == petition.deadlines.get(code="DL-KN-10").due

    walk(petition, town, "notify")
    assert desk.due(clerk, FIRST + 10 * DAY) == []
    (item,) = desk.due(clerk, FIRST + 60 * DAY)
    assert petition.number in item.title
    assert item.due < FIRST + 60 * DAY


def test_the_desk_reminds_of_a_decision_that_has_taken_effect(town, clerk):
    petition = walk(began(town), town, "screen", "accept", "conclude", "answer")
    effect = petition.deadlines.get(code="DL-KN-07").due

    assert desk.due(clerk, effect) == []
    (item,) = desk.due(clerk, effect + DAY)
    assert petition.number in item.title
    assert item.due is None  # the office is not late with it


@pytest.mark.parametrize(
    "steps",
    [("screen", "answer"), ("screen", "file"), ("screen", "transfer"), ("withdraw",)],
)
def test_what_only_waits_to_be_closed_is_on_nobodys_desk(town, clerk, steps):
    walk(began(town, FEEDBACK), town, *steps)
    assert desk.due(clerk, FIRST + 90 * DAY) == []


def test_what_binds_by_law_is_never_crowded_out(town, clerk, monkeypatch):
    monkeypatch.setattr(desk, "_MOST", 1)
    walk(began(town), town, "screen", "accept", "assign", "suspend", "notify")
    bound = began(town, day=FIRST + 60 * DAY)

    (item,) = desk.due(clerk, FIRST + 150 * DAY)

    assert bound.number in item.title
