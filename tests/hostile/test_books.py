"""Hostile values in every field of every kind of book: a message, nothing by halves."""

import datetime
import uuid

import pytest
from django.urls import reverse
from tests.hostile.asking import FORM, encoded
from tests.hostile.values import MANY, VALUES

from danvan.accounts.rights import Role
from danvan.core.registers import load
from danvan.journal.models import Entry as JournalEntry
from danvan.orgs.models import Unit
from danvan.registers.models import Entry
from danvan.registers.tests.conftest import sign_in, town  # noqa: F401 - fixtures
from danvan.registers.tests.examples import example

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 14)
# Each field alone meets every eighth value; all at once meet every value.
SHARE = 8


@pytest.fixture
def ask(client, sign_in):  # noqa: F811
    """Send a line of a book of that kind, quick or from a desk."""

    def enter(kind):
        unit = Unit.objects.create(
            code=f"K-{kind.id}"[:24],
            name="Đơn vị giữ sổ",
            level=kind.levels[0],
            kind=kind.keepers[0],
        )
        sign_in(Role.REPORT_COMPILER, unit=unit)

        def send(form, said):
            before = Entry.objects.count(), JournalEntry.objects.count()
            said = {"key": str(uuid.uuid4()), "unit": str(unit.pk)} | said
            address = reverse(f"registers:{form}", args=[kind.id])
            sent = client.generic("POST", address, encoded(**said), content_type=FORM)
            after = Entry.objects.count(), JournalEntry.objects.count()
            return sent, (after[0] - before[0], after[1] - before[1])

        return send

    return enter


def fault(sent, made):
    """Say what is wrong with an answer: neither written and told, nor refused in words."""
    if sent.status_code == 302 and made == (1, 1):
        return ""
    if sent.status_code == 422 and made == (0, 0):
        said = "govuk-error-summary" in sent.content.decode()
        return "" if said else "nothing was said"
    if sent.status_code == 413 and made == (0, 0):
        return ""  # more than a request may hold: the house's own page says so
    return f"{sent.status_code} {made}"


@pytest.mark.parametrize("kind", load.known().values(), ids=lambda kind: kind.id)
def test_no_field_of_a_book_takes_a_hostile_value_by_halves(ask, kind):
    send, edition = ask(kind), kind.on(DAY)
    good = {f"v-{key}": text for key, text in example(edition).items()}
    good["day"] = "14/05/2026"
    found = {}

    for turn, (what, value) in enumerate(VALUES.items()):
        # All at once by turns here and there; in the long form at both.
        for form in ("quick", "desk") if MANY else (("quick", "desk")[turn % 2],):
            answer = fault(*send(form, dict.fromkeys(good, value)))
            found[f"{form}, all fields {what}"] = answer
        for number, name in enumerate([*good, "unit", "key"]):
            if (turn + number) % SHARE == 0:
                answer = fault(*send("quick", {**good, name: value}))
                found[f"{name} {what}"] = answer

    assert {where: said for where, said in found.items() if said} == {}


def test_a_fault_would_be_found(ask):
    kind = load.known()["voters-meetings"]
    sent, made = ask(kind)("quick", {})

    assert fault(sent, made) == ""
    assert fault(sent, (1, 0)) == "422 (1, 0)"
