"""The counter's pages: who enters, what they show, what they refuse."""

import datetime
import io
import re
import uuid
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.casework.duty import Post
from danvan.petitions.models import Petition
from danvan.receptions import booking, planning
from danvan.receptions.models import Appointment, SealedVisit, Session, State, Visit
from danvan.receptions.tests.conftest import now, session, today, visit

NEW = {
    "content": "feedback",
    "summary": "Đèn đường hỏng",
    "outcome": "answered",
    "name": "Người dân mẫu 002",
    "phone": "0900 000 002",
    "people": "1",
    "competence": "own",
    "matter": "new",
}


def url(name, *args):
    return reverse(f"receptions:{name}", args=args)


@pytest.fixture
def counter(sign_in):
    """The browser of the reception officer."""
    return sign_in(Role.RECEPTION_OFFICER)


def send(client, of, **changes):
    said = {**NEW, "key": str(uuid.uuid4()), "session": str(of.pk), **changes}
    return client.post(url("new"), said)


def text(response):
    return response.content.decode()


def test_every_page_opens(counter, town):
    held, led = session(town), session(town, leader=True, every=30)
    shown = visit(held)
    names = ["today", "new", "book", "import", "calendar", "plan", "duty"]
    addresses = [url(name) for name in names]
    addresses += [
        url("visit", shown.pk),
        url("session", held.pk),
        url("session", led.pk),
    ]

    assert [counter.get(address).status_code for address in addresses] == [200] * 10


def test_a_visit_is_written_down_and_shown(counter, town):
    response = send(counter, session(town))

    made = Visit.objects.get()
    assert response.url == url("visit", made.pk)
    assert "Đèn đường hỏng" in text(counter.get(response.url))


def test_without_a_session_today_the_page_says_so(counter, town):
    session(town, on=today() + datetime.timedelta(days=1))
    assert url("plan") in text(counter.get(url("new")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"name": ""}, "name"),
        ({"outcome": "refused"}, "ground"),
        ({"people": "0"}, "people"),
        ({"people": "7", "representatives": "A\nB\nC"}, "representatives"),
        ({"content": "denunciation"}, "content"),
        ({"session": str(uuid.uuid4())}, "session"),
        ({"name": "x\0y"}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(counter, town, changes, field):
    response = send(counter, session(town), **changes)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Visit.objects.exists()


def test_looking_shows_earlier_matters_and_saves_nothing(counter, town):
    held = session(town)
    first = visit(held, phone="0900 000 002")

    response = send(counter, held, look="1", phone="0900000002", summary="Gõ dở")

    assert first.summary[:40] in text(response)
    assert "Gõ dở" in text(response)
    assert Visit.objects.count() == 1


def test_the_partial_shows_the_same_without_the_page(counter, town):
    held = session(town)
    first = visit(held, phone="0900 000 002")

    response = counter.post(url("earlier"), {"phone": "0900 000 002"})

    assert first.summary[:40] in text(response)
    assert "<html" not in text(response)


def test_the_same_matter_is_kept_together(counter, town):
    held = session(town)
    first = visit(held, phone="0900 000 002")

    send(counter, held, matter=f"visit:{first.pk}")

    second = Visit.objects.order_by("-number").first()
    assert (second.matter_id, second.again) == (first.matter_id, True)


def test_a_matter_of_another_telephone_cannot_be_chosen(counter, town):
    held = session(town)
    first = visit(held, phone="0900 000 009")
    assert send(counter, held, matter=f"visit:{first.pk}").status_code == 422


def test_a_denunciation_goes_to_the_vault_and_shows_on_no_page(counter, town):
    """The unit's staff see the same pages, whether somebody came in confidence or not."""
    held = session(town)
    planning.close(session=held.pk, state=State.HELD, by=system("x"), today=held.on)
    pages = [url("book"), url("calendar"), url("session", held.pk), "/"]
    before = [plain(counter.get(page)) for page in pages]

    response = counter.post(url("sealed"), {"session": str(held.pk)})

    assert response.url == reverse("vault:receive")
    apart = SealedVisit.objects.get()
    after = [plain(counter.get(page)) for page in pages]
    assert after == before
    assert str(apart.number) not in "".join(after)
    book = openpyxl.load_workbook(io.BytesIO(counter.get(url("sheet")).content)).active
    assert not any("Kín" in str(c.value) for row in book.iter_rows() for c in row)


def plain(response):
    """The words of a page without its tokens."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text(response))


@pytest.mark.parametrize("name", ["minutes", "receipt"])
def test_papers_are_word_files_and_pages(counter, town, name):
    shown = visit(session(town), papers="01 đơn")

    response = counter.get(url("paper", shown.pk, name))

    document = zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml")
    assert "Người dân mẫu 001" in document.decode()
    printed = counter.get(url("paper", shown.pk, name), {"print": 1})
    assert "Người dân mẫu 001" in text(printed)


def test_a_refusal_gives_the_form_01_tcd(counter, town):
    shown = visit(session(town), outcome="refused", ground="answered", name="")

    response = counter.get(url("paper", shown.pk, "refusal"))

    document = zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml")
    assert "Mẫu 01/TCD" in document.decode()
    page = text(counter.get(url("visit", shown.pk)))
    assert url("paper", shown.pk, "refusal") in page


def test_a_session_without_people_gives_its_minutes(counter, town):
    held = session(town)
    assert counter.get(url("session-paper", held.pk, "nobody-came")).status_code == 200

    visit(held)

    assert counter.get(url("session-paper", held.pk, "nobody-came")).status_code == 404


def test_a_visit_becomes_a_petition_with_a_receipt(counter, town):
    shown = visit(session(town), outcome="taken", letter=True)

    response = counter.post(url("to-petition", shown.pk))

    assert response.url == reverse(
        "petitions:receipt", args=[Petition.objects.get().pk]
    )


def test_a_visit_joins_by_the_number_of_the_petition(counter, town):
    held = session(town)
    first = visit(held)
    counter.post(url("to-petition", first.pk))
    second = visit(held)

    wrong = counter.post(url("join", second.pk), {"number": "DV26-AAAA-AAAA-A"})
    right = counter.post(
        url("join", second.pk), {"number": Petition.objects.get().number}
    )

    assert (wrong.status_code, right.status_code) == (422, 302)
    second.refresh_from_db()
    assert second.petition == Petition.objects.get()


def test_a_stranger_finds_nothing(sign_in, town):
    held = session(town)
    shown = visit(held)
    client = sign_in(Role.RECEPTION_HEAD, unit=town.stranger)

    pages = [
        url("visit", shown.pk),
        url("paper", shown.pk, "minutes"),
        url("session", held.pk),
        url("session-paper", held.pk, "nobody-came"),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 4
    posts = [url(n, shown.pk) for n in ("to-petition", "join", "finish")]
    posts += [url(n, held.pk) for n in ("close", "conclude", "give-hour")]
    assert [client.post(page).status_code for page in posts] == [404] * 6
    assert shown.summary not in text(client.get(url("book")))


def test_who_may_not_read_is_turned_away(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    assert client.get(url("today")).status_code == 403


def test_sessions_are_planned_after_a_preview(counter, town):
    first = today() + datetime.timedelta(days=14)
    said = {
        "unit": town.committee.pk,
        "post": Post.COMMUNE_CHAIR.value,
        "kind": "periodic",
        "first_day": first.day,
        "first_month": first.month,
        "first_year": first.year,
        "starts": "08:00",
        "ends": "10:00",
        "place": "Phòng tiếp công dân",
        "every": "30",
        "seats": "1",
    }

    preview = counter.post(url("plan"), said)
    none_yet = Session.objects.count()
    counter.post(url("plan"), {**said, "make": "1"})

    plans = preview.context["plans"] + preview.context["off"]
    assert (len(plans), none_yet) == (1, 0)
    assert Session.objects.count() == len(preview.context["plans"])


def test_a_schedule_published_late_is_flagged(counter, town):
    soon = session(town, on=today() + datetime.timedelta(days=2), leader=True)

    before = text(counter.get(url("session", soon.pk)))
    counter.post(url("publish"), {"session": [str(soon.pk)]})

    soon.refresh_from_db()
    assert soon.published_on == today()
    assert "dv-deadline" not in before
    assert counter.get(url("session", soon.pk)).context["row"].late


def test_a_leaders_session_is_concluded_and_its_notice_printed(counter, town):
    day = datetime.date(2026, 7, 16)
    held = session(town, on=day, leader=True)
    counter.post(url("close", held.pk), {"state": "held"})

    counter.post(url("conclude", held.pk), {"conclusion": "1. Đo lại đất trước 30/7."})

    response = counter.get(url("session-paper", held.pk, "conclusion"))
    document = zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml")
    assert "Đo lại đất trước 30/7." in document.decode()


def test_the_duty_page_names_the_unconfirmed_rule(counter, town):
    session(town, on=datetime.date(2026, 8, 6), leader=True)
    page = text(counter.get(url("duty"), {"month": "2026-08"}))
    assert "136/2025/QH15" in page
    assert "govuk-tag--yellow" in page


def test_the_duty_page_counts_all_sessions_and_those_still_planned(counter, town):
    session(town, on=datetime.date(2026, 8, 6), leader=True)

    page = text(counter.get(url("duty"), {"month": "2026-08"}))

    assert "Còn theo lịch</th>" in page
    assert "Tổng số</th>" in page


def test_an_hour_is_given_at_the_counter_and_who_comes_is_noted(counter, town):
    held = session(
        town, ends=datetime.time(23, 59), starts=datetime.time(23, 0), every=30
    )
    planning.publish(sessions=[held.pk], by=system("x"), today=today())
    slot = held.slots.last()
    said = {
        "key": str(uuid.uuid4()),
        "slot": slot.pk,
        "name": "Người mẫu",
        "phone": "0900000003",
    }

    response = counter.post(url("give-hour", held.pk), said)

    assert response.status_code == 200
    assert "dv-receipt__code" in text(response)
    counter.post(url("arrive", Appointment.objects.get().pk))
    assert Appointment.objects.get().arrived_at is not None


def test_the_book_goes_out_and_comes_back_without_doubles(counter, town):
    held = session(town)
    visit(held, people=3)
    counter.post(url("sealed"), {"session": str(held.pk)})

    sheet = counter.get(url("sheet"))
    book = openpyxl.load_workbook(io.BytesIO(sheet.content)).active
    cells = [[c.value for c in row] for row in book.iter_rows()]

    assert any(row[2] and "Người dân mẫu 001" in str(row[2]) for row in cells)
    assert not any(row[2] == "Kín" for row in cells)


def test_a_missed_session_needs_its_reason(counter, town):
    held = session(town, leader=True)

    assert counter.post(url("close", held.pk), {"state": "missed"}).status_code == 422

    counter.post(url("close", held.pk), {"state": "missed", "reason": "Đi công tác"})
    held.refresh_from_db()
    assert held.state == State.MISSED


def test_an_appointment_of_a_closed_session_is_refused(town):
    held = session(town, every=30)
    with pytest.raises(booking.NoSeat):
        booking.book(
            slot=held.slots.first().pk,
            name="Người mẫu",
            phone="0900000003",
            key=uuid.uuid4(),
            by=system("x"),
            now=now(),
        )


def test_what_a_refusal_or_a_missed_session_demands_is_not_called_optional(
    counter, town
):
    session(town)
    led = session(town, on=today() - datetime.timedelta(days=1), leader=True)

    assert "(bắt buộc khi từ chối)" in text(counter.get(url("new")))
    page = text(counter.get(url("session", led.pk)))
    assert "(bắt buộc khi cấp phó tiếp)" in page
    assert "(bắt buộc khi không tiếp)" in page
