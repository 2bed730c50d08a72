"""Each kind of book that is shipped: its words, its grounds, its units, what it feeds."""

from pathlib import Path

import pytest

from danvan.core import data
from danvan.core.registers import load, read
from danvan.core.registers.kind import KEEPERS, LEVELS, Type
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level

KINDS = load.known()
FOLDER = Path(data.__file__).parent / "registers"
NAMES = data.indicators()
# Never added up over units: a share, a rank, a score.
RATES = {"percent", "percentage_point", "point", "rank"}
# What is counted alike under several words: agencies, communes and units are units.
ALIKE = {
    **dict.fromkeys(("agency", "commune", "centre", "unit"), "unit"),
    **dict.fromkeys(("work", "project"), "work"),
    **dict.fromkeys(("visit", "attendance"), "visit"),
    **dict.fromkeys(("item", "article"), "item"),
}
SCALES = {("million_dong", "billion_dong"): "0.001"}

each = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
each_edition = pytest.mark.parametrize(
    "edition",
    [
        pytest.param(edition, id=f"{kind.id} {edition.valid_from:%Y}")
        for kind in KINDS.values()
        for edition in kind.editions
    ],
)


@each
def test_the_file_is_called_by_its_id(kind):
    assert (FOLDER / f"{kind.id}.toml").exists()


@each_edition
def test_no_two_columns_have_the_same_words(edition):
    """A sheet is read by its headings, a choice by its words."""
    for language in ("vi", "en"):
        heads = [field.name[language].casefold() for field in edition.fields]
        assert len(set(heads)) == len(heads)
        for field in edition.fields:
            words = [choice.name[language].casefold() for choice in field.choices]
            assert len(set(words)) == len(words)


@each_edition
def test_what_is_no_amount_is_not_added_up(edition):
    for field in edition.fields:
        assert not (field.unit in RATES and field.total), field.key
    for feed in edition.feeds:
        unit = edition.by_key[feed.field].unit if feed.field else ""
        told = feed.id in {"DC01a", "DC01b", "DC02a", "DC02b"}  # a range of sizes
        assert feed.adds is not (unit in RATES or told), feed.id
        assert feed.adds or feed.how == "last", feed.id


@each_edition
def test_a_number_goes_where_things_are_counted_alike(edition):
    for feed in edition.feeds:
        if not feed.field:
            continue
        ours = edition.by_key[feed.field].unit
        theirs = feed.unit or NAMES[feed.id]["unit"]
        if ALIKE.get(ours, ours) != ALIKE.get(theirs, theirs):
            assert SCALES[ours, theirs] == str(feed.scale), feed.id
        else:
            assert feed.scale == 1, feed.id


@each
def test_a_counter_of_its_own_is_named_by_the_book(kind):
    for feed in kind.feeds:
        assert not feed.startswith("so/") or feed.startswith(f"so/{kind.id}:")


@each_edition
def test_a_state_says_of_what_it_is_the_state(edition):
    """The conditions of a feed of states are choices that set lines apart, or may change."""
    for feed in edition.feeds:
        if feed.how == "last" and feed.field and feed.where:
            assert set(feed.where) <= set(edition.subjects), feed.id


@each_edition
def test_each_book_rests_on_an_act_of_its_time(edition):
    assert edition.grounds
    for ground in edition.grounds:
        acts = [a for a in data.rows("acts", "act") if a["number"] == ground.act]
        assert acts or not ground.certain, ground.act
        assert not acts or any(_in_force(act, edition) for act in acts), ground.act


def _in_force(act, edition):
    begins, ends = act.get("in_force_from"), act.get("in_force_to")
    return (ends is None or ends >= edition.valid_from) and (
        begins is None or edition.valid_to is None or begins <= edition.valid_to
    )


@each
def test_a_phone_asks_for_no_more_than_a_screen(kind):
    quick = [f for f in kind.latest.fields if f.quick]
    assert 1 <= len(quick) <= 9
    assert all(f.quick or f.default for f in kind.latest.fields if f.required)


@each_edition
def test_each_book_can_be_filled_in(edition):
    """Rules do not shut each other out: some entry with every number breaks none."""
    least = {f.key: int(f.least or 0) for f in edition.fields if f.is_number}
    tries = (
        {key: low + (n >> i & 1) for i, (key, low) in enumerate(least.items())}
        for n in range(2**12)
    )
    rest = {f.key: f.choices[0].code for f in edition.fields if f.choices}
    rest = {"document": "1/KH", "decision": "1/QĐ", "subject": "x"} | rest
    assert any(
        read.read(edition, rest | {k: str(v) for k, v in numbers.items()}).is_good
        for numbers in tries
    )


@each
def test_no_book_keeps_pictures_of_people(kind):
    files = [f for e in kind.editions for f in e.fields if f.type is Type.FILE]
    assert not files or kind.id == "documents-issued"


def test_denunciations_of_officers_are_totals_of_the_province_alone():
    assert KINDS["sector-denunciations"].levels == ("province",)


def test_keepers_are_kinds_of_unit_and_levels_their_levels():
    assert set(UnitKind) - {"territory"} == KEEPERS
    assert set(Level) == LEVELS


def test_districts_end_with_june_2025():
    for kind in KINDS.values():
        for field in kind.latest.fields:
            assert field.choice("district") is None, kind.id
