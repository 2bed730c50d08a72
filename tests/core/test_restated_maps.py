"""Figures on another day's map: the laws, and the provinces that merged in 2025."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.data import open_text
from danvan.core.rollup.restate import Apart, OnMap, Way, backwards, on_map
from danvan.core.rollup.rollup import roll_up
from danvan.core.rollup.rules import of

ONE = Decimal(1)
RULES = {
    "received": of("flow"),
    "open": of("stock"),
    "late": of("flow"),
    "rate": of("ratio", "100 * late / received"),
    "satisfied": of("ratio"),
    "more": of("derived", "received - prev(received)"),
}
# Two merged; one cut in a quarter and the rest; one cut by nobody knows what.
HEIRS = {
    "a": [("ab", ONE)],
    "b": [("ab", ONE)],
    "c": [("c1", Decimal("0.25")), ("c2", Decimal("0.75"))],
    "d": [("d1", None), ("c2", None)],
    "gone": [],
}
UNITS = ["a", "b", "c", "d", "gone", "still"]


def restated(values, way=None, units=UNITS, **more):
    exact = {k: None if v is None else Decimal(v) for k, v in values.items()}
    return on_map(exact, units, way or Way(HEIRS), RULES, **more)


@pytest.mark.parametrize(
    ("values", "unit", "code", "found"),
    [
        ({"a": 5, "b": 7}, "ab", "received", OnMap(Decimal(12), 2, 2)),
        ({"a": 5, "b": 7}, "ab", "open", OnMap(Decimal(12), 2, 2)),
        # Two of two are asked; one reported, and that is said.
        ({"a": 5}, "ab", "received", OnMap(Decimal(5), 1, 2)),
        ({"a": 5, "b": None}, "ab", "received", OnMap(Decimal(5), 1, 2)),
        ({}, "ab", "received", OnMap(None, 0, 2)),
        ({"c": 8}, "c1", "received", OnMap(Decimal(2), 1, 1)),
        ({"d": 8}, "d1", "received", OnMap(None, 1, 1, Apart.DIVIDED)),
        ({"c": 8, "d": 8}, "c2", "received", OnMap(None, 2, 2, Apart.DIVIDED)),
        # What was nothing in whole was nothing in each part.
        ({"c": 8, "d": 0}, "c2", "received", OnMap(Decimal(6), 2, 2)),
        ({"still": 3}, "still", "received", OnMap(Decimal(3), 1, 1)),
        # A stated ratio holds for the very unit, never for several.
        ({"still": 30}, "still", "satisfied", OnMap(Decimal(30), 1, 1)),
        ({"a": 30, "b": 30}, "ab", "satisfied", OnMap(None, 2, 2, Apart.NO_PARTS)),
        ({"c": 30}, "c1", "satisfied", OnMap(None, 1, 1, Apart.NO_PARTS)),
    ],
)
def test_brings_a_value_onto_the_map(values, unit, code, found):
    assert restated({(u, code): v for u, v in values.items()})[unit, code] == found


def test_a_ratio_is_restated_from_restated_parts():
    values = {("a", "late"): 1, ("a", "received"): 10}
    values |= {("b", "late"): 1, ("b", "received"): 30}

    assert restated(values)["ab", "rate"] == OnMap(Decimal("5.000000"), 2, 2)


def test_a_ratio_of_a_divided_unit_says_why_not():
    values = {("d", "late"): 1, ("d", "received"): 10}

    assert restated(values)["d1", "rate"].apart is Apart.DIVIDED


def test_a_change_is_worked_out_from_the_restated_year_before():
    before = restated({("a", "received"): 5, ("b", "received"): 7})

    now = on_map(
        {("ab", "received"): Decimal(20)}, ["ab"], Way({}), RULES, earlier=before
    )

    assert now["ab", "more"].value == 8


def test_going_back_a_merged_unit_cannot_be_taken_apart():
    way = backwards({"a": [("ab", ONE)], "b": [("ab", ONE)]})

    found = restated({("ab", "received"): 12}, way, ["ab"])

    assert found["a", "received"] == OnMap(None, 1, 1, Apart.UNMADE)


def test_going_back_the_parts_of_a_divided_unit_add_up_again():
    way = backwards({"c": [("c1", Decimal("0.25")), ("c2", None)]})

    found = restated({("c1", "received"): 2, ("c2", "received"): 6}, way, ["c1", "c2"])

    assert found["c", "received"] == OnMap(Decimal(8), 2, 2)


def test_going_back_a_renamed_unit_is_itself():
    way = backwards({"old": [("new", ONE)]})

    assert restated({("new", "satisfied"): 30}, way, ["new"])["old", "satisfied"].whole


AMOUNTS = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(0, 10**9).map(Decimal), min_size=1
)
# Each unit divided into hundredths that add up to 1.
CUTS = st.lists(
    st.tuples(st.sampled_from("uvwxyz"), st.integers(1, 30)), min_size=1, max_size=3
).map(
    lambda some: (
        [(unit, Decimal(n) / 100) for unit, n in some]
        + [("rest", Decimal(100 - sum(n for _, n in some)) / 100)]
    )
)


@given(AMOUNTS, st.dictionaries(st.sampled_from("abcdef"), CUTS))
def test_the_sum_is_kept_where_the_shares_add_up_to_one(amounts, heirs):
    values = {(unit, "received"): value for unit, value in amounts.items()}

    found = on_map(values, amounts, Way(heirs), {"received": of("flow")})

    placed = [cell.value for cell in found.values() if cell.value is not None]
    assert sum(placed) == sum(amounts.values())


@given(AMOUNTS, st.permutations("abcdef"))
def test_the_order_of_merging_does_not_matter(amounts, order):
    values = {(unit, "received"): value for unit, value in amounts.items()}
    rules = {"received": of("flow")}
    at_once = on_map(values, amounts, Way({u: [("z", ONE)] for u in amounts}), rules)

    # One after the other: the first into the second, both into the third, …
    units, left = list(amounts), dict(values)
    merging = [u for u in order if u in amounts]
    for unit, heir in zip(merging, [*merging[1:], "z"], strict=True):
        found = on_map(left, units, Way({unit: [(heir, ONE)]}), rules)
        left = {key: cell.value for key, cell in found.items()}
        units = [u for u, _ in left]

    assert left == {("z", "received"): at_once["z", "received"].value}


@given(AMOUNTS, st.sampled_from("abcdef"))
def test_coverage_counts_the_parts_that_had_a_value(amounts, silent):
    values = {(u, "received"): v for u, v in amounts.items() if u != silent}
    way = Way({u: [("z", ONE)] for u in "abcdef"})

    found = on_map(values, "abcdef", way, {"received": of("flow")})["z", "received"]

    assert (found.given, found.parts) == (len(values), 6)


# ----- What became of Cần Thơ, Vĩnh Long and Cà Mau on 1/7/2025 -----------------


def rows(name):
    return list(csv.DictReader(open_text(f"units/{name}.csv").splitlines()))


FORMER, CURRENT, CHANGES = rows("former"), rows("current"), rows("changes")
MERGED = {
    "P92": ("Thành phố Cần Thơ", {"FP92", "FP93", "FP94"}),
    "P86": ("Tỉnh Vĩnh Long", {"FP86", "FP84", "FP83"}),
    "P96": ("Tỉnh Cà Mau", {"FP96", "FP95"}),
}
SUCCESSORS = defaultdict(list)
for change in CHANGES:
    heirs = SUCCESSORS[change["from_unit"]]
    if change["to_unit"]:
        share = Decimal(change["share"]) if change["share"] else None
        heirs.append((change["to_unit"], share))
BY_PARENT = defaultdict(list)
for row in (*FORMER, *CURRENT):
    BY_PARENT[row["parent"]].append(row["code"])
FLOW = {"TCD01": of("flow"), "DVK01": of("stock")}


def tree_of(province):
    """Return the parents of a former province, its districts and communes."""
    parents = {province: None}
    for unit in parents.copy():
        waiting = [unit]
        while waiting:
            at = waiting.pop()
            for below in BY_PARENT[at]:
                parents[below] = at
                waiting.append(below)
    return parents


def figures(units):
    """Return a number for each unit, each another one."""
    return {
        (unit, code): Decimal(3 + n * 7 % 101)
        for n, unit in enumerate(sorted(units))
        for code in FLOW
    }


@pytest.mark.parametrize("province", MERGED)
def test_a_merged_province_is_the_sum_of_its_predecessors(province):
    name, former = MERGED[province]
    values = figures(former)
    way = Way({code: SUCCESSORS[code] for code in former})

    found = on_map(values, former, way, FLOW)

    assert {row["name"] for row in CURRENT if row["code"] == province} == {name}
    assert found[province, "TCD01"] == OnMap(
        sum(values[unit, "TCD01"] for unit in former), len(former), len(former)
    )


def test_two_of_three_predecessors_reported():
    values = figures({"FP92", "FP94"})
    way = Way({code: SUCCESSORS[code] for code in MERGED["P92"][1]})

    found = on_map(values, MERGED["P92"][1], way, FLOW)["P92", "TCD01"]

    assert (found.given, found.parts, found.whole) == (2, 3, False)


@pytest.mark.parametrize("province", MERGED)
def test_rolling_up_then_restating_is_restating_then_rolling_up(province):
    """Of merged communes; a divided one keeps its number only above the cut."""
    former = MERGED[province][1]
    trees = {code: tree_of(code) for code in former}
    communes = {
        unit
        for tree in trees.values()
        for unit in tree
        if unit not in tree.values() and unit not in former
    }
    whole = {u for u in communes if [s for _, s in SUCCESSORS[u]] == [ONE]}
    values = figures(whole)

    summed = {}
    for code, tree in trees.items():
        totals = roll_up(values, tree, FLOW)
        summed |= {(code, each): totals[code, each].value for each in FLOW}
    one = on_map(summed, former, Way({c: SUCCESSORS[c] for c in former}), FLOW)

    found = on_map(values, whole, Way({c: SUCCESSORS[c] for c in whole}), FLOW)
    today = {province: None} | dict.fromkeys(BY_PARENT[province], province)
    two = roll_up({key: cell.value for key, cell in found.items()}, today, FLOW)

    assert len(whole) > 100
    for code in FLOW:
        assert one[province, code].value == two[province, code].value


@pytest.mark.parametrize("province", MERGED)
def test_a_commune_of_today_says_what_it_was_made_of(province):
    communes = [u for f in MERGED[province][1] for u in tree_of(f)]
    ended = {u: SUCCESSORS[u] for u in communes if u.startswith("FC")}

    found = on_map(figures(ended), ended, Way(ended), {"TCD01": of("flow")})

    reached = {unit for unit, _ in found}
    assert reached <= set(BY_PARENT[province])
    states = Counter(cell.apart for cell in found.values())
    assert states[None] > 40
    assert all(
        (cell.apart is Apart.DIVIDED)
        == any(
            share is None
            for heirs in ended.values()
            for heir, share in heirs
            if heir == unit
        )
        for (unit, _), cell in found.items()
    )


def test_a_new_commune_cannot_be_taken_apart_into_the_old_ones():
    former = {u for u, heirs in SUCCESSORS.items() if ("C31135", ONE) in heirs}
    way = backwards({u: SUCCESSORS[u] for u in former})

    found = on_map({("C31135", "TCD01"): Decimal(9)}, ["C31135"], way, FLOW)

    assert len(former) > 1
    assert {found[u, "TCD01"].apart for u in former} == {Apart.UNMADE}
