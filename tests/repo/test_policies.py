"""Row-level security asks what a viewer may see once a statement, not once a row."""

import re

import pytest
from django.db import connection

POLICIES = "SELECT tablename, policyname, qual, with_check FROM pg_policies"
OURS = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
# As PostgreSQL prints a call that stands alone in a selection: it is made once.
ONCE = re.compile(r"\( SELECT \w+\((?:[^()]|\([^()]*\))*\) AS \w+\)")


def each_row(expression: str, functions: set[str]) -> set[str]:
    """Name our functions that a policy calls for every row."""
    return {*re.findall(r"(\w+)\(", ONCE.sub("", expression))} & functions


@pytest.fixture
def policies(db) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(POLICIES)
        return {f"{t}.{n}": f"{q or ''} {w or ''}" for t, n, q, w in cursor.fetchall()}


@pytest.fixture
def functions(db) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("(unit_id = ANY (vault_units()))", {"vault_units"}),
        ("(unit_id = ANY (( SELECT vault_units() AS vault_units)::bigint[]))", set()),
        ("(id IN ( SELECT a(vault_units('x'::text)) AS a))", set()),
        ("(b(( SELECT vault_units() AS vault_units)))", {"b"}),
    ],
)
def test_a_call_for_each_row_is_seen(expression, found):
    assert each_row(expression, {"vault_units", "a", "b"}) == found


def test_no_policy_calls_a_function_of_ours_for_each_row(policies, functions):
    found = {name: each_row(text, functions) for name, text in policies.items()}

    assert len(policies) > 100
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_the_plan_of_a_sealed_case_asks_for_the_viewers_units_once(db):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_office")
        cursor.execute("EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM vault_sealedterm")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET ROLE")

    assert "InitPlan" in plan
    assert plan.count("vault_units()") == 1
