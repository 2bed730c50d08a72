"""A file that does not fit is refused with the place; no book has a column for a person."""

import contextlib
import copy
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core import data
from danvan.core.registers import load
from danvan.core.registers.load import BadKind, kind_of

TABLE = data.load_toml("registers/voters-meetings.toml")


def changed(**top):
    return copy.deepcopy(dict(TABLE)) | top


def with_field(**field):
    table = changed()
    table["edition"][0]["fields"].append(field)
    return table


PERSONS = [
    ("beneficiary", "Đối tượng", "Beneficiary"),
    ("signer", "Người cam kết", "Signer"),
    ("citizen_name", "Công dân", "Citizen"),
    ("who", "Họ và tên", "Who"),
    ("contact", "Số điện thoại", "Contact"),
    ("officer", "Tên cán bộ bị kỷ luật", "Officer"),
    ("faith", "Tôn giáo", "Faith"),
]


@pytest.mark.parametrize(("key", "vi", "en"), PERSONS)
def test_a_field_for_a_person_is_refused(key, vi, en):
    with pytest.raises(BadKind, match="never a person"):
        kind_of(with_field(key=key, type="text", vi=vi, en=en))


BAD = [
    ({"id": "Voters"}, "an id is small letters"),
    ({"extra": 1}, "unknown extra"),
    ({"edition": []}, "at least one edition"),
    ({"group": "misc"}, "group is one of"),
    ({"name": {"vi": "Sổ"}}, "words are vi and en"),
    ({"keepers": ["guild"]}, "keepers: unknown guild"),
    ({"levels": []}, "at least one"),
]


@pytest.mark.parametrize(("part", "why"), BAD)
def test_a_kind_that_does_not_fit_says_why(part, why):
    with pytest.raises(BadKind, match=why):
        kind_of(changed(**part))


FIELDS = [
    ({"type": "count", "unit": "furlong"}, "no unit 'furlong'"),
    ({"type": "colour"}, "colour"),
    ({"type": "choice"}, "choices belong to a choice"),
    ({"type": "text", "unit": "person"}, "only a number has a unit"),
    ({"type": "count", "unit": "person", "min": "few"}, "field x"),
]


@pytest.mark.parametrize(("part", "why"), FIELDS)
def test_a_field_that_does_not_fit_says_why(part, why):
    with pytest.raises(BadKind, match=why):
        kind_of(with_field(key="x", vi="Cột", en="Column", **part))


def with_feed(**feed):
    table = changed()
    table["edition"][0]["feeds"].append(feed)
    return table


FEEDS = [
    ({"id": "TX01", "how": "entries"}, "feeds a number once"),
    ({"id": "QT99", "how": "entries"}, "no such indicator"),
    ({"id": "so/voters-meetings:x", "how": "entries"}, "words are vi and en"),
    ({"id": "QT01", "how": "sum"}, "a sum names its field"),
    ({"id": "QT01", "how": "sum", "field": "place"}, "place is no number"),
    ({"id": "QT01", "how": "entries", "where": {"place": "x"}}, "no such choice"),
]


@pytest.mark.parametrize(("feed", "why"), FEEDS)
def test_a_feed_that_does_not_fit_says_why(feed, why):
    with pytest.raises(BadKind, match=why):
        kind_of(with_feed(**feed))


def test_a_hint_that_asks_for_a_person_is_refused():
    hint = {"vi": "Ghi họ và tên", "en": "Who"}
    with pytest.raises(BadKind, match="never a person"):
        kind_of(with_field(key="x", type="text", vi="Cột", en="Column", hint=hint))


def test_a_field_takes_a_shared_list_by_its_name():
    row = {"key": "x", "type": "choice", "vi": "Cột", "en": "Column"}
    kind = kind_of(with_field(**row, choices="bound"))
    assert kind.latest.by_key["x"].choice("over").name["vi"] == "Trên (hơn)"
    with pytest.raises(BadKind, match="choices belong to a choice"):
        kind_of(with_field(**row, choices="nothing"))


def test_zero_names_fields_of_its_rule():
    table = changed()
    table["edition"][0]["rules"][0]["zero"] = ["people"]
    with pytest.raises(BadKind, match="zero names people"):
        kind_of(table)


def test_a_rule_over_an_unknown_field_is_refused():
    table = changed()
    table["edition"][0]["rules"].append({"rule": "a = b", "vi": "x", "en": "x"})
    with pytest.raises(BadKind, match="is no number of an entry"):
        kind_of(table)


JUNK = st.sampled_from([None, 1, "", "x", [], ["a"], [[1]], {}, {"a": 1}, True, 1.5])


def places(table, way=()):
    """Every place in a table that holds a value."""
    if isinstance(table, dict | list):
        inside = table.items() if isinstance(table, dict) else enumerate(table)
        for key, value in inside:
            yield (*way, key)
            yield from places(value, (*way, key))


@given(st.sampled_from(list(places(TABLE))), JUNK)
def test_a_value_of_the_wrong_sort_is_a_bad_kind_or_a_kind(place, junk):
    table = part = changed()
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = junk
    with contextlib.suppress(BadKind):
        assert kind_of(table).editions


def test_editions_that_overlap_are_refused():
    table = changed()
    table["edition"].append(copy.deepcopy(table["edition"][0]))
    with pytest.raises(BadKind, match="do not overlap"):
        kind_of(table)


def test_an_entry_is_read_by_the_edition_of_its_day():
    kind = load.known()["new-rural-criteria"]
    assert "set" not in kind.on(datetime.date(2019, 12, 31)).by_key
    assert "set" in kind.on(datetime.date(2026, 1, 1)).by_key
    assert kind.on(datetime.date(2015, 1, 1)) is None
    assert "set" in {field.key for field in kind.fields}
