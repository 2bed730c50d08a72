"""What holds for every kind of book and each of its editions, whatever is written."""

import datetime
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.registers import feeds, load, read
from danvan.core.registers.feeds import Line
from danvan.core.registers.kind import Type

EDITIONS = [
    pytest.param(edition, id=f"{kind.id} {edition.valid_from:%Y}")
    for kind in load.known().values()
    for edition in kind.editions
]
WORDS = st.text(string.ascii_letters + "ăâđêôơưếộ ,.-", min_size=1, max_size=40)
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))

each = pytest.mark.parametrize("edition", EDITIONS)
few = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


def good(field):
    """Values that the field takes."""
    if field.is_number:
        low = 0 if field.least is None else field.least
        high = 10**9 if field.most is None else field.most
        return st.decimals(low, high, places=field.places).map(
            lambda value: value.normalize() + 0
        )
    if field.type is Type.CHOICE:
        return st.sampled_from([choice.code for choice in field.choices])
    if field.type is Type.DATE:
        return DAYS
    return WORDS.map(lambda text: " ".join(text.split())).filter(bool)


def entries(edition):
    return st.fixed_dictionaries(
        {f.key: good(f) for f in edition.fields if f.required},
        optional={f.key: good(f) for f in edition.fields if not f.required},
    )


def write(edition, values, language):
    return {k: read.written(edition.by_key[k], v, language) for k, v in values.items()}


@each
@few
@given(st.data(), st.sampled_from(["vi", "en"]))
def test_a_good_entry_is_read_kept_and_written_back_the_same(edition, data, language):
    values = data.draw(entries(edition))

    found = read.read(edition, write(edition, values, language)).values

    assert found == values
    assert read.restored(edition, read.stored(found)) == values


@each
@few
@given(st.data())
def test_whatever_is_written_is_told_in_both_languages(edition, data):
    keys = st.sampled_from([field.key for field in edition.fields])
    written = data.draw(st.dictionaries(keys, st.text(max_size=30)))

    reading = read.read(edition, written)

    assert all(p.message["vi"] and p.message["en"] for p in reading.problems)
    assert {p.key for p in reading.problems} <= set(edition.by_key)
    missing = {f.key for f in edition.fields if f.required} - set(reading.values)
    assert missing <= {p.key for p in reading.problems}


HOSTILE = [
    *("=1+1", "@SUM(A1)", "<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "%s"),
    *(
        "\x00",
        "\ud800",
        "\u202e123",
        "\uff11\uff12",
        "٣",
        "1e400",
        "-1e-400",
        "NaN",
        "Infinity",
    ),
    *("9" * 400, "1." * 200, "-" * 50, "0x10", "1_000", " \u200b ", "a" * 10_000),
]


PLAIN = {Type.TEXT, Type.PLACE, Type.CITATION, Type.UNIT, Type.FILE}


@each
def test_a_hostile_value_is_no_number_no_day_and_no_choice(edition):
    for text in HOSTILE:
        reading = read.read(edition, dict.fromkeys(edition.by_key, text))

        assert {edition.by_key[key].type for key in reading.values} <= PLAIN
        assert all(len(str(value)) <= read.LONG for value in reading.values.values())
        assert not {"\x00", "\ud800", "\u202e"} & set("".join(reading.values.values()))


@each
@few
@given(st.data())
def test_every_feed_comes_to_what_its_lines_are(edition, data):
    rows = data.draw(st.lists(st.tuples(st.integers(1, 3), entries(edition))))
    lines = [
        Line(unit, datetime.date(2026, 1, 1), order, values)
        for order, (unit, values) in enumerate(rows)
    ]
    for feed in edition.feeds:
        totals = feeds.totals(feed, lines, edition.subjects)
        behind = list(feeds.chosen(feed, lines, edition.subjects))
        told = [x for x in behind if not feed.field or feed.field in x.values]
        assert set(totals) == {line.unit for line in told}
        if not feed.field:
            assert sum(totals.values()) == len(told)


@each
def test_what_a_new_entry_begins_with_is_taken(edition):
    defaults = {f.key: f.default for f in edition.fields if f.default}
    assert set(read.read(edition, defaults).values) == set(defaults)
