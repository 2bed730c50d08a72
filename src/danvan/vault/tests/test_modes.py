"""A unit takes in sealed by a decision with a number, or not at all."""

import datetime
import io

import pytest
from django.db import IntegrityError
from django.utils import timezone
from docx import Document

from danvan.journal.models import Entry
from danvan.vault import modes
from danvan.vault.decision import IntakeDecision
from danvan.vault.errors import ModeRefused
from danvan.vault.models import Holding
from danvan.vault.scope import scoped
from danvan.vault.tests import intake_of

TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)
FORM = {
    "channel": "counter", "number": "15/QĐ-UBND", "signer": "Chủ tịch UBND phường",
    "decided_on_day": "20", "decided_on_month": "11", "decided_on_year": "2026",
    "valid_from_day": "21", "valid_from_month": "11", "valid_from_year": "2026",
}  # fmt: skip


def decide(vault, name="leader", unit=None, **changes):
    given = {
        "channel": "counter",
        "number": "15/QĐ-UBND",
        "decided_on": TODAY - DAY,
        "signer": "Chủ tịch",
        "valid_from": TODAY,
    }
    return modes.decide(
        unit=unit or vault.commune, viewer=vault.viewer(name), **(given | changes)
    )


def mode(vault, channel="counter", on=TODAY):
    return modes.mode(vault.commune, channel, on=on)


def test_without_a_decision_the_counter_writes_and_the_pages_guide(vault):
    assert (mode(vault), mode(vault, "online")) == ("paper", "guidance")


def test_a_decision_holds_from_its_day_until_it_is_ended(vault):
    made = decide(vault)
    assert (mode(vault, on=TODAY - DAY), mode(vault)) == ("paper", "sealed")

    modes.end(decision_id=made.pk, viewer=vault.viewer("leader"), today=TODAY)

    assert mode(vault) == "paper"
    assert modes.history(vault.commune)[0].number == "15/QĐ-UBND"


def test_online_the_installations_switch_is_needed_as_well(vault, settings):
    decide(vault, channel="online")
    assert mode(vault, "online") == "guidance"

    settings.DENUNCIATIONS_ONLINE = "sealed"
    assert mode(vault, "online") == "sealed"


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("one", {}, "role"),
        ("other leader", {}, "role"),
        ("leader", {"decided_on": TODAY + DAY}, "days"),
    ],
)
def test_who_and_when_is_checked(vault, name, changes, code):
    with pytest.raises(ModeRefused) as refused:
        decide(vault, name, **changes)

    assert refused.value.code == code


def test_without_a_key_with_two_holders_it_is_refused(vault, db):
    with scoped(user_id="", units=[vault.commune.pk]):
        Holding.objects.filter(user=vault.users["two"]).delete()

        with pytest.raises(ModeRefused) as refused:
            decide(vault)
        Holding.objects.create(
            key_id=Holding.objects.get().key_id, unit=vault.commune,
            user=vault.users["two"], wrapped=b"x",
            officer_key=vault.users["two"].seal_keys.get(),
        )  # fmt: skip

    assert refused.value.code == "key"


def test_one_decision_at_a_time_and_no_day_twice(vault):
    made = decide(vault)
    with pytest.raises(ModeRefused) as refused:
        decide(vault)
    assert refused.value.code == "open"

    modes.end(decision_id=made.pk, viewer=vault.viewer("leader"), today=TODAY + 5 * DAY)
    with pytest.raises(ModeRefused) as refused:
        decide(vault)
    assert refused.value.code == "days"
    decide(vault, valid_from=TODAY + 5 * DAY)
    assert mode(vault, on=TODAY + 6 * DAY) == "sealed"


def test_a_stranger_ends_nothing(vault):
    made = decide(vault)

    with pytest.raises(ModeRefused):
        modes.end(decision_id=made.pk, viewer=vault.viewer("other leader"), today=TODAY)

    assert mode(vault) == "sealed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"signer": ""},
        {"valid_to": datetime.date(2025, 12, 31)},
        {"decided_on": datetime.date(2026, 2, 1)},
    ],
)
def test_the_database_refuses_a_decision_that_is_none(vault, wrong):
    given = {
        "unit": vault.commune, "channel": "online", "number": "1", "signer": "Chủ tịch",
        "decided_on": datetime.date(2026, 1, 2), "valid_from": datetime.date(2026, 1, 2),
    }  # fmt: skip
    with (
        scoped(user_id="", units=[vault.commune.pk]),
        pytest.raises(IntegrityError),
        scoped(user_id="", units=[vault.commune.pk]),
    ):
        IntakeDecision.objects.create(**(given | wrong))


def test_decisions_have_their_lines_in_the_units_journal(vault):
    made = decide(vault)
    modes.end(decision_id=made.pk, viewer=vault.viewer("leader"), today=TODAY)

    lines = Entry.objects.filter(record=f"vault.intake-decision:{made.pk}")
    assert [(line.chain, line.action) for line in lines.order_by("seq")] == [
        ("C-1", "vault.intake-decision"),
        ("C-1", "vault.end-intake-decision"),
    ]


@pytest.fixture
def leader(client, settings, vault):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(vault.users["leader"])
    return client


def test_the_leader_records_and_ends_a_decision(leader, vault, as_role):
    as_role("danvan_office")
    page = leader.get("/vault/units/C-1/intake/").content.decode()
    assert "Post one" in page

    answer = leader.post("/vault/units/C-1/intake/", FORM)

    assert answer.status_code == 302
    assert "15/QĐ-UBND" in leader.get("/vault/units/C-1/intake/").content.decode()
    made = IntakeDecision.objects.get()
    assert leader.get(f"/vault/units/C-1/intake/{made.pk}/end/").status_code == 405
    assert leader.post(f"/vault/units/C-1/intake/{made.pk}/end/").status_code == 302
    assert IntakeDecision.objects.get().valid_to < timezone.localdate()


def test_what_is_wrong_comes_back_with_its_cure(leader, vault):
    wrong = FORM | {"number": "15 QĐ", "valid_from_year": "2025"}

    answer = leader.post("/vault/units/C-1/intake/", wrong)

    assert answer.status_code == 422
    assert "15 QĐ" in answer.content.decode()
    leader.post("/vault/units/C-1/intake/", FORM)
    again = leader.post("/vault/units/C-1/intake/", FORM)
    assert again.status_code == 422
    assert "govuk-error-summary" in again.content.decode()


def test_without_a_key_the_page_says_what_happens(leader, vault):
    from danvan.accounts.models import Membership

    Membership.objects.create(
        user=vault.users["leader"], unit=vault.province, role="unit_leader",
        valid_from=datetime.date(2026, 1, 1),
    )  # fmt: skip
    page = leader.get("/vault/units/P-1/intake/").content.decode()

    assert "sổ giấy" in page
    assert 'name="number"' not in page
    assert leader.post("/vault/units/P-1/intake/", FORM).status_code == 422


def test_another_units_page_does_not_exist(leader, vault):
    made = intake_of.decide(vault.neighbour)

    assert leader.get("/vault/units/C-2/intake/").status_code == 404
    assert leader.post(f"/vault/units/C-2/intake/{made.pk}/end/").status_code == 404
    assert leader.post(f"/vault/units/C-1/intake/{made.pk}/end/").status_code == 404
    assert leader.get("/vault/units/C-1/intake/nowhere/template/").status_code == 404


@pytest.mark.parametrize("channel", ["online", "counter"])
def test_the_template_names_the_holders_and_fits_a_page(leader, channel):
    address = f"/vault/units/C-1/intake/{channel}/template/"
    page = leader.get(address).content.decode()
    assert "Post one; Post two" in page

    answer = leader.get(f"{address}?docx")

    paper = Document(io.BytesIO(answer.content))
    text = "\n".join(p.text for p in paper.paragraphs)
    assert "Post one; Post two" in text
    assert len(text) < 2600
    assert "attachment" in answer.headers["Content-Disposition"]
