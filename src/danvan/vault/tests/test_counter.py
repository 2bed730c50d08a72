"""The counter: asked little, a slip, and a row with nobody but the receiver."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from danvan.accounts import sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.casework.conflict import Works
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit
from danvan.vault import counter, receipts, services
from danvan.vault.counter import Answers
from danvan.vault.models import SealedBlob, SealedCase
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NOW
from danvan.vault.tests.intake_of import decide, found_province, working_days

URL = "/vault/receive/"
NOBODY = Answers((), Works.NO)
NAME, TOLD = "Người Tố Cáo Mẫu 088", "Chuyện kín canary-quay"


@pytest.fixture
def house(vault, settings):
    working_days()
    settings.REQUIRE_SECOND_FACTOR = False
    return vault


def sign_in(unit, role=Role.RECEPTION_OFFICER):
    user = User.objects.create(username=f"{role}-{unit.code}", label="Công chức")
    Membership.objects.create(
        user=user, unit=unit, role=role, valid_from=datetime.date(2026, 1, 1)
    )
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.begin(session, now=timezone.now())
    session.save()
    return client


def typed(**changes):
    today = timezone.localdate()
    return {
        "works_here": "no",
        "received_on_day": today.day,
        "received_on_month": today.month,
        "received_on_year": today.year,
        "key": str(uuid.UUID(int=9)),
    } | changes


def cases(unit):
    with scoped(user_id="", units=[unit.pk]):
        return list(SealedCase.objects.filter(receiver=unit))


def blobs(unit):
    with scoped(user_id="", units=[unit.pk]):
        return SealedBlob.objects.filter(case__receiver=unit).count()


def page(response):
    return response.content.decode()


# ----- On paper --------------------------------------------------------------


def test_a_letter_on_paper_gets_a_code_and_leaves_no_word(house):
    response = sign_in(house.commune).post(URL, typed(name=NAME, what=TOLD))

    (case,) = cases(house.commune)
    code = receipts.code_for(uuid.UUID(int=9))
    assert response.status_code == 200
    assert case.number in page(response)
    assert " ".join((code[:4], code[4:8], code[8:])) in page(response)
    assert (case.on_paper, blobs(house.commune)) == (True, 0)
    assert case.received_on == timezone.localdate()
    assert case.deadline > case.received_on
    assert "sổ giấy" in page(response)


def test_the_slip_names_neither_matter_nor_unit(house):
    text = page(sign_in(house.commune).post(URL, typed())).lower()

    printed = text[text.index("<main") : text.index('class="dv-no-print"')]
    for word in ("tố cáo", "denunc", house.commune.name.lower(), "ủy ban"):
        assert word not in printed
    assert "tố cáo" not in text


def test_sent_twice_it_is_one_case_with_one_slip(house):
    client = sign_in(house.commune)

    first, again = (page(client.post(URL, typed())) for _ in range(2))

    (case,) = cases(house.commune)
    assert case.number in first
    assert case.number in again


def test_the_day_it_came_is_kept_though_it_is_entered_later(house):
    day = timezone.localdate() - datetime.timedelta(days=12)
    sign_in(house.commune).post(
        URL,
        typed(
            received_on_day=day.day,
            received_on_month=day.month,
            received_on_year=day.year,
        ),
    )

    (case,) = cases(house.commune)
    assert case.received_on == day


@pytest.mark.parametrize(
    "changes",
    [
        {"works_here": ""},
        {"works_here": "maybe"},
        {"received_on_year": 2099},
        {"received_on_year": 2019},
        {"received_on_day": "x"},
        {"accused_units": ["C-2"]},
        {"key": "x"},
    ],
)
def test_what_is_not_in_order_is_asked_again(house, changes):
    response = sign_in(house.commune).post(URL, typed(**changes))

    assert response.status_code == 422
    assert cases(house.commune) == []


# ----- Conflict --------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [{"accused_units": ["C-1"]}, {"works_here": "yes"}, {"works_here": "unsure"}],
)
def test_where_the_unit_is_concerned_the_superior_has_the_only_row(house, changes):
    lines = Entry.objects.exclude(chain__contains="P-1").count()

    response = sign_in(house.commune).post(URL, typed(**changes))

    assert cases(house.commune) == []
    (case,) = cases(house.province)
    assert case.number in page(response)
    assert "cơ quan có thẩm quyền" in page(response)
    assert "phong bì" in page(response)
    assert Entry.objects.exclude(chain__contains="P-1").count() == lines
    with scoped(user_id="", units=[house.commune.pk]):
        assert not SealedCase.objects.exists()


def test_where_nobody_may_receive_nothing_is_stored(house):
    changes = {"accused_units": ["C-1", "P-1"]}
    response = sign_in(house.commune).post(URL, typed(**changes))

    assert response.status_code == 409
    assert "Không có gì được lưu" in page(response)
    assert cases(house.commune) == cases(house.province) == []


def test_the_list_of_bodies_is_the_way_up_and_its_organs(house):
    council = Unit.objects.create(
        code="C-1.HD", name="Hội đồng", level=Level.COMMUNE,
        kind=Kind.PEOPLES_COUNCIL, parent=house.commune,
    )  # fmt: skip

    found = counter.concerned(house.commune, timezone.localdate())

    assert found == [house.commune, house.province, council]


def test_a_council_complained_of_keeps_its_committee_from_receiving(house):
    Unit.objects.create(
        code="C-1.HD", name="Hội đồng", level=Level.COMMUNE,
        kind=Kind.PEOPLES_COUNCIL, parent=house.commune,
    )  # fmt: skip
    answers = Answers(["C-1.HD"], Works.NO)

    routed = counter.route(house.commune, answers, on=timezone.localdate())

    assert routed.unit == "P-1"
    here = counter.route(house.commune, NOBODY, on=timezone.localdate())
    assert here.unit == "C-1"


# ----- Sealed ----------------------------------------------------------------


LETTER = {
    "name": NAME,
    "what": TOLD,
    "accused_name": "Cán Bộ Mẫu",
    "accused_workplace": "Trường mẫu",
    "others": "Người Thứ Hai, kế toán, Trường mẫu\nChỉ có tên",
}


def test_sealed_from_the_first_key_and_opened_by_its_holder_alone(house):
    decide(house.commune, "counter")
    client = sign_in(house.commune)

    response = client.post(URL, typed(**LETTER))

    assert response.status_code == 200
    (case,) = cases(house.commune)
    assert not case.on_paper
    for trace in (NAME, TOLD):
        assert trace not in page(response)
        assert trace not in page(client.get(URL))
    house.assign(case, "one")
    story = services.unseal(ask=house.ask(case, "one"), now=NOW)
    assert story.fields["what"] == TOLD
    assert "Người Thứ Hai – kế toán – Trường mẫu" in story.fields["accused"]


def test_what_was_typed_wrong_comes_back_and_is_not_stored(house):
    decide(house.commune, "counter")

    response = sign_in(house.commune).post(URL, typed(**LETTER | {"what": ""}))

    assert response.status_code == 422
    assert NAME in page(response)
    assert "no-store" in response["Cache-Control"]
    assert cases(house.commune) == []


def test_sealed_for_the_superior_where_the_unit_is_concerned(house):
    found_province(house)
    for unit in (house.commune, house.province):
        decide(unit, "counter")

    sign_in(house.commune).post(URL, typed(**LETTER, works_here="yes"))

    assert cases(house.commune) == []
    (case,) = cases(house.province)
    assert not case.on_paper


def test_a_superior_that_seals_nothing_gets_an_envelope(house):
    decide(house.commune, "counter")

    response = sign_in(house.commune).post(URL, typed(**LETTER, works_here="yes"))

    assert cases(house.commune) == []
    (case,) = cases(house.province)
    assert case.on_paper
    assert blobs(house.province) == 0
    assert "phong bì" in page(response)


# ----- Who -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.RECEPTION_OFFICER, 200),
        (Role.CLERICAL_OFFICER, 200),
        (Role.KEY_HOLDER, 200),
        (Role.VERIFIER, 403),
        (Role.AUDITOR, 403),
        (Role.OPERATOR, 403),
    ],
)
def test_who_stands_at_the_counter_or_holds_a_key_may(house, role, status):
    assert sign_in(house.commune, role).get(URL).status_code == status


def test_another_units_counter_does_not_exist(house):
    client = sign_in(house.commune)

    assert client.get(f"{URL}?unit=C-2").status_code == 404
    assert client.post(f"{URL}?unit=C-2", typed()).status_code == 404
    assert cases(house.neighbour) == []


def test_who_serves_two_counters_chooses_one(house):
    client = sign_in(house.commune)
    Membership.objects.create(
        user=User.objects.get(username=f"{Role.RECEPTION_OFFICER}-C-1"),
        unit=house.neighbour,
        role=Role.CLERICAL_OFFICER,
        valid_from=datetime.date(2026, 1, 1),
    )

    assert f"{URL}?unit=C-2" in page(client.get(URL))
    client.post(f"{URL}?unit=C-2", typed())

    assert len(cases(house.neighbour)) == 1
    assert reverse("vault:receive") == URL
