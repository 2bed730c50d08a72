"""No hostile input keeps the server busy much longer than a plain one.

Ratios alone, and in full alone: a machine that does ten things at once would
measure the other nine.
"""

import time

import pytest
from tests.access.addresses import SITES, addresses
from tests.hostile.asking import encoded
from tests.hostile.growth import PARSERS, worst
from tests.hostile.values import VALUES

BOUND = 20
GROWTH = 2.6
# What is itself large is slow for its size, and is bounded by the size of a request.
SENT = {what: value for what, value in VALUES.items() if len(value) < 10_000}
TOLD = {"ratio": 1.0, "slow": 0}


@pytest.fixture
def timed(visit):
    """Return a way to measure one request, the database's part of it included."""

    def begin(site):
        ask = visit(site)

        def measure(*asked, **sent):
            began = time.perf_counter()
            ask(*asked, **sent)
            return time.perf_counter() - began

        return measure

    return begin


def _median(times):
    return sorted(times)[len(times) // 2]


@pytest.mark.parametrize("site", SITES)
def test_no_hostile_request_is_much_slower_than_a_plain_one(
    site, timed, records, full, figure
):
    if not full:
        pytest.skip("measured by script/drill alone")
    measure, own = timed(site), records["own"]
    slow = []
    plain_of_all = []
    for address in addresses(site):
        path = address.fill(own)
        good = {k: str(v) for k, v in address.body(own).items()}
        for method, said in (("GET", {}), ("POST", {"body": encoded(**good)})):
            plain = _median([measure(method, path, **said) for _ in range(3)])
            plain_of_all.append(plain)
            # A refusal at the door takes next to nothing: no yardstick.
            yardstick = max(plain, _median(plain_of_all))
            for what, value in SENT.items():
                sent = (
                    {"query": encoded(q=value, page=value, unit=value, year=value)}
                    if method == "GET"
                    else {"body": encoded(**dict.fromkeys(good, value))}
                )
                took = measure(method, path, **sent)
                if took > BOUND * yardstick:
                    took = min(measure(method, path, **sent) for _ in range(3))
                TOLD["ratio"] = max(TOLD["ratio"], took / yardstick)
                if took > BOUND * yardstick:
                    slow.append((address.name, method, what, took / yardstick))

    TOLD["slow"] += len(slow)
    figure("hostile.ratio", round(TOLD["ratio"], 1))
    figure("hostile.slow", TOLD["slow"])
    assert slow == []


def test_time_grows_with_a_text_and_not_with_its_square(full, figure):
    if not full:
        pytest.skip("measured by script/drill alone")
    grown = {name: worst(parse) for name, parse in PARSERS.items()}

    figure("hostile.growth", round(max(times for times, _piece in grown.values()), 2))
    assert {n: found for n, found in grown.items() if found[0] > GROWTH} == {}


def test_a_parser_that_grows_with_the_square_would_be_found(full):
    if not full:
        pytest.skip("measured by script/drill alone")

    def square(text):
        return sum(text.count("b", at) for at in range(0, len(text), 4))

    assert worst(square, ("a",))[0] > GROWTH
