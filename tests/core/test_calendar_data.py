"""The decisions on working days: whole, and not at odds with one another."""

import datetime
import re

import pytest

from danvan.core.data import load_toml

DECISIONS = load_toml("calendar.toml")["decision"]
NUMBER = re.compile(r"\d+/[\wĐ./-]+")


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d["reason"])
def test_a_decision_is_whole(decision):
    assert NUMBER.fullmatch(decision["number"])
    assert decision["off"]
    assert isinstance(decision["confirmed"], bool)
    assert all(type(day) is datetime.date for day in decision["off"] + decision["work"])


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d["reason"])
def test_weekdays_are_given_off_and_weekends_worked_for_them(decision):
    assert all(day.weekday() < 5 for day in decision["off"])
    assert all(day.weekday() >= 5 for day in decision["work"])
    assert len(decision["work"]) in (0, len(decision["off"]))


def test_no_day_is_decided_twice():
    days = [day for d in DECISIONS for day in d["off"] + d["work"]]
    assert len(days) == len(set(days))
