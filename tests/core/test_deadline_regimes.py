"""Which rule governs a matter: each code on either side of 1 July 2026, by hand."""

import datetime

import pytest

from danvan.core.casework.rules import DeadlineUnknown, applicable, rule, rules

D = datetime.date
BEFORE, SINCE = D(2026, 6, 30), D(2026, 7, 1)
WD, CD = "working", "calendar"

# code: (length, unit) for a matter received on 30/6/2026, and on 1/7/2026
REGIMES = {
    "DL-TCD-01": ((10, WD), (10, WD)),
    "DL-TCD-02": (None, (3, WD)),
    "DL-TCD-03": ((7, WD), (7, WD)),
    "DL-TCD-04": ((5, WD), (5, WD)),
    "DL-TCD-05": ((5, WD), (5, WD)),
    "DL-TCD-06": (None, (5, WD)),
    "DL-TCD-07": (None, (1, WD)),
    "DL-XLD-01": ((10, WD), (10, WD)),
    "DL-XLD-02": (None, (45, CD)),
    "DL-KN-00": ((90, CD), (90, CD)),
    "DL-KN-00-K1": ((15, CD), (15, CD)),
    "DL-KN-00-K2": ((10, CD), (10, CD)),
    "DL-KN-00-ST": ((30, CD), (30, CD)),
    "DL-KN-01": ((10, CD), (7, WD)),
    "DL-KN-02": ((30, CD), (30, CD)),
    "DL-KN-03": ((3, WD), (3, WD)),
    "DL-KN-04": ((30, CD), (30, CD)),
    "DL-KN-05": ((45, CD), (45, CD)),
    "DL-KN-06": ((7, CD), (7, CD)),
    "DL-KN-07": ((30, CD), (30, CD)),
    "DL-KN-08-TL": ((10, CD), (7, WD)),
    "DL-KN-08": ((30, CD), (30, CD)),
    "DL-KN-09": (None, (5, CD)),
    "DL-KN-10": (None, (3, WD)),
    "DL-TC-01": ((7, WD), (7, WD)),
    "DL-TC-02": ((5, WD), (5, WD)),
    "DL-TC-03": ((20, CD), (20, CD)),
    "DL-TC-04": ((5, WD), (5, WD)),
    "DL-TC-05": ((30, CD), (30, CD)),
    "DL-TC-06": ((30, CD), (30, CD)),
    "DL-TC-07": ((30, CD), (30, CD)),
    "DL-TC-08": ((5, WD), (5, WD)),
    "DL-TC-09": ((7, WD), (7, WD)),
    "DL-TC-09-BC": ((5, WD), (5, WD)),
    "DL-TC-10": ((20, CD), (20, CD)),
    "DL-TC-11-YC": ((5, WD), (5, WD)),
    "DL-TC-11-BC": ((5, WD), (5, WD)),
    "DL-TC-12": ((7, WD), (7, WD)),
    "DL-TC-12-NY": ((15, CD), (15, CD)),
    "DL-TC-13": ((5, WD), (5, WD)),
    "DL-KNPA-01": ((10, WD), (10, WD)),
    "DL-KNPA-02": ((5, WD), (5, WD)),
}
# An act of its own, or a transitional article: the day of the event decides.
BY_EVENT = {"DL-TCD-02", "DL-TCD-05", "DL-TCD-06", "DL-TCD-07", "DL-KN-09", "DL-KN-10"}
VARIANTS = {  # complex, remote, both, several places
    "DL-KN-02": (45, 45, 60, None),
    "DL-KN-04": (None, 45, None, None),
    "DL-KN-05": (60, 60, 70, None),
    "DL-KN-07": (None, 45, None, None),
    "DL-KN-08": (45, None, None, None),
    "DL-TC-01": (None, None, None, 10),
}
# The codes of the deadline table that the system was asked to hold.
ASKED = {
    *(f"DL-TCD-0{n}" for n in range(1, 6)),
    *(f"DL-XLD-0{n}" for n in (1, 2)),
    *(f"DL-KN-{n:02}" for n in range(11)),
    *(f"DL-TC-{n:02}" for n in (*range(1, 11), 12)),
    *("DL-TC-11-YC", "DL-TC-11-BC", "DL-KNPA-01", "DL-KNPA-02"),
}


def shape(found):
    return found.days, WD if found.working else CD


def test_every_code_is_in_the_table_and_every_asked_one_is_a_rule():
    assert REGIMES.keys() == {r.code for r in rules()}
    assert REGIMES.keys() >= ASKED


@pytest.mark.parametrize("code", REGIMES)
@pytest.mark.parametrize(("side", "day"), [(0, BEFORE), (1, SINCE)])
def test_the_rule_is_that_of_the_day_of_receipt(code, side, day):
    expected = REGIMES[code][side]
    if expected is None:
        with pytest.raises(DeadlineUnknown):
            applicable(code, day)
    else:
        assert shape(applicable(code, day)) == expected


@pytest.mark.parametrize("code", REGIMES)
def test_a_later_event_does_not_bring_an_older_matter_under_the_new_rule(code):
    """Received on 30/6/2026; its event (acceptance, decision …) comes on 15/7/2026."""
    expected = REGIMES[code][1 if code in BY_EVENT else 0]
    if expected is None:
        with pytest.raises(DeadlineUnknown):
            applicable(code, D(2026, 7, 15), BEFORE)
    else:
        assert shape(applicable(code, D(2026, 7, 15), BEFORE)) == expected


@pytest.mark.parametrize("code", REGIMES)
def test_the_longer_terms_are_those_of_the_articles(code):
    found = rule(code, D(2026, 8, 1))
    lengths = (found.complex, found.remote, found.remote_complex, found.places)
    assert lengths == VARIANTS.get(code, (None,) * 4)


@pytest.mark.parametrize(
    ("code", "instead", "days"),
    [
        ("DL-KN-00", "DL-KN-00-K1", 15),
        ("DL-KN-01", "DL-KN-08-TL", 7),
        ("DL-KN-02", "DL-KN-08", 30),
        ("DL-KN-04", "DL-KN-00-K2", 10),
        ("DL-KN-05", "DL-KN-08", 30),
        ("DL-KN-03", "DL-KN-03", 3),
    ],
)
def test_a_disciplinary_decision_has_terms_of_its_own(code, instead, days):
    found = applicable(code, SINCE, disciplinary=True)
    assert (found.code, found.days) == (instead, days)


def test_a_stand_in_is_a_rule_on_every_day_of_the_rule_it_stands_for():
    for found in rules():
        for day in {found.valid_from, found.valid_to} - {None}:
            if found.disciplinary:
                assert rule(found.disciplinary, day)


def test_events_by_which_the_day_is_chosen():
    assert {r.code for r in rules() if r.regime == "event"} == BY_EVENT
    assert {r.regime for r in rules()} == {"event", "received"}


def test_an_extension_names_the_term_it_extends():
    extensions = {r.code: (r.extends, r.times, r.level) for r in rules() if r.extends}
    assert extensions == {
        "DL-TC-06": ("DL-TC-05", 1, "complex"),
        "DL-TC-07": ("DL-TC-05", 2, "especially_complex"),
    }
