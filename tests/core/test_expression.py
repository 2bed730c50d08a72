"""The language of identities, with the printed identities of the statutory forms.

Circular 01/2024 and the forms of 2021 (domain notes, §2.9) say which column is the sum
of which; those lines are the tests.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.checks.expression import BadIdentity, Name, judge, parse
from danvan.core.checks.interval import Interval


def values(**given):
    return {name.strip("_"): Decimal(value) for name, value in given.items()}


def columns(*pairs):
    return {str(column): Decimal(value) for column, value in pairs}


# Form, identity, and a row that holds it.
FORMS = [
    (
        "01/TCD",
        "[1] = sum([4], [13], [22])",
        columns((1, 100), (4, 60), (13, 30), (22, 10)),
    ),
    ("01/TCD", "[2] = sum([5], [14], [23])", columns((2, 7), (5, 4), (14, 2), (23, 1))),
    (
        "01/TCD",
        "[3] = [6] + [7] + [15] + [16] + [24] + [25]",
        columns((3, 21), (6, 1), (7, 2), (15, 3), (16, 4), (24, 5), (25, 6)),
    ),
    ("01/XLD", "[1] = [2] + [3]", columns((1, 983), (2, 185), (3, 798))),
    ("01/XLD", "[1] = [4] + [5]", columns((1, 983), (4, 900), (5, 83))),
    (
        "01/XLD",
        "[6] = [8] + [9] + [10]",
        columns((6, 983), (8, 156), (9, 29), (10, 798)),
    ),
    ("01/XLD", "[6] = [11] + [12] + [13]", columns((6, 10), (11, 3), (12, 3), (13, 4))),
    ("01/XLD", "[6] = [14] + [18]", columns((6, 10), (14, 4), (18, 6))),
    (
        "01/XLD",
        "[14] = sum([15], [16], [17])",
        columns((14, 6), (15, 1), (16, 2), (17, 3)),
    ),
    (
        "01/XLD",
        "[18] = sum([19], [20], [21])",
        columns((18, 9), (19, 2), (20, 3), (21, 4)),
    ),
    ("cross", "[01XLD.8] = [02XLD.7]", columns(("01XLD.8", 5), ("02XLD.7", 5))),
    ("cross", "[01XLD.9] = [03XLD.7]", columns(("01XLD.9", 6), ("03XLD.7", 6))),
    ("cross", "[01XLD.10] = [04XLD.7]", columns(("01XLD.10", 0), ("04XLD.7", 0))),
    ("cross", "[02XLD.20] ≤ [01KQGQ.4]", columns(("02XLD.20", 5), ("01KQGQ.4", 9))),
    ("cross", "[03XLD.21] ≤ [03KQGQ.4]", columns(("03XLD.21", 9), ("03KQGQ.4", 9))),
]


@pytest.mark.parametrize(("form", "identity", "row"), FORMS)
def test_a_form_holds_its_printed_identity(form, identity, row):
    assert judge(parse(identity), row).holds is True


@pytest.mark.parametrize(("form", "identity", "row"), FORMS)
def test_one_more_on_the_left_breaks_it(form, identity, row):
    first = min(parse(identity).names, key=lambda name: identity.index(name.name))
    broken = {**row, first.name: row[first.name] + 100}

    assert judge(parse(identity), broken).holds is False


def test_what_was_open_is_carried_over():
    identity = parse("[2] = prev([5])")

    assert judge(identity, columns((2, 83)), columns((5, 83))).holds is True
    assert judge(identity, columns((2, 83)), columns((5, 80))).holds is False
    assert identity.names == {Name("2"), Name("5", earlier=True)}


@pytest.mark.parametrize(
    ("text", "given", "holds"),
    [
        ("a = b + c * d", values(a=7, b=1, c=2, d=3), True),
        ("a = (b + c) × d", values(a=9, b=1, c=2, d=3), True),
        ("a = b − c − d", values(a=1, b=6, c=3, d=2), True),
        ("rate = done / all × 100", values(rate=50, done=1, all=2), True),
        ("a = -b + 5", values(a=3, b=2), True),
        ("a <= b", values(a=3, b=2), False),
        ("a ≥ b", values(a=3, b=2), True),
        ("a = 2.5", {"a": Decimal("2.5")}, True),
        ("TCD01 = TCD02 + TCD03", values(TCD01=3, TCD02=1, TCD03=2), True),
    ],
)
def test_an_identity_is_worked_out(text, given, holds):
    assert judge(parse(text), given).holds is holds


def test_a_printed_rate_is_held_to_what_it_may_stand_for():
    printed = Interval(Decimal("28.235"), Decimal("28.245"), open=True)
    identity = parse("rate = part / whole × 100")

    assert judge(identity, {"rate": printed, **values(part=24, whole=85)}).holds is True
    assert (
        judge(identity, {"rate": printed, **values(part=25, whole=85)}).holds is False
    )


def test_a_missing_value_skips_the_identity_or_is_zero():
    identity = parse("a = b + c")
    known = values(a=5, b=5)

    skipped = judge(identity, known)

    assert skipped.holds is None
    assert skipped.missing == {Name("c")}
    assert judge(identity, known, right="zero").holds is True


def test_division_by_nothing_gives_no_verdict():
    assert judge(parse("a = b / c"), values(a=1, b=1, c=0)).holds is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a =",
        "= b",
        "a = b +",
        "a = (b",
        "a = b)",
        "a ? b",
        "a = sum()",
        "a = b = c",
    ],
)
def test_what_is_no_identity_is_refused_with_its_place(text):
    with pytest.raises(BadIdentity):
        parse(text)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_a_total_is_the_sum_of_its_parts_and_of_nothing_else(parts):
    identity = parse("total = " + " + ".join(f"p{i}" for i in range(len(parts))))
    row = {f"p{i}": Decimal(part) for i, part in enumerate(parts)}

    assert judge(identity, {**row, "total": Decimal(sum(parts))}).holds is True
    assert judge(identity, {**row, "total": Decimal(sum(parts) + 1)}).holds is False
