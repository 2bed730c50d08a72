"""Remote areas: entered by decision, dated, with a line in the journal."""

import datetime

import pytest

from danvan.accounts.rights import Role
from danvan.journal.models import Entry
from danvan.orgs.models import Unit

D = datetime.date
PAGE = "/remote-areas/"


def said(**changes):
    day = {"since_day": "1", "since_month": "7", "since_year": "2026"}
    return {"unit": "ub-31117", "decision": "861/QĐ-TTg", **day, **changes}


def test_a_unit_is_listed_from_a_day_on_with_its_decision(sign_in, town):
    client = sign_in(Role.OPERATOR)

    assert client.post(PAGE, said()).status_code == 302

    unit = Unit.objects.get(pk=town.committee.pk)
    assert not unit.remote_on(D(2026, 6, 30))
    assert unit.remote_on(D(2026, 7, 1))
    line = Entry.objects.order_by("-pk").first()
    assert (line.action, line.why) == ("orgs.list-remote", "861/QĐ-TTg")
    assert unit.name in client.get(PAGE).text


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "KHONG-CO"},
        {"decision": "một quyết định"},
        {"until_day": "1", "until_month": "6", "until_year": "2026"},
    ],
)
def test_what_is_no_listing_is_refused(sign_in, town, changes):
    page = sign_in(Role.OPERATOR).post(PAGE, said(**changes))

    assert page.status_code == 422
    assert not Unit.objects.filter(remote=True).exists()
