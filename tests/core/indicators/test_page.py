"""docs/indicators.md says what the data say, and what it says of feeds is what runs."""

import re
from pathlib import Path

import pytest

from danvan.core import data
from danvan.core.checks.expression import names_of, parse_expression
from danvan.core.indicators import catalogue, chains, formula
from danvan.core.indicators.handbook import page
from danvan.core.registers.coverage import books
from danvan.core.registers.load import known as kinds
from danvan.indicators import sources

PAGE = Path(__file__).resolve().parents[3] / "docs/indicators.md"
KNOWN = catalogue.known()
COUNTED = {count.id for count in sources.COUNTS}
BOOKS = {feed for kind in kinds().values() for feed in kind.feeds}
RULES = [
    rule
    for name in data.names("rules", ".toml")
    for rule in data.load_toml(name)["rule"]
]
IDENTITIES = data.rows("identities", "identity")


def runs(code):
    """Say what of the product gives the number of a code, if anything does."""
    row = KNOWN[code]
    columns = re.findall(r"\[(\d+)\]", row.columns or "")
    form = (row.columns or "").partition(":")[0] + "/2024"
    return {
        "records": code in COUNTED - BOOKS
        or (bool(columns) and set(columns) <= set(sources.counted(form))),
        "register": code in BOOKS and code in COUNTED,
        "formula": row.formula is not None
        and all(fed(each) for each in formula.inputs(code)),
        "entry": bool(chains.asking(code)),
        "parts": bool(catalogue.parts(code))
        and all(fed(each) for each in catalogue.parts(code)),
    }


def fed(code):
    return runs(code)[KNOWN[code].feed]


def test_the_page_is_as_script_indicators_writes_it():
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("code", KNOWN)
def test_every_indicator_is_fed_by_something_that_runs(code):
    assert fed(code), KNOWN[code].feed


@pytest.mark.parametrize("code", KNOWN)
def test_what_a_person_has_to_enter_is_what_nothing_counts(code):
    if KNOWN[code].feed == "entry":
        assert code not in COUNTED
        assert not books(code)


@pytest.mark.parametrize("code", KNOWN)
def test_every_indicator_stands_on_the_page(code):
    (line,) = re.findall(rf"^\| `{code}` \| .*\| [^|]* \|$", page(), re.M)[:1]
    assert KNOWN[code].name["vi"] in line
    assert f"`{code}`" in line


def test_whatever_is_counted_by_a_code_is_of_the_catalogue():
    codes = {each for each in COUNTED if re.fullmatch(r"[A-Z]+\d\d[a-z]?", each)}
    assert codes <= set(KNOWN)
    assert codes >= {"XLD03", "GQ01", "GQ03", "TCD18a", "TCD20a", "QT01"}


def test_only_a_few_numbers_are_for_a_person_to_enter():
    """A register or a count that stops feeding an indicator shows here."""
    entered = [code for code, row in KNOWN.items() if row.feed == "entry"]
    assert entered == [
        *("TCD20b", "XLD22", "GQ18"),
        *("DC03a", "DC03b", "DC04a", "DC04b"),
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_a_rule_speaks_of_indicators_that_there_are(rule):
    for side in (rule["left"], rule["right"]):
        for name in names_of(parse_expression(side)):
            assert KNOWN[name.name].has_number


@pytest.mark.parametrize("row", IDENTITIES, ids=lambda row: row["code"])
def test_each_printed_identity_became_something_or_was_dropped_for_a_reason(row):
    indicator = KNOWN[row["code"]]
    if "dropped" in row:
        assert len(row["dropped"]) > 20
        assert "became" not in row
        return
    what, _, name = row["became"].partition(" ")
    assert {
        "rule": name in {rule["id"] for rule in RULES},
        "formula": indicator.formula is not None,
        "columns": indicator.columns is not None,
        "until": indicator.until is not None,
    }[what]
