"""The files of units, on every day on which something in them begins or ends."""

import csv
import datetime
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from danvan.core.data import open_text

ONE_DAY = datetime.timedelta(days=1)
AFTER = datetime.date(2025, 7, 1)


def rows(name):
    return list(csv.DictReader(open_text(f"units/{name}.csv").splitlines()))


def day(text, otherwise):
    return datetime.date.fromisoformat(text) if text else otherwise


UNITS = {
    row["code"]: row
    | {
        "from": day(row["valid_from"], datetime.date.min),
        "to": day(row["valid_to"], datetime.date.max),
    }
    for row in rows("current") + rows("former")
}
CHANGES = rows("changes")
BOUNDS = {
    bound
    for unit in UNITS.values()
    for bound in (unit["from"], unit["to"])
    if bound not in (datetime.date.min, datetime.date.max)
}
DAYS = sorted({b + step * ONE_DAY for b in BOUNDS for step in (-1, 0, 1)})


def standing(on):
    return {code for code, u in UNITS.items() if u["from"] <= on <= u["to"]}


def test_codes_are_given_once():
    assert len(UNITS) == len(rows("current")) + len(rows("former"))


@pytest.mark.parametrize(
    ("province", "kinds"),
    [
        ("P86", {"Xã": 105, "Phường": 19}),
        ("P92", {"Xã": 72, "Phường": 31}),
        ("P96", {"Xã": 55, "Phường": 9}),
    ],
)
def test_the_communes_are_as_many_as_the_resolutions_say(province, kinds):
    found = Counter(
        u["name"].split()[0] for u in UNITS.values() if u["parent"] == province
    )
    assert found == kinds


def test_the_country_has_34_provinces_and_3321_communes():
    levels = Counter(UNITS[code]["level"] for code in standing(AFTER))
    assert levels == {"central": 1, "province": 34, "commune": 3321}


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_unit_but_the_root_has_a_parent_that_stands(on):
    stand = standing(on)
    orphans = {code for code in stand if UNITS[code]["parent"] not in stand}
    assert orphans == {"VN"}
    assert not UNITS["VN"]["parent"]


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_way_up_ends_at_the_root(on):
    for code in standing(on):
        seen = []
        while code:
            assert code not in seen
            seen.append(code)
            code = UNITS[code]["parent"]
        assert seen[-1] == "VN"
        assert len(seen) <= 4


def test_a_former_unit_ends_the_day_before_it_is_succeeded():
    for change in CHANGES:
        on = datetime.date.fromisoformat(change["on"])
        assert UNITS[change["from_unit"]]["to"] == on - ONE_DAY
        if change["to_unit"]:
            assert UNITS[change["to_unit"]]["from"] == on


def test_every_unit_that_ended_says_what_became_of_it():
    ended = {code for code, unit in UNITS.items() if unit["valid_to"]}
    assert ended == {change["from_unit"] for change in CHANGES}


def test_a_merged_unit_has_a_successor_and_a_dissolved_one_none():
    for change in CHANGES:
        assert (change["kind"] == "dissolve") == (not change["to_unit"])
        assert not change["to_unit"] or change["to_unit"] in UNITS


def test_every_commune_of_the_three_provinces_says_where_it_came_from():
    here = {c for c, u in UNITS.items() if u["parent"] in ("P86", "P92", "P96")}
    origins = {change["to_unit"] for change in CHANGES}
    assert here <= origins


def test_a_division_has_both_its_parts_and_no_invented_share():
    parts = defaultdict(list)
    for change in CHANGES:
        parts[change["from_unit"]].append(change)
    for changes in parts.values():
        divided = len(changes) > 1
        assert divided == any(change["kind"] == "split" for change in changes)
        assert divided == any(
            change["share"] == "" for change in changes if change["to_unit"]
        )
    assert len(parts["FC32155"]) == 2  # Tạ An Khương
    assert len(parts["FC32053"]) == 3  # Nguyễn Phích


def test_what_is_wholly_taken_over_has_the_share_one():
    whole = [c for c in CHANGES if c["kind"] in ("merge", "move", "rename")]
    assert {Decimal(change["share"]) for change in whole} == {Decimal(1)}


def test_a_moved_unit_keeps_its_name():
    moves = [change for change in CHANGES if change["kind"] == "move"]
    assert len(moves) == 13
    for move in moves:
        assert UNITS[move["from_unit"]]["name"] == UNITS[move["to_unit"]]["name"]


def test_no_successor_lies_in_another_province_than_its_unit():
    became = {c["from_unit"]: c["to_unit"] for c in CHANGES if c["kind"] == "merge"}
    for change in CHANGES:
        if not change["from_unit"].startswith("FC"):
            continue
        district = UNITS[change["from_unit"]]["parent"]
        province = UNITS[district]["parent"]
        assert UNITS[change["to_unit"]]["parent"] == became[province]
