"""Four sources never show, not by subtraction either."""

from hypothesis import given
from hypothesis import strategies as st

from danvan.core.drafting.situation import LEAST, Issue, sheet

PLACES, CHANNELS, SUBJECTS = ("A", "B"), ("letters", "surveys"), ("land", "health")
CELLS = [(p, c, s) for p in PLACES for c in CHANNELS for s in SUBJECTS]
ISSUES = st.lists(st.integers(0, 40), min_size=8, max_size=8).map(
    lambda counts: [Issue(*c, n) for c, n in zip(CELLS, counts, strict=True)]
)


def test_four_sources_do_not_show_and_five_do():
    made = sheet([Issue("A", "letters", "land", 4), Issue("A", "letters", "health", 5)])

    assert [(i.subject, i.sources) for i in made.issues] == [("health", 5)]
    assert made.by_place == {"A": 5}


@given(ISSUES)
def test_nothing_smaller_than_five_and_no_finer_than_five_is_shown(issues):
    made = sheet(issues)

    assert all(i.sources >= LEAST and i.sources % LEAST == 0 for i in made.issues)


@given(ISSUES)
def test_sums_are_of_what_is_shown_so_nothing_is_left_over(issues):
    made = sheet(issues)

    for place in PLACES:
        shown = sum(i.sources for i in made.issues if i.place == place)
        assert made.by_place.get(place, 0) == shown


@given(ISSUES, st.integers(0, 7), st.integers(1, 4))
def test_whether_nobody_or_four_speak_of_it_the_sheet_is_the_same(issues, at, few):
    """The strongest form: a hidden number leaves no trace in anything shown."""
    place = at % len(issues)
    one = issues[place]

    def with_sources(number):
        changed = Issue(one.place, one.channel, one.subject, number)
        return sheet([*issues[:place], changed, *issues[place + 1 :]])

    none, some = with_sources(0), with_sources(few)

    assert none.issues == some.issues
    assert (none.by_place, none.by_channel) == (some.by_place, some.by_channel)


@given(st.integers(5, 60), st.integers(1, 4))
def test_the_difference_of_two_periods_tells_no_small_number(before, few):
    shorter = sheet([Issue("A", "letters", "land", before)]).by_place["A"]
    longer = sheet([Issue("A", "letters", "land", before + few)]).by_place["A"]

    assert longer - shorter in {0, LEAST}
