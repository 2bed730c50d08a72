"""core/data/acts.toml is complete, consistent, and found by the numbers in it."""

import re
from datetime import date, timedelta

import pytest

from danvan.core.citations import find_citations, national_register
from danvan.core.citations.resolve import year_inside
from danvan.core.data import rows

ACTS = rows("acts", "act")
DATES = {"date", "in_force_from", "in_force_to"}
TEXTS = {"id", "number", "kind", "title", "issuer"}


def ids(acts):
    return [act["id"] for act in acts]


@pytest.mark.parametrize("act", ACTS, ids=ids(ACTS))
def test_an_act_has_the_fields_of_the_schema(act):
    assert TEXTS <= act.keys() <= TEXTS | DATES | {"replaced_by"}
    assert all(isinstance(act[field], str) and act[field] for field in TEXTS)
    assert all(type(act[field]) is date for field in DATES & act.keys())
    assert re.fullmatch(r"[a-z0-9-]+", act["id"])


@pytest.mark.parametrize("act", ACTS, ids=ids(ACTS))
def test_the_days_of_an_act_follow_each_other(act):
    issued, begun = act.get("date"), act.get("in_force_from")
    ended = act.get("in_force_to")
    days = [day for day in (issued, begun, ended) if day]

    assert days == sorted(days)
    if issued:
        assert year_inside(act["number"]) in (None, issued.year)


@pytest.mark.parametrize("act", ACTS, ids=ids(ACTS))
def test_an_act_is_found_by_its_number_and_date(act):
    dated = f" ngày {act['date']:%d/%m/%Y}" if "date" in act else ""
    text = f"Căn cứ {act['kind']} số {act['number']}{dated} về công tác"
    (citation,) = find_citations(text, national_register())

    assert citation.number == act["number"]
    # A local paper without a day is like others of its number elsewhere.
    local = re.search(r"UBND|/TU$", act["number"])
    assert citation.act == (act["id"] if dated or not local else None)


def test_acts_stand_in_the_order_of_their_ids_and_each_once():
    assert ids(ACTS) == sorted(set(ids(ACTS)))


def test_what_was_replaced_has_ended_and_its_heir_is_known():
    register = national_register()
    for act in register.acts.values():
        for heir in act.replaced_by:
            begun = register[heir].in_force_from or register[heir].date
            assert (
                begun is None
                or act.in_force_to is None
                or (begun <= act.in_force_to + timedelta(days=1))
            )


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Chỉ thị 16/CT-TTg ngày 16/5/2016", "ct-16-2016-ttg"),
        ("Chỉ thị 16/CT-TTg ngày 31/3/2020", "ct-16-2020-ttg"),
        ("Chỉ thị 16/CT-TTg", None),
        ("Quyết định số 217-QD/TW", "qd-217-2013-tw"),
        ("Nghị định 13/2023", "nd-13-2023"),
        ("Chỉ thị 5-CT/TW", "ct-05-2016-tw"),
        ("Kế hoạch số 22/KH-UBND ngày 12/4/2018", "kh-22-2018-ubnd-tan-dan"),
        ("Kế hoạch số 22/KH-UBND ngày 13/4/2018", None),
        ("Chỉ thị 20-CT/TU", None),
    ],
)
def test_a_number_means_an_act_only_where_that_is_certain(text, act):
    (citation,) = find_citations(text, national_register())

    assert citation.act == act
