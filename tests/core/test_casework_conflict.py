"""Nobody receives what is said against himself or against his superior."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework import conflict
from danvan.core.casework.conflict import Facts, Ground, Reason, Works, receiver

TODAY = datetime.date(2026, 11, 22)
# A province with a committee of its own, two communes, a department, a school.
PARENTS = {
    "P": None, "UB-P": "P", "HD-P": "P", "SO": "P", "C1": "P", "UB-C1": "C1",
    "HD-C1": "C1", "C2": "P", "SCHOOL": "C1",
}  # fmt: skip
ONE = {"UB-P": "P", "HD-P": "P", "UB-C1": "C1", "HD-C1": "C1"}
SEATS = {"P": "UB-P", "C1": "UB-C1"}


def facts(**more):
    return Facts(PARENTS, ONE, SEATS, **more)


@pytest.mark.parametrize(
    ("chosen", "accused", "unit"),
    [
        ("C1", set(), "UB-C1"),
        ("UB-C1", set(), "UB-C1"),
        ("C1", {"C2"}, "UB-C1"),
        ("C1", {"SCHOOL"}, "UB-C1"),  # a superior judges his subordinate
        ("C1", {"C1"}, "UB-P"),
        ("C1", {"UB-C1"}, "UB-P"),
        ("UB-C1", {"C1"}, "UB-P"),
        ("C1", {"HD-C1"}, "UB-P"),  # the council works beside the committee
        ("SCHOOL", {"SCHOOL"}, "UB-C1"),
        ("SCHOOL", {"C1"}, "UB-P"),
        ("SCHOOL", {"SCHOOL", "UB-C1"}, "UB-P"),
        ("SO", {"P"}, None),
        ("C1", {"P"}, None),
        ("C1", {"HD-P"}, None),
        ("C1", {"nowhere"}, "UB-C1"),
        ("nowhere", set(), None),
    ],
)
def test_the_superior_receives_where_the_unit_would_judge_itself(chosen, accused, unit):
    assert receiver(chosen, accused, facts()).unit == unit


def test_a_unit_where_the_accused_works_or_may_work_is_passed_over():
    for works, ground in [
        (Works.YES, Ground.WORKS_HERE),
        (Works.UNSURE, Ground.UNSURE),
    ]:
        route = receiver("C1", set(), facts(works={"UB-C1": works}))

        assert route.unit == "UB-P"
        assert route.passed_over == (Reason("UB-C1", ground),)


def test_who_cannot_take_it_in_is_passed_over():
    assert receiver("C2", set(), facts(able={"UB-P"})).unit == "UB-P"
    assert receiver("C2", set(), facts(able=set())).unit is None


def test_every_ground_has_its_article_in_both_languages():
    assert set(conflict.rules()) == set(Ground)
    for rule in conflict.rules().values():
        assert rule.holds_on(TODAY)
        assert set(rule.name) == {"vi", "en"}
        assert rule.article.startswith("Điều")


def test_guidance_names_the_body_above():
    assert "Thanh tra Chính phủ" in conflict.body_above("province", TODAY).name["vi"]
    assert "cấp tỉnh" in conflict.body_above("commune", TODAY).name["vi"]
    assert conflict.body_above("province", datetime.date(2018, 12, 31)) is None
    assert conflict.body_above("moon", TODAY) is None


def test_before_the_law_nothing_is_said_of_bodies():
    assert "peoples_committee" in conflict.one_body_kinds(TODAY)
    assert conflict.one_body_kinds(datetime.date(2018, 12, 31)) == frozenset()


@st.composite
def situations(draw):
    """A forest of up to twelve units, some of them organs, and who is accused."""
    size = draw(st.integers(1, 12))
    names = [f"u{n}" for n in range(size)]
    parents, one, seats = {}, {}, {}
    for n, name in enumerate(names):
        above = draw(st.none() | st.sampled_from(names[:n])) if n else None
        parents[name] = above
        # An organ stands under a place that is no organ itself.
        if above is not None and above not in one and draw(st.booleans()):
            one[name] = above
            if draw(st.booleans()):
                seats[above] = name
    some = st.sets(st.sampled_from(names))
    works = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(Works)))
    able = draw(st.none() | some)
    return (
        draw(st.sampled_from(names)),
        draw(some),
        Facts(parents, one, seats, works, able),
    )


def bodies_up(unit, found):
    """Walk up in the plainest way: the unit's body, then the bodies above."""
    while unit is not None:
        unit = found.one_with.get(unit, unit)
        yield unit
        unit = found.parents[unit]


class TestLaws:
    """Luật Tố cáo, Điều 12 và 13: the head of the superior body judges the head of a body."""

    @given(situations())
    def test_neither_an_accused_unit_nor_one_below_it_receives(self, situation):
        chosen, accused, found = situation
        unit = receiver(chosen, accused, found).unit

        if unit is not None:
            bodies = {found.one_with.get(a, a) for a in accused}
            assert not bodies & set(bodies_up(unit, found))

    @given(situations())
    def test_no_accused_person_may_work_where_it_is_received(self, situation):
        chosen, accused, found = situation
        unit = receiver(chosen, accused, found).unit

        if unit is not None:
            assert found.works.get(unit, Works.NO) == Works.NO
            assert found.able is None or unit in found.able

    @given(situations())
    def test_the_receiver_stands_on_the_way_up_from_the_chosen_unit(self, situation):
        chosen, accused, found = situation
        unit = receiver(chosen, accused, found).unit

        if unit is not None:
            assert found.one_with.get(unit, unit) in set(bodies_up(chosen, found))

    @given(situations())
    def test_asked_again_from_the_receiver_it_stays_there(self, situation):
        chosen, accused, found = situation
        unit = receiver(chosen, accused, found).unit

        if unit is not None:
            again = receiver(unit, accused, found)
            assert again == conflict.Route(unit, ())

    @given(situations(), st.data())
    def test_one_more_accused_never_brings_it_down(self, situation, data):
        chosen, accused, found = situation
        more = accused | {data.draw(st.sampled_from(sorted(found.parents)))}
        way = list(bodies_up(chosen, found))

        def height(unit):
            return (
                len(way) if unit is None else way.index(found.one_with.get(unit, unit))
            )

        first, then = (receiver(chosen, a, found).unit for a in (accused, more))
        assert height(then) >= height(first)

    @given(situations())
    def test_each_passed_over_has_a_reason_and_the_receiver_none(self, situation):
        chosen, accused, found = situation
        route = receiver(chosen, accused, found)

        assert route.unit not in {reason.unit for reason in route.passed_over}
        assert route.unit is not None or route.passed_over
