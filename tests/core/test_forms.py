"""Statutory forms: the data, the sums, the rules, the words."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.forms import engine, load, words
from danvan.core.forms.load import BadForm

FORMS = {form.id: form for form in load.known()}
LOADED = [form for form in FORMS.values() if form.is_loaded]
XLD = FORMS["01/XLD/2024"]
TCD = FORMS["01/TCD/2024"]

each = pytest.mark.parametrize("form", LOADED, ids=lambda form: form.id)


def filled(form, value=0, **cells):
    leaves = {c.number: Decimal(value) for c in form.numbers if not c.is_derived}
    given = {key[1:]: Decimal(amount) for key, amount in cells.items()}
    return engine.fill(form, leaves | given)


@each
def test_columns_are_numbered_without_a_gap(form):
    numbers = [int(column.number) for column in form.columns]
    assert numbers == list(range(1, len(numbers) + 1))


@each
def test_every_column_is_titled_in_both_languages(form):
    for column in form.columns:
        assert column.full_title("vi")
        assert column.full_title("en")


@each
def test_a_form_without_any_event_breaks_no_rule(form):
    assert engine.check(filled(form), filled(form)) == ()


@each
def test_every_rule_can_be_broken_and_is_said_in_words(form):
    names = {n.name for rule in form.rules for n in rule.identity.names}
    for rule in form.rules:
        said = words.said(form, rule)
        assert "cột" in said["vi"]
        assert "column" in said["en"]
    assert all(":" in name or name in form.by_number for name in names)


@each
def test_every_printed_sum_adds_one_unit_of_measure(form):
    """Visits, persons, matters and letters are kept apart."""
    for column in form.columns:
        units = {form.by_number[part].unit for part in column.parts}
        assert units <= {column.unit}, column.number


@pytest.mark.parametrize(
    ("form", "count"),
    [
        ("01/TCD/2021", 30),
        ("02/TCD/2021", 17),
        ("01/XLD/2021", 27),
        ("01/XLD/2024", 23),
        ("02/XLD/2021", 31),
        ("03/XLD/2021", 34),
        ("04/XLD/2021", 25),
        ("01/KQGQ/2024", 27),
        ("04/KQGQ/2021", 24),
        ("02/XLD/2025", 0),
    ],
)
def test_a_form_has_the_columns_of_its_sheet(form, count):
    assert len(FORMS[form].columns) == count


def test_the_row_of_codes_prints_as_on_the_sheet():
    assert TCD.by_number["3"].printed == "3=6+7+15+16+24+25"
    assert FORMS["04/XLD/2024"].by_number["8"].printed.endswith("=15+18")


def test_no_form_of_an_earlier_circular_is_offered_after_it():
    day = datetime.date(2025, 9, 30)
    offered = [form for form in FORMS.values() if form.in_force_on(day)]

    assert {form.regime for form in offered} == {"2025"}
    assert [form.code for form in offered] == [
        *("01/TCD", "02/XLD", "03/GQKN", "04/GQTC", "05/KQTH", "06/QLKNTC")
    ]
    assert not any(form.is_loaded for form in offered)


def test_the_forms_of_one_day_are_of_one_regime():
    for day in (datetime.date(2024, 3, 9), datetime.date(2024, 3, 10)):
        assert len({f.regime for f in FORMS.values() if f.in_force_on(day)}) == 1


def test_what_stands_for_the_new_forms_are_columns_we_have():
    for form in FORMS.values():
        assert all(FORMS[old].is_loaded for old in form.counts_from)


def test_sums_are_worked_out_and_said_to_be():
    form = filled(XLD, _2=3, _3=4, _4=5, _5=2)

    assert form.cells["1"] == 7
    assert "1" in form.derived
    assert engine.check(form) == ()


def test_a_sum_with_an_empty_part_stays_empty():
    form = engine.fill(XLD, {"2": Decimal(3)})

    assert form.cells["1"] is None
    assert engine.check(form) == ()


def test_a_printed_identity_that_fails_is_an_error():
    (finding,) = engine.check(filled(XLD, _2=3, _4=2))

    assert (finding.severity, finding.columns) == ("error", ("1", "4", "5"))
    assert "hiện là 3 và 2" in finding.message["vi"]


def test_stock_that_does_not_open_the_next_period_is_a_warning():
    before = filled(XLD, _3=5, _4=4, _5=1)
    (finding,) = engine.check(filled(XLD, _2=2, _4=2), before)

    assert finding.severity == "warning"
    assert "kỳ trước" in finding.message["vi"]


def test_a_rule_across_forms_is_held_when_the_other_is_there():
    complaints = filled(FORMS["02/XLD/2024"], _3=1, _6=1, _7=1)
    letters = filled(XLD, _3=2, _4=2, _8=2, _11=2, _15=2)

    (finding,) = engine.check(letters, beside=[complaints])

    assert finding.message["en"].startswith("Column 8 must equal column 7 of form")


def test_five_people_make_a_delegation():
    broken = engine.check(filled(TCD, _4=1, _5=4, _6=1, _8=1, _9=4))
    assert [f.columns for f in broken] == [("8", "9")]


@pytest.mark.parametrize(
    ("number", "value"),
    [("2", "-1"), ("2", "1.5"), ("2", "NaN"), ("99", "1"), ("23", "1")],
)
def test_a_value_the_column_cannot_have_is_refused(number, value):
    with pytest.raises(engine.BadCell):
        engine.fill(XLD, {number: Decimal(value)})


def test_land_may_have_a_fraction():
    engine.fill(FORMS["02/KQGQ/2024"], {"4": Decimal("1.5")})


@given(
    st.sampled_from(LOADED),
    st.lists(st.lists(st.integers(0, 9), min_size=40, max_size=40), min_size=1),
)
def test_the_sum_of_filled_rows_is_the_filled_sum(form, rows):
    leaves = [c.number for c in form.numbers if not c.is_derived]
    cells = [dict(zip(leaves, map(Decimal, row), strict=False)) for row in rows]

    added = engine.total([engine.fill(form, row) for row in cells])
    whole = engine.fill(form, {n: sum(row[n] for row in cells) for n in leaves})

    assert added.filled.cells == whole.cells
    assert added.missing == {}


def test_a_total_says_how_many_rows_were_empty():
    rows = [engine.fill(XLD, {"2": Decimal(1)}), engine.fill(XLD, {})]

    added = engine.total(rows)

    assert added.filled.cells["2"] == 1
    assert added.missing["2"] == 1
    assert added.filled.cells["3"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"code": "x"},
        {"colour": "red"},
        {"title": "one"},
        {"columns": [["1", "letter", "", "a", "b"]]},
        {"columns": [["1", "litre", "", "a", "b", ""]]},
        {"columns": [["1", "letter", "nowhere", "a", "b", ""]]},
        {"columns": [["1", "letter", "", "", "b", ""]]},
        {"columns": [["1", "letter", "", "a", "b", "=2+3"]]},
        {"columns": [["1", "letter", "", "a", "b", "2+3"]]},
        {"columns": [["1", "letter", "", "a", "b", ""]] * 2},
        {"columns": "none"},
        {"warnings": ["[1] <= [7]"]},
        {"warnings": ["[1] <="]},
        {"edition": []},
        {"edition": [{"regime": "1", "act": "a", "from": "x"}]},
        {
            "edition": [
                {
                    "regime": "1",
                    "act": "a",
                    "from": datetime.date(2026, 1, 1),
                    "to": datetime.date(2025, 1, 1),
                }
            ]
        },
    ],
)
def test_a_table_that_is_no_form_is_refused(change):
    good = {
        "code": "01/XLD",
        "title": ["Đơn", "Letters"],
        "columns": [["1", "letter", "", "a", "b", ""]],
        "edition": [{"regime": "1", "act": "a", "from": datetime.date(2026, 1, 1)}],
    }
    assert load.forms_of(good)

    with pytest.raises(BadForm):
        load.forms_of(good | change)
