"""The sealed cases of the demonstration, which are opened outside a transaction."""

import datetime

import pytest

from danvan.accounts.models import User
from danvan.accounts.selectors import viewer_for
from danvan.core.actor import system
from danvan.host import demo
from danvan.orgs.services import load_calendar, load_units
from danvan.vault import selectors

TODAY = datetime.date(2026, 11, 2)


@pytest.mark.django_db(transaction=True)
def test_sealed_cases_stand_in_every_state():
    load_units(by=system())
    load_calendar(by=system())
    demo.fill(today=TODAY, letters=0)
    demo.work(today=TODAY)

    rows = {}
    for name in ("unit-leader", "city-leader"):
        viewer = viewer_for(User.objects.get(username=name), today=TODAY)
        rows[name] = sorted((r.state, r.on_paper) for r in selectors.cases(viewer))
    assert rows["city-leader"] == [("in_hand", False), ("in_hand", False)]
    assert rows["unit-leader"] == [
        ("closed", False),
        ("in_hand", False),
        ("received", False),
        ("received", True),
    ]
