"""Representatives of many people: law on citizen reception, article 29."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.representation import LABELS, Fault, faults, representatives


@pytest.mark.parametrize(
    ("people", "allowed"),
    [(1, (0, 0)), (4, (0, 0)), (5, (1, 2)), (10, (1, 2)), (11, (1, 5)), (900, (1, 5))],
)
def test_so_many_may_speak_for_so_many(people, allowed):
    assert representatives(people) == allowed


def crowd(size):
    return {f"p{n}" for n in range(size)}


@given(st.integers(5, 60), st.data())
def test_petitioners_in_the_right_number_signed_by_all_are_no_fault(size, data):
    people = crowd(size)
    _, most = representatives(size)
    chosen = data.draw(
        st.sets(st.sampled_from(sorted(people)), min_size=1, max_size=most)
    )

    assert faults(people, chosen, people) == ()


@pytest.mark.parametrize(
    ("people", "chosen", "signed", "expected"),
    [
        (crowd(5), set(), crowd(5), (Fault.MISSING,)),
        (crowd(5), {"p0", "p1", "p2"}, crowd(5), (Fault.TOO_MANY,)),
        (crowd(30), crowd(6), crowd(30), (Fault.TOO_MANY,)),
        (crowd(5), {"lawyer"}, crowd(5), (Fault.STRANGER,)),
        (crowd(5), {"p0"}, crowd(4), (Fault.UNSIGNED,)),
        (
            crowd(5),
            {"x", "y", "z"},
            set(),
            (Fault.TOO_MANY, Fault.STRANGER, Fault.UNSIGNED),
        ),
        (crowd(4), set(), set(), ()),
    ],
)
def test_every_fault_is_told_at_once(people, chosen, signed, expected):
    assert faults(people, chosen, signed) == expected


def test_every_fault_has_words():
    assert set(LABELS) == set(Fault)
