"""The catalogue says of every indicator what it is, in both languages."""

import pytest

from danvan.core import data
from danvan.core.indicators import catalogue, formula
from danvan.core.indicators.catalogue import indicator_of

KNOWN = catalogue.known()
WHOLE = [code for code, row in KNOWN.items() if row.part_of is None]
LEVELS = {"province", "district", "commune"}


def test_there_are_178_indicators_in_eighteen_groups():
    assert len(WHOLE) == 178
    assert list(catalogue.groups())[:4] == ["QT", "TCD", "XLD", "GQ"]
    assert len(catalogue.groups()) == 18


@pytest.mark.parametrize("code", KNOWN)
def test_an_indicator_has_words_a_unit_a_level_and_an_owner(code):
    row = KNOWN[code]
    assert row.name["vi"]
    assert row.name["en"]
    assert row.unit in data.load_toml("measures.toml")
    assert set(row.level) <= LEVELS
    assert row.level
    assert row.owner["vi"]
    assert row.owner["en"]
    assert code.startswith(row.group)


@pytest.mark.parametrize("code", KNOWN)
def test_a_part_belongs_to_an_indicator_and_lasts_as_long(code):
    row = KNOWN[code]
    if row.part_of is not None:
        whole = KNOWN[row.part_of]
        assert (row.since, row.until) == (whole.since, whole.until)
        assert code in catalogue.parts(whole.code)


@pytest.mark.parametrize(
    "code", [c for c in WHOLE if KNOWN[c].kind in {"ratio", "fraction"}]
)
def test_a_ratio_says_what_is_divided_by_what(code):
    row = KNOWN[code]
    for words in (row.numerator, row.denominator):
        assert words is not None
        assert words["vi"]
        assert words["en"]


def test_what_has_no_number_of_its_own_has_parts():
    assert all(catalogue.numbers(code) for code in WHOLE)
    assert catalogue.numbers("DC01") == ("DC01a", "DC01b")
    assert catalogue.numbers("DVK13") == ("DVK13",)


def test_what_ended_with_the_districts_is_not_asked_for_after():
    ended = [c for c in WHOLE if KNOWN[c].level == ("district",)]
    assert ended == ["MC02", "GS03", "PB03", "DC02"]
    for code in ended:
        assert not KNOWN[code].stands_on(
            data.load_toml("periods.toml")["regime"][2]["from"]
        )


def test_a_file_more_is_indicators_more():
    row = {
        "vi": "Số buổi văn nghệ", "en": "Concerts", "unit": "meeting", "kind": "flow",
        "level": ["commune"], "owner": {"vi": "Xã", "en": "Commune"}, "feed": "entry",
    }  # fmt: skip
    assert indicator_of("VN01", row).part_of is None
    assert indicator_of("VN01a", row).part_of == "VN01"
    with pytest.raises(TypeError):
        indicator_of("VN01", row | {"colour": "red"})


def test_every_name_in_a_formula_is_in_the_catalogue():
    for code in formula.order():
        assert formula.inputs(code) <= set(KNOWN)
