"""Exact values are judged without intervals as they are with them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from danvan.core.checks import expression
from danvan.core.registers import load

IDENTITIES = sorted(
    {
        rule.identity.text
        for kind in load.known().values()
        for edition in kind.editions
        for rule in edition.rules
    }
    | {"a = b / c", "a ≤ b * 2 - c", "a ≥ prev(b)"}
)
NUMBERS = st.one_of(
    st.integers(0, 6).map(Decimal),
    st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False),
)


@given(st.sampled_from(IDENTITIES), st.data())
def test_the_quick_way_says_what_the_long_one_says(text, data):
    identity = expression.parse(text)
    names = sorted(name.name for name in identity.names if not name.earlier)
    values = {
        name: value
        for name in names
        if (value := data.draw(st.none() | NUMBERS)) is not None
    }

    assert expression.holds(identity, values) is (
        expression.judge(identity, values).holds
    )
