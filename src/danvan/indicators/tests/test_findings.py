"""The rules over many units: whose findings are seen by whom, and what they cost."""

import datetime
import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.indicators import findings, valuing
from danvan.indicators.models import Provenance

QUARTER = periods.by_key("2025-q3")
NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)
LIST = reverse("indicators:findings")


def give(who, **amounts):
    for code, amount in amounts.items():
        valuing.record(
            unit=who.unit,
            period=QUARTER,
            code=code,
            amount=Decimal(amount),
            provenance=Provenance.ENTERED,
            by=who.by,
            now=NOW,
        )


@pytest.fixture
def wrong(compiler):
    give(compiler, TCD01=10, TCD02=4, TCD11=20)
    return compiler


def ids(units):
    return {f.finding.rule.id for f in findings.found(units, QUARTER)}


def test_values_that_do_not_fit_are_found_errors_first(wrong):
    found = findings.found([wrong.unit], QUARTER)

    assert {"people-tcd02", "part-tcd11"} <= {f.finding.rule.id for f in found}
    assert found[0].finding.severity == "error"
    assert {r.id: n for r, n in findings.by_rule(found)}["part-tcd11"] == 1


def test_a_unit_without_values_has_no_finding(place):
    assert findings.found([place.commune, place.other], QUARTER) == []


def test_what_was_left_over_opens_the_next_period(compiler):
    give(compiler, XLD23=50)
    valuing.record(
        unit=compiler.unit,
        period=periods.opened_by(QUARTER),
        code="XLD01",
        amount=Decimal(20),
        provenance=Provenance.ENTERED,
        by=compiler.by,
        now=NOW,
    )

    assert "carry-letters" in ids([compiler.unit])


def test_the_unit_and_those_above_it_see_its_findings_and_nobody_else(
    wrong, neighbour, provincial
):
    def seen(who):
        return wrong.unit.name in who.client.get(LIST, {"period": "2025-q3"}).text

    assert seen(wrong)
    assert seen(provincial)
    assert not seen(neighbour)


def test_the_list_is_narrowed_by_rule_and_weight(wrong):
    only = {"period": "2025-q3", "rule": "part-tcd11"}

    page = wrong.client.get(LIST, only)

    assert page.context["count"] == 1
    none = wrong.client.get(LIST, {**only, "severity": "question"})
    assert none.context["count"] == 0


def test_the_list_goes_out_as_a_workbook(wrong):
    answer = wrong.client.get(
        reverse("indicators:findings-xlsx"), {"period": "2025-q3"}
    )

    assert answer.content[:2] == b"PK"


def test_a_period_nobody_knows_is_not_there(wrong):
    assert wrong.client.get(LIST, {"period": "2025-q9"}).status_code == 404


def test_who_has_nothing_to_do_with_forms_does_not_come_in(place, person):
    clerk = person(place.commune, Role.RECEPTION_OFFICER)

    assert clerk.client.get(LIST).status_code == 403


def test_two_queries_however_many_units(place, wrong, neighbour):
    def asked(units):
        with CaptureQueriesContext(connection) as seen:
            findings.found(units, QUARTER)
        return len(seen)

    one = asked([place.commune])
    give(neighbour, TCD01=3, TCD02=1)

    assert asked([place.commune, place.other, place.department]) == one == 2


def test_the_whole_country_is_checked_by_a_command_that_can_fail(wrong):
    out = io.StringIO()

    with pytest.raises(CommandError, match="break a rule"):
        call_command("check_rules", period="2025-q3", stdout=out)

    assert f"{wrong.unit.code}\terror\tpart-tcd11" in out.getvalue()


def test_one_place_alone_may_be_checked(wrong):
    out = io.StringIO()

    call_command("check_rules", period="2025-q3", place="T9", stdout=out)

    assert out.getvalue() == ""


def test_a_period_that_is_none_is_told(db):
    with pytest.raises(CommandError, match="2025-x"):
        call_command("check_rules", period="2025-x")
