"""Feedback from the first page to the receipt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from danvan.portal import cookies, services
from danvan.portal.models import LIFETIME, SavedForm
from danvan.portal.tests.walk import FEEDBACK, WHAT, fill, introduce, locate, send, tell

PETITIONS = "SELECT kind, what, anonymous, number FROM petitions_petition"


def test_feedback_takes_at_most_five_pages(portal_client):
    pages, address = [], FEEDBACK
    answers = {
        "noi-dung": {"what": WHAT},
        "noi-nao": {"province": "92", "unit_code": "31117"},
        "lien-he": {},
        "xem-lai": {"website": ""},
    }
    address = portal_client.get(address).url
    while "bien-nhan" not in address:
        assert portal_client.get(address).status_code == 200
        pages.append(address)
        address = portal_client.post(address, answers[address.split("/")[-2]]).url

    assert len(pages) + 1 <= 5


def test_what_was_written_arrives_as_one_petition(portal_client, as_owner):
    fill(portal_client)

    assert send(portal_client).url == "/gui/bien-nhan/"

    ((kind, what, anonymous, number),) = as_owner(PETITIONS)
    assert (kind, what, anonymous) == ("feedback", WHAT, True)
    assert number in portal_client.get("/gui/bien-nhan/").content.decode()


def test_a_double_click_is_one_petition_with_one_receipt(portal_client, as_owner):
    fill(portal_client)
    key = portal_client.cookies[cookies.FORM].value

    send(portal_client)
    first = portal_client.get("/gui/bien-nhan/").content
    portal_client.cookies[cookies.FORM] = key
    send(portal_client)
    second = portal_client.get("/gui/bien-nhan/").content

    assert len(as_owner(PETITIONS)) == 1
    receipt = b"dv-receipt__code"
    assert first.split(receipt)[1][:30] == second.split(receipt)[1][:30]


def test_a_form_goes_on_where_it_was_left(portal_client):
    tell(portal_client)

    start = portal_client.get("/").content.decode()
    assert 'href="/gui/gop-y/"' in start
    answer = portal_client.get("/gui/gop-y/")

    assert answer.url == "/gui/gop-y/noi-nao/"
    assert (
        WHAT.split("\n")[0]
        in portal_client.get(f"{FEEDBACK}noi-dung/").content.decode()
    )


def test_a_form_thrown_away_is_gone(portal_client):
    tell(portal_client)

    portal_client.post("/gui/bo/")

    assert not SavedForm.objects.exists()
    assert cookies.FORM not in {
        c for c in portal_client.cookies if portal_client.cookies[c].value
    }


def test_forms_whose_time_is_over_are_cleared_away(portal_client, as_office):
    tell(portal_client)
    SavedForm.objects.update(touched_at=timezone.now() - LIFETIME)

    with as_office():
        assert services.sweep(now=timezone.now()) == 1


def test_nobody_opens_a_form_with_a_key_he_made_up(portal_client):
    tell(portal_client)
    portal_client.cookies[cookies.FORM] = str(SavedForm.objects.get().pk)

    page = portal_client.get(f"{FEEDBACK}noi-dung/").content.decode()
    assert WHAT.split("\n")[0] not in page


def test_without_a_script_the_communes_come_with_the_province(portal_client):
    tell(portal_client)

    page = portal_client.post(
        f"{FEEDBACK}noi-nao/", {"province": "86", "other_province": "1"}
    )

    assert page.status_code == 200
    assert "Phường Mẫu" not in page.content.decode()
    assert "Xã Xa" in page.content.decode()
    assert "govuk-error-summary" not in page.content.decode()


@pytest.mark.parametrize(
    "answers",
    [
        {"province": "92", "unit_code": ""},
        {"province": "86", "unit_code": "31117"},
        {"province": "nowhere", "unit_code": "31117"},
        {"province": "", "unit_code": ""},
    ],
)
def test_a_place_that_does_not_fit_is_asked_for_again(portal_client, answers):
    tell(portal_client)

    page = portal_client.post(f"{FEEDBACK}noi-nao/", answers)

    assert page.status_code == 400
    assert "govuk-error-summary" in page.content.decode()


def test_a_file_is_listed_with_name_kind_and_size(portal_client, as_owner):
    paper = SimpleUploadedFile("ghi chú.txt", "Biên bản họp tổ dân phố".encode())
    tell(portal_client, files=[paper])

    page = portal_client.get(f"{FEEDBACK}noi-dung/").content.decode()
    assert "ghi chú.txt" in page
    assert "1 kB" in page
    locate(portal_client)
    introduce(portal_client)
    send(portal_client)

    ((name,),) = as_owner("SELECT name FROM files_storedfile")
    assert name == "ghi chú.txt"


def test_a_refused_file_says_why_and_keeps_what_was_typed(portal_client):
    program = SimpleUploadedFile("anh.jpg", b"MZ\x90\x00 this is a program")

    page = tell(portal_client, files=[program])

    assert page.status_code == 400
    text = page.content.decode()
    assert "anh.jpg: " in text
    assert WHAT.split("\n")[0] in text
    assert SavedForm.objects.get().files == []


def test_more_than_five_files_are_refused(portal_client):
    papers = [SimpleUploadedFile(f"{n}.txt", f"giay to {n}".encode()) for n in range(6)]

    assert tell(portal_client, files=papers).status_code == 400


def test_a_file_can_be_taken_out(portal_client):
    tell(portal_client, files=[SimpleUploadedFile("a.txt", b"giay to")])
    (one,) = SavedForm.objects.get().files

    portal_client.post(f"{FEEDBACK}noi-dung/", {"what": WHAT, "remove": one["id"]})

    assert SavedForm.objects.get().files == []


def test_a_machine_that_fills_in_every_box_is_stopped(portal_client, as_owner):
    fill(portal_client)

    page = portal_client.post(f"{FEEDBACK}xem-lai/", {"website": "https://example.org"})

    assert page.status_code == 400
    assert as_owner(PETITIONS) == []


def test_a_machine_that_is_too_fast_is_asked_to_read(
    portal_client, monkeypatch, as_owner
):
    monkeypatch.setattr(services, "FASTEST", LIFETIME)
    fill(portal_client)

    assert send(portal_client).status_code == 400
    assert as_owner(PETITIONS) == []


@pytest.mark.parametrize("text", ["", "   ", "\0", "x" * 20_001])
def test_a_text_that_cannot_be_stored_is_asked_for_again(portal_client, text):
    assert tell(portal_client, what=text).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/gui/khac/",
        "/gui/gop-y/quyet-dinh/",
        "/gui/gop-y/x/",
        "/gui/x/xem-lai/",
    ],
)
def test_there_is_no_such_page(portal_client, address):
    assert portal_client.get(address).status_code == 404


def test_no_half_filled_form_can_be_a_denunciation(db):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        services.begin(kind="tocao", now=timezone.now())


def test_two_tabs_at_once_lose_no_answer(portal_client):
    tell(portal_client)
    one, two = SavedForm.objects.get(), SavedForm.objects.get()
    now = timezone.now()

    services.answer(form=one, page="a", answers={"x": "1"}, now=now)
    services.answer(form=two, page="b", answers={"y": "2"}, now=now)

    assert {"a", "b"} <= set(SavedForm.objects.get().answers)


def test_a_form_that_was_sent_takes_nothing_more(portal_client):
    tell(portal_client)
    form = SavedForm.objects.get()
    SavedForm.objects.update(number="DV26-TEST", answers={}, files=[])

    with pytest.raises(services.Sent):
        services.answer(form=form, page="a", answers={}, now=timezone.now())


def test_the_office_cannot_read_what_is_not_sent_yet(portal_client, as_office):
    tell(portal_client)

    with as_office(), connection.cursor() as cursor:
        cursor.execute("SELECT id, touched_at FROM portal_savedform")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("SELECT answers FROM portal_savedform")


def test_the_worker_clears_away_with_the_rights_of_the_office(portal_client, as_office):
    tell(portal_client)
    SavedForm.objects.update(touched_at=timezone.now() - LIFETIME)

    with as_office():
        assert services.sweep(now=timezone.now()) == 1
