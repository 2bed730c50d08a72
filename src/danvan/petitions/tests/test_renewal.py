"""A lost code is replaced in person, once, with a word on what was checked."""

import re

import pytest

from danvan.accounts.rights import Role
from danvan.journal.models import Entry
from danvan.petitions import public, receipts, renewal
from danvan.petitions.models import Channel, Petition
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_services import CLERK, FEEDBACK, register

pytestmark = pytest.mark.urls("danvan.config.urls_office")


def address(petition):
    return f"/petitions/{petition.pk}/receipt/renew/"


def said(petition, **changes):
    proof = {"checked": "identity-card", "statement": "Đã xem giấy tờ"}
    return proof | {"seen": renewal.mark(petition)} | changes


def code_on(response):
    shown = re.search(r'dv-receipt__code">([\d ]+)<', text(response))
    return shown[1].replace(" ", "") if shown else ""


@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.POST])
def test_the_new_code_opens_the_case_and_the_old_one_is_dead(sign_in, town, channel):
    petition = register(town)
    Petition.objects.update(channel=channel)
    old = receipts.code_for(petition.idempotency_key)
    client = sign_in(Role.RECEPTION_OFFICER)

    response = client.post(address(petition), said(petition))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert public.status(petition.number, code_on(response)) is not None
    assert public.status(petition.number, old) is None


def test_the_new_code_is_shown_once_and_the_dead_one_never(sign_in, town):
    petition = register(town)
    client = sign_in(Role.RECEPTION_OFFICER)

    new = code_on(client.post(address(petition), said(petition)))

    assert len(new) == receipts.DIGITS
    assert code_on(client.get(f"/petitions/{petition.pk}/receipt/")) == ""


def test_the_journal_keeps_what_was_checked_and_no_code(sign_in, town):
    petition = register(town)
    client = sign_in(Role.RECEPTION_OFFICER)

    client.post(address(petition), said(petition, checked="passport"))

    line = Entry.objects.get(action="petition.renew-code")
    assert line.record == petition.record
    assert line.why == "passport"
    assert line.changes == {"code": [None, "changed"]}


def test_a_page_sent_twice_makes_one_code(sign_in, town):
    petition = register(town)
    client = sign_in(Role.RECEPTION_OFFICER)
    body = said(petition)
    new = code_on(client.post(address(petition), body))

    again = client.post(address(petition), body)

    assert again.status_code == 422
    assert public.status(petition.number, new) is not None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"checked": ""}, "Chọn điều đã kiểm tra."),
        ({"checked": "told-content"}, "govuk-error-summary"),
        ({"statement": ""}, "Gõ câu xác nhận."),
        ({"statement": "có"}, "Gõ đúng câu: đã xem giấy tờ"),
    ],
)
def test_without_a_word_on_what_was_checked_nothing_changes(
    sign_in, town, changes, message
):
    petition = register(town)
    client = sign_in(Role.RECEPTION_OFFICER)

    response = client.post(address(petition), said(petition, **changes))

    assert response.status_code == 422
    assert message in text(response)
    assert Petition.objects.get().code_hash == petition.code_hash


def test_a_letter_without_a_name_is_never_renewed_without_a_warning(sign_in, town):
    letter = FEEDBACK.__class__(
        FEEDBACK.kind, Channel.COUNTER, what="Cống hỏng", anonymous=True
    )
    petition = register(town, letter)
    client = sign_in(Role.RECEPTION_OFFICER)

    assert "không giấy tờ nào chứng minh" in text(client.get(address(petition)))
    assert client.post(address(petition), said(petition)).status_code == 422

    asked = said(petition, checked="told-content", statement="đã hỏi kỹ")
    assert code_on(client.post(address(petition), asked))


def test_the_page_of_the_petition_leads_to_whom_may_renew(sign_in, town):
    petition = register(town)
    page = f"/petitions/{petition.pk}/"

    client = sign_in(Role.RECEPTION_OFFICER)
    assert address(petition) in text(client.get(page))

    client = sign_in(Role.UNIT_LEADER, unit=town.stranger)
    assert client.get(address(petition)).status_code == 404
    assert client.post(address(petition), said(petition)).status_code == 404


def test_whoever_only_verifies_issues_no_code(sign_in, town):
    petition = register(town)

    client = sign_in(Role.VERIFIER)

    assert client.post(address(petition), said(petition)).status_code == 403
    assert Petition.objects.get().code_hash == petition.code_hash


def test_two_clerks_at_once_make_one_code(town):
    petition = register(town)
    asked = {"petition": petition.pk, "seen": renewal.mark(petition)}
    renewal.renew(**asked, checked="passport", by=CLERK)

    with pytest.raises(renewal.RenewedAlready):
        renewal.renew(**asked, checked="passport", by=CLERK)
