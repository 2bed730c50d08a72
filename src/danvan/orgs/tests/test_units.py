"""The tree of units as of a day, and what became of former units."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.journal.models import Entry
from danvan.orgs import demo, selectors, services
from danvan.orgs.models import ChangeKind, Kind, Unit, UnitChange

D = datetime.date
BEFORE, AFTER = D(2025, 6, 30), D(2025, 7, 1)
pytestmark = pytest.mark.django_db


def names(places):
    return [place.name for place in places]


@pytest.mark.parametrize(
    ("code", "day", "above"),
    [
        ("C29341", AFTER, ["Tỉnh Vĩnh Long", "Việt Nam"]),
        ("FC31255", BEFORE, ["Huyện Cờ Đỏ", "Thành phố Cần Thơ", "Việt Nam"]),
        ("VN", AFTER, []),
    ],
)
def test_ancestors_of_a_day_are_one_query(
    units, django_assert_num_queries, code, day, above
):
    unit = Unit.objects.get(code=code)

    with django_assert_num_queries(1):
        found = selectors.ancestors(unit, day)

    assert [u.name for u in found] == above


@pytest.mark.parametrize(
    ("code", "day", "number"),
    [
        ("P86", AFTER, 124),
        ("P92", AFTER, 103),
        ("P96", AFTER, 64),
        ("FP92", BEFORE, 9 + 80),
        ("FP92", AFTER, 0),
        ("P92", BEFORE, 0),
        ("VN", AFTER, 34 + 3321),
    ],
)
def test_descendants_of_a_day_are_one_query(
    units, django_assert_num_queries, code, day, number
):
    unit = Unit.objects.get(code=code)

    with django_assert_num_queries(1):
        found = selectors.descendants(unit, day)

    assert len(found) == number


@pytest.mark.parametrize(
    ("code", "heirs"),
    [
        ("FC31255", [("Xã Trung Hưng", 1)]),  # merged
        ("FC31249", [("Xã Thạnh Phú", 1)]),  # left as it was, under the province
        ("FC32155", [("Xã Đầm Dơi", None), ("Xã Tạ An Khương", None)]),  # divided
        ("FC31378", [("Xã Phú Hữu", 1)]),  # not its namesake's successor
        ("FP94", [("Thành phố Cần Thơ", 1)]),
        ("FD925", []),  # districts ended without a successor
        ("P92", []),  # stands
    ],
)
def test_successors_are_one_query(units, django_assert_num_queries, code, heirs):
    with django_assert_num_queries(1):
        found = selectors.successors(code, AFTER)

    assert sorted((heir.name, heir.share) for heir in found) == sorted(heirs)


def test_before_the_day_of_change_nothing_succeeds(units):
    assert selectors.successors_of(["FC32155", "FP92"], BEFORE) == {}


def test_a_unit_without_successor_has_an_empty_entry_and_a_standing_one_none(units):
    found = selectors.successors_of(["FD925", "P92"], AFTER)

    assert found == {"FD925": ()}


def test_successors_are_followed_through_later_changes(units):
    later = D(2027, 1, 1)
    make = Unit.objects.create
    halves = [
        make(
            code=c,
            name=f"Xã {c}",
            level="commune",
            kind=Kind.TERRITORY,
            valid_from=later,
        )
        for c in ("X1", "X2")
    ]
    for half, share in zip(halves, ("0.25", "0.75"), strict=True):
        UnitChange.objects.create(
            kind=ChangeKind.SPLIT,
            on=later,
            from_unit=Unit.objects.get(code="C31261"),
            to_unit=half,
            share=Decimal(share),
            decision="1/NQ-UBTVQH16",
        )
    origin = UnitChange.objects.get(to_unit__code="C31261", from_unit__code="FC31261")

    found = selectors.successors(origin.from_unit.code, later)

    assert [(heir.code, heir.share) for heir in found] == [
        ("X1", Decimal("0.25")),
        ("X2", Decimal("0.75")),
    ]


def test_shares_that_meet_again_in_one_unit_add_up(units):
    part, later = D(2027, 1, 1), D(2028, 1, 1)
    make = Unit.objects.create
    a, b, c, d = (
        make(code=code, name=code, level="commune", kind=Kind.TERRITORY)
        for code in ("A", "B", "C", "D")
    )
    for from_unit, to_unit, on, share in [
        (a, b, part, "0.4"),
        (a, c, part, "0.6"),
        (b, d, later, "1"),
        (c, d, later, "1"),
    ]:
        UnitChange.objects.create(
            kind="split" if from_unit == a else "merge",
            on=on,
            from_unit=from_unit,
            to_unit=to_unit,
            share=Decimal(share),
            decision="1/NQ-UBTVQH16",
        )

    assert [h.share for h in selectors.successors("A", part)] == [
        Decimal("0.4"),
        Decimal("0.6"),
    ]
    assert [h.share for h in selectors.successors("A", later)] == [Decimal(1)]


def test_values_of_former_units_count_into_their_successors(
    units, django_assert_num_queries
):
    values = {"FP84": 3, "FP83": 4, "P86": 5, "FC32155": 7, "FD925": 2}

    with django_assert_num_queries(1):
        found = selectors.restated({c: Decimal(v) for c, v in values.items()}, AFTER)

    assert found.values == {"P86": 12}
    assert found.unplaced == {"FC32155": 7, "FD925": 2}


def test_provinces_come_in_alphabetical_order(units, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = names(selectors.provinces(AFTER))

    assert len(found) == 34
    assert found[:3] == ["Tỉnh An Giang", "Tỉnh Bắc Ninh", "Tỉnh Cà Mau"]
    assert found[-1] == "Tỉnh Vĩnh Long"


def test_communes_of_a_province(units, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = names(selectors.communes("P96", AFTER))

    assert len(found) == 64
    assert "Xã Nguyễn Phích" in found


def test_places_offer_territories_only(units, operator):
    services.found(
        by=operator,
        parent=Unit.objects.get(code="P86"),
        suffix="SNV",
        name="Sở Nội vụ tỉnh Vĩnh Long",
        kind=Kind.DEPARTMENT,
    )

    assert len(selectors.provinces(AFTER)) == 34


@pytest.mark.parametrize("typed", ["tieu can", "TIỂU CẦN", "tiểu cần"])
def test_search_leaves_diacritics_aside(units, django_assert_num_queries, typed):
    with django_assert_num_queries(1):
        found = [(u.name, u.parent.name) for u in selectors.search(typed, AFTER)]

    assert found == [("Xã Tiểu Cần", "Tỉnh Vĩnh Long")]


def test_numbered_wards_sort_by_number(units):
    ward = Unit.objects.filter(name__regex=r"^Phường \d+$", parent__code="FD964")

    numbers = [int(u.name.split()[1]) for u in ward]

    assert numbers == sorted(numbers)
    assert len(numbers) > 3


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("C29341", "Ủy ban nhân dân xã Tiểu Cần"),
        ("P92", "Ủy ban nhân dân thành phố Cần Thơ"),
        ("VN", "Việt Nam"),
    ],
)
def test_a_letter_addresses_the_peoples_committee(units, code, name):
    assert Unit.objects.get(code=code).office_name == name


def test_founding_a_department_writes_one_line(units, operator):
    province = Unit.objects.get(code="P86")
    lines = Entry.objects.count()

    unit = services.found(
        by=operator,
        parent=province,
        suffix="SNV",
        name="Sở Nội vụ tỉnh Vĩnh Long",
        kind=Kind.DEPARTMENT,
        decision="01/QĐ-UBND",
    )

    assert (unit.code, unit.level, unit.parent) == ("P86.SNV", "province", province)
    assert unit.valid_from == AFTER
    assert Entry.objects.count() == lines + 1


def test_a_body_of_a_former_unit_ended_with_it(units, operator):
    former = Unit.objects.get(code="FP84")

    unit = services.found(
        by=operator,
        parent=former,
        suffix="TTR",
        name="Thanh tra tỉnh Trà Vinh",
        kind=Kind.INSPECTORATE,
        former=True,
    )

    assert (unit.code, unit.valid_to) == ("FP84.TTR", former.valid_to)


@pytest.mark.parametrize(
    ("parent", "suffix", "kind"),
    [
        ("P86", "UBND", Kind.PEOPLES_COMMITTEE),
        ("P86", "X", Kind.TERRITORY),
        ("P86", "s nv", Kind.DEPARTMENT),
        ("FP86", "SNV", Kind.DEPARTMENT),
        ("P86", "TAKEN", Kind.DEPARTMENT),
    ],
)
def test_what_cannot_be_founded_is_refused(units, operator, parent, suffix, kind):
    above = Unit.objects.get(code=parent)
    Unit.objects.create(
        code="P86.TAKEN", name="x", level="province", kind=kind, parent=above
    )

    with pytest.raises(services.NotFounded):
        services.found(by=operator, parent=above, suffix=suffix, name="x", kind=kind)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "dissolve"},
        {"kind": "merge", "to_unit": None},
        {"to_unit": "FP92"},
        {"share": Decimal("1.5")},
        {"share": Decimal(0)},
        {"to_unit": "P92", "on": AFTER},
    ],
)
def test_the_database_refuses_a_change_that_cannot_be(units, wrong):
    values = {"kind": "merge", "on": D(2027, 1, 1), "to_unit": "P86", "share": None}
    values |= wrong
    if values["to_unit"]:
        values["to_unit"] = Unit.objects.get(code=values["to_unit"])
    former = Unit.objects.get(code="FP92")

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitChange.objects.create(from_unit=former, decision="1/NQ", **values)


def test_the_portal_reads_units_and_writes_none(units):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE danvan_portal")
        cursor.execute("SELECT count(*) FROM orgs_unit")
        assert cursor.fetchone()[0] > 3321
        cursor.execute("SELECT has_table_privilege('orgs_unit', 'UPDATE')")
        assert cursor.fetchone() == (False,)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "day", [D(2024, 1, 1), D(2025, 1, 1), BEFORE, AFTER, D(2027, 1, 1)], ids=str
)
def test_every_unit_of_a_day_hangs_on_the_root(units, day):
    root = Unit.objects.get(code="VN")

    below = {unit.code for unit in selectors.descendants(root, day)}

    standing = set(Unit.objects.as_of(day).values_list("code", flat=True))
    assert below == standing - {"VN"}


def test_the_demonstration_founds_its_bodies_once(units):
    for _ in range(2):
        demo.fill(today=AFTER)

    assert Unit.objects.filter(code__contains=".").count() == len(demo.BODIES)
    assert Unit.objects.get(code="P92.TTR").kind == Kind.INSPECTORATE
