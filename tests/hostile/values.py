"""Hostile values: a fixed list, and as many more as are asked for, always the same."""

import os
from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

# How many values each form and each import takes; `script/hostile` asks for 500.
MANY = int(os.environ.get("DANVAN_HOSTILE", "0"))
# The short form sends each value to every fourth address and each address every fourth
# value, by turns, so that all of both are met.
SHARE = 1 if MANY else 4


def turn(*numbers: int, share: int = SHARE) -> bool:
    """Say whether it is this one's turn: the value of that number at that address."""
    return sum(numbers) % share == 0


VALUES = {
    "nul": "a\0b",
    "surrogate": "\ud800",
    "right-to-left": "\u202egpj.exe",
    "decomposed": "e\u0302\u0301" * 50,
    "megabyte": "a" * 1_000_000,
    "beyond-bigint": "9" * 30,
    "negative": "-1",
    "fraction": "1.5",
    "infinity": "inf",
    "other-digits": "١٢٣²",
    "year-10000": "10000",
    "markup": "<script>alert(1)</script>{{ 7 }}'\";--",
    "newlines": "a\r\nSet-Cookie: b=c\r\n",
    "empty": "",
}
_PIECES = (
    *("'", '"', "\\", "%", "%s", "%00", "\0", "../", "..\\", "{{", "{%", "${", "$("),
    *("<", ">", "&#0;", "]]>", "<!--", "javascript:", "=1+1", "@", "+", "-", "\t"),
    *("\r\n", "\u2028", "\ufeff", "\u200d", "\u202e", "\ud83d", "\udc00", "İ", "ŉ"),
    *("null", "NaN", "1e999", "-0", "0x10", "1_000", "\uff19", "٣", "true", "[]", "{}"),
    *("00000000-0000-0000-0000-000000000000", "9223372036854775808", "2147483648"),
    *("31/02/2026", "0000-00-00", "10000-01-01", "24:00", "23:59:60", "1/1/1"),
)


def strategy() -> st.SearchStrategy[str]:
    """Give texts of every script, halves of characters, numbers, days, and pieces."""
    pieces = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join)
    return st.one_of(
        pieces,
        st.text(max_size=80),
        st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Mn"]), max_size=20),
        st.integers().map(str),
        st.floats().map(str),
        st.dates().map(str),
        st.datetimes().map(str),
        st.uuids().map(str),
        st.tuples(pieces, st.integers(100, 9_000)).map(lambda p: (p[0] * p[1])[:9_000]),
    )


@cache
def many(number: int) -> tuple[str, ...]:
    """Return so many hostile values, the fixed list first; drawn from a fixed seed."""
    found = dict.fromkeys(VALUES.values())

    @seed(2026)
    @settings(
        max_examples=3 * number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy())
    def collect(value: str) -> None:
        found[value] = None

    collect()
    return tuple(found)[:number]
