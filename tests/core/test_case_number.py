"""Case numbers: made, read back, and every common slip caught."""

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.number import ALPHABET, NotANumber, make, normalise

numbers = st.builds(
    lambda year, seed: make(year, random.Random(seed).choice),  # noqa: S311 - no secret
    st.integers(2020, 2099),
    st.integers(0, 2**32),
)
KEYS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(numbers)
def test_a_number_reads_back_as_written(number):
    assert normalise(number) == number
    assert normalise(number.lower().replace("-", " ")) == number


@given(numbers, st.data())
def test_every_single_slip_is_caught(number, data):
    bare = number.replace("-", "")
    place = data.draw(st.integers(0, len(bare) - 1))
    wrong = data.draw(st.sampled_from([c for c in KEYS if c != bare[place]]))

    with pytest.raises(NotANumber):
        normalise(bare[:place] + wrong + bare[place + 1 :])


@given(numbers, st.data())
def test_every_adjacent_swap_is_caught(number, data):
    bare = number.replace("-", "")
    swaps = [i for i in range(len(bare) - 1) if bare[i] != bare[i + 1]]
    i = data.draw(st.sampled_from(swaps))

    with pytest.raises(NotANumber):
        normalise(bare[:i] + bare[i + 1] + bare[i] + bare[i + 2 :])


@given(numbers, st.data())
def test_a_lost_character_is_caught(number, data):
    bare = number.replace("-", "")
    place = data.draw(st.integers(0, len(bare) - 1))

    with pytest.raises(NotANumber):
        normalise(bare[:place] + bare[place + 1 :])


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(NotANumber):
        assert normalise(text).startswith("DV")


@pytest.mark.parametrize(
    "typed", ["ĐV26 2222 2222 K", "dv26–2222–2222–K", "DV2622222222K"]
)
def test_typing_habits_do_not_matter(typed):
    assert normalise(typed) == "DV26-2222-2222-K"


def test_the_alphabet_has_nothing_misread_or_turned_into_a_tone():
    assert not set(ALPHABET) & set("01ILOSUZAEYWD")
    assert len(set(ALPHABET)) == 23
