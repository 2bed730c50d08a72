"""Rules over indicators: their data, their words, and docs/rules.md held to the code."""

import operator
import os
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core import data
from danvan.core.checks import rulebook, rules
from danvan.core.checks.expression import judge, parse
from danvan.core.checks.interval import Interval
from danvan.core.checks.relations import SIGNS
from danvan.core.checks.rules import BadRule, judge_all, judged, rule_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
ROW = {
    "id": "r",
    "left": "a",
    "operator": "=",
    "right": "b",
    "severity": "error",
    "instruction": {"vi": "a bằng b.", "en": "a is b."},
    "source": "x",
}
COMPARED = {
    "holds when they are equal": operator.eq,
    "holds when they differ": operator.ne,
    "holds when left is greater": operator.gt,
    "holds when left is not smaller": operator.ge,
    "holds when left is smaller": operator.lt,
    "holds when left is not greater": operator.le,
}
STATES = {"all there": (3, 4), "some missing": (3, None), "all missing": (None, None)}


def rule(**given):
    return rule_of({**ROW, **given})


def table(heading):
    """The rows of the table under a heading of its first column in docs/rules.md."""
    lines = PAGE.read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


SIDES = {(strategy, state): comes for strategy, state, comes in table("strategy")}
VERDICTS = {(sign, a, b): said for sign, a, b, said in table("operator")}


def test_the_truth_table_is_complete():
    strategies, signs = set(rules.STRATEGIES.values()), set(SIGNS.values())
    sides = ("comes to a value", "skipped")

    assert set(SIDES) == set(product(strategies, STATES))
    assert set(VERDICTS) == set(product(signs, sides, sides))


def side(strategy, state, factor):
    """What the page says a side comes to: None where it is skipped."""
    if SIDES[strategy, state] == "skipped":
        return None
    return sum((value or 0) * factor for value in STATES[state])


def expected(sign, a, b):
    words = tuple("skipped" if side is None else "comes to a value" for side in (a, b))
    said = VERDICTS[(sign, *words)]
    if said in COMPARED:
        return COMPARED[said](a, b)
    return {"not judged": None, "holds": True, "fails": False}[said]


@pytest.mark.parametrize("sign", sorted(set(SIGNS.values())))
@pytest.mark.parametrize("strategies", list(product(rules.STRATEGIES, repeat=2)))
def test_the_code_does_what_the_truth_table_says(sign, strategies):
    identity = parse(f"a + b {sign} c + d")
    left, right = (rules.STRATEGIES[s] for s in strategies)
    # Factors so that either side is greater in turn, and so that both are equal.
    for (one, other), (x, y) in product(
        product(STATES, repeat=2), [(1, 2), (2, 1), (1, 1)]
    ):
        names = zip("abcd", (*STATES[one], *STATES[other]), (x, x, y, y), strict=True)
        values = {n: None if v is None else Decimal(v * f) for n, v, f in names}
        holds = expected(sign, side(left, one, x), side(right, other, y))

        assert judge(identity, values, left=left, right=right).holds is holds


def test_a_pair_with_a_side_that_is_always_there_is_refused():
    with pytest.raises(BadRule, match="always there"):
        rule(operator="not both", right_missing="never")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"operator": "~"}, "no operator"),
        ({"severity": "note"}, "severity"),
        ({"left": "a +"}, "a value expected"),
        ({"left": "prev(a)", "right": "1"}, "no value of the period"),
        ({"instruction": {"vi": "chỉ một thứ tiếng"}}, "vi and en"),
        ({"left_missing": "zero"}, "a missing value is"),
        ({"colour": "red"}, "unknown colour"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_reason(given, why):
    with pytest.raises(BadRule, match=why):
        rule(**given)


def test_a_row_that_lacks_a_key_is_refused():
    with pytest.raises(BadRule, match="lacks source"):
        rule_of({k: v for k, v in ROW.items() if k != "source"})


def test_what_was_open_at_the_end_opens_the_next_period():
    made = rule(left="opening", right="prev(closing)")
    values = {"opening": Decimal(5)}

    assert judged(made, values, {"closing": Decimal(5)}) is None
    assert judged(made, values, {"closing": Decimal(6)}).right == 6
    assert judged(made, values, {}) is None
    assert made.earlier_codes == ("closing",)


def test_a_finding_says_the_rule_and_both_sides():
    (found,) = judge_all([rule()], {"a": Decimal(1945), "b": Decimal("1731.50")})

    assert found.message["vi"] == "a bằng b. Hiện là 1.945 và 1.731,5."
    assert found.codes == ("a", "b")
    assert set(found.rule.cure) == {"vi", "en"}


def test_a_rounded_figure_is_held_to_what_it_may_stand_for():
    printed = Interval(Decimal("28.235"), Decimal("28.245"), open=True)
    made = rule(left="a", right="b / c × 100")
    of = {"b": Decimal(24), "c": Decimal(85)}

    assert judged(made, {"a": printed, **of}) is None
    assert judged(made, {"a": printed, **of, "b": Decimal(25)})


def test_errors_stand_before_warnings_and_questions():
    some = [rule(id=s, severity=s) for s in ("question", "warning", "error")]

    found = judge_all(some, {"a": Decimal(1), "b": Decimal(2)})

    assert [f.severity for f in found] == ["error", "warning", "question"]


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)))
def test_a_rule_that_skips_is_silent_whenever_something_is_missing(values):
    made = rule(left="a", right="b + c")
    given = {name: Decimal(value) for name, value in values.items()}

    found = judged(made, given)

    assert (found is not None) is (
        len(values) == 3 and values["a"] != values["b"] + values["c"]
    )


def known():
    return set(data.indicators())


def test_every_rule_speaks_of_indicators_that_there_are():
    for rule in rules.rules():
        assert {*rule.codes, *rule.earlier_codes} <= known(), rule.id


def test_no_two_rules_say_the_same():
    said = [" ".join(sorted((r.left, r.right))) + r.operator for r in rules.rules()]

    assert sorted(set(said)) == sorted(said)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_says_in_a_sentence_what_it_asks(language):
    for rule in rules.rules():
        assert rule.instruction[language][-1] in ".?", rule.id
        assert rule.cure[language].endswith("."), rule.id


def test_a_question_never_stands_in_the_way():
    assert {r.severity for r in rules.rules() if r.operator == "not both"} <= {
        "warning",
        "question",
    }


def test_rules_are_chosen_by_what_they_speak_of_and_by_whom_they_ask():
    of_province = {r.id for r in rules.rules_for({"GS01"}, "province", "year")}
    of_commune = {r.id for r in rules.rules_for({"GS01"}, "commune", "year")}

    assert "level-of-supervision" in of_commune - of_province
    assert not rules.rules_for({"nothing"})
    assert rules.needed([rule(left="a", right="prev(b)")]) == ({"a"}, {"b"})


def test_the_list_of_rules_on_the_page_is_written_from_the_data():
    head = PAGE.read_text("utf-8").partition(rulebook.HEADING)[0]
    page = head + rulebook.listed(rules.rules())
    if os.environ.get("DANVAN_WRITE_DOCS"):
        PAGE.write_text(page, "utf-8")

    assert PAGE.read_text("utf-8") == page
