"""What the judge of the soak lets pass and what it does not."""

import dataclasses

import pytest
from tests.drills.soak_judge import Soak, findings, growth
from tests.drills.soak_watch import Sample

CALM = Sample(
    at=0,
    memory={"office 1": 100},
    descriptors={"office 1": 20},
    threads={"office 1": 8},
    connections={"danvan_office": 8},
    held=0,
    passing=0,
    ids=frozenset({7}),
)


def soak(memory=(100,) * 8, faults=(), **after):
    seen = [dataclasses.replace(CALM, memory={"office 1": m}) for m in memory]
    return Soak(CALM, seen, dataclasses.replace(CALM, **after), faults)


def test_a_server_that_gives_everything_back_is_let_pass():
    assert findings(soak()) == []


def test_a_pool_that_fills_later_is_let_pass():
    more = {
        "connections": {"danvan_office": 16, "danvan_owner": 8},
        "descriptors": {"office 1": 28},
        "threads": {"office 1": 24},
    }
    assert findings(soak(**more)) == []


@pytest.mark.parametrize(
    ("memory", "percent"),
    [
        ([50, 50, 100, 100, 100, 100, 105, 105], 5.0),  # what warms up counts not
        ([100, 100, 100, 100, 150, 150, 100, 100], 0.0),  # nor what is given back
        ([100, 110, 120, 130, 140, 150, 160, 170], 32.0),
        ([100, 100, 100, 900, 100, 100, 100, 100, 100, 100, 100, 100], 0.0),
    ],
)
def test_growth_is_of_the_last_quarter_beside_the_second(memory, percent):
    assert growth(soak(memory)) == {"office 1": percent}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"memory": [100, 100, 100, 100, 100, 100, 106, 106]}, "office 1 grew by 6.0 % (0, 0, 0, 0 MB)"),
        ({"connections": {"danvan_office": 17}}, "connections of danvan_office: 9 more"),
        ({"connections": {"danvan_owner": 9}}, "connections of danvan_owner: 9 more"),
        ({"descriptors": {"office 1": 29}}, "descriptors of office 1: 9 more"),
        ({"threads": {"office 1": 25}}, "threads of office 1: 17 more"),
        ({"held": 1}, "1 connections still hold a transaction"),
        ({"passing": 3}, "3 more files in the temporary folder"),
        ({"ids": frozenset({8})}, "a process ended and was started again"),
        ({"faults": ["GET /: 500"]}, "answered GET /: 500"),
    ],
)  # fmt: skip
def test_each_thing_that_is_not_given_back_is_said(wrong, said):
    assert findings(soak(**wrong)) == [said]
