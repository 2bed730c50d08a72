"""The pages of likely duplicates."""

import dataclasses
import re
import uuid

import pytest

from danvan.accounts.rights import Role
from danvan.petitions import duplicates
from danvan.petitions.matters import Link
from danvan.petitions.models import Petition
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_duplicates import ALIKE, LETTER, TEXT
from danvan.petitions.tests.test_services import register

QUEUE = "/petitions/"


@pytest.fixture
def copy(town):
    """A letter like an earlier one."""
    register(town, LETTER)
    return register(town, dataclasses.replace(LETTER, what=ALIKE, name="Người mẫu 2"))


def page_of(client, petition, page="alike"):
    return client.get(f"{QUEUE}{petition.pk}/{page}/")


def said(petition, of, **changes):
    body = {"kind": "duplicate", "of": of.pk, "version": 1, "reply": "Đã nhận."}
    return body | changes


def typed(town, **changes):
    body = {
        "unit": town.committee.pk,
        "channel": "counter",
        "kind": "feedback",
        "what": ALIKE,
        "key": uuid.uuid4(),
        "look": "1",
    }
    return body | changes


def test_the_two_texts_stand_side_by_side_with_their_words_marked(sign_in, copy):
    page = text(page_of(sign_in(Role.PETITION_CLERK), copy))

    assert page.count("govuk-grid-column-one-half") == 2
    assert re.search(r'<mark class="dv-mark">[^<]*kè rạch</mark>', page)
    assert "Nội dung giống nhau" in page
    assert LETTER.phone not in page


def test_who_reads_alone_is_offered_no_tie(sign_in, copy):
    page = text(page_of(sign_in(Role.RECEPTION_OFFICER), copy))

    assert "dv-mark" in page
    assert "/link/" not in page


def test_another_unit_has_no_such_page(sign_in, town, copy):
    client = sign_in(Role.UNIT_LEADER, unit=town.stranger)

    assert page_of(client, copy).status_code == 404
    assert client.post(f"{QUEUE}{copy.pk}/link/", {}).status_code == 404
    assert client.post(f"{QUEUE}{copy.pk}/unlink/", {}).status_code == 404


def test_a_copy_is_tied_and_taken_apart(sign_in, copy):
    client = sign_in(Role.PETITION_CLERK)
    original = Petition.objects.exclude(pk=copy.pk).get()

    page = text(
        client.post(f"{QUEUE}{copy.pk}/link/", said(copy, original), follow=True)
    )
    assert "Trùng với đơn" in page
    assert original.number in page
    assert "Có đơn trùng là" in text(client.get(f"{QUEUE}{original.pk}/"))

    body = said(copy, original, version=2)
    page = text(client.post(f"{QUEUE}{copy.pk}/unlink/", body, follow=True))
    assert "Đã bỏ liên kết" in page
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Hãy cho biết đơn này là gì"),
        ({"reply": ""}, "Hãy viết cho người gửi"),
    ],
)
def test_a_tie_half_said_is_asked_for(sign_in, copy, changes, message):
    client = sign_in(Role.PETITION_CLERK)
    original = Petition.objects.exclude(pk=copy.pk).get()

    answer = client.post(f"{QUEUE}{copy.pk}/link/", said(copy, original, **changes))

    assert answer.status_code == 422
    assert message in text(answer)
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "hostile", ["x", "", "0" * 99, "\0", "00000000-0000-4000-8000-00000000000a"]
)
def test_a_tie_to_nothing_is_no_error_of_ours(sign_in, copy, hostile):
    client = sign_in(Role.PETITION_CLERK)
    body = {"kind": "duplicate", "of": hostile, "version": "1", "reply": "x"}

    for page in ("link", "unlink"):
        answer = client.post(f"{QUEUE}{copy.pk}/{page}/", body | {"kind": "matter"})
        assert answer.status_code in {404, 422}


def test_a_late_clerk_is_told(sign_in, copy):
    client = sign_in(Role.PETITION_CLERK)
    original = Petition.objects.exclude(pk=copy.pk).get()
    body = said(copy, original, version=7)

    page = text(client.post(f"{QUEUE}{copy.pk}/link/", body, follow=True))

    assert "Đồng nghiệp" in page
    assert not Link.objects.exists()


def test_the_counter_sees_them_before_it_keeps_anything(sign_in, town):
    register(town, LETTER)
    client = sign_in(Role.RECEPTION_OFFICER)

    page = text(client.post(f"{QUEUE}new/", typed(town)))

    assert "dv-mark" in page
    assert ALIKE[:30] in page
    assert "error-summary" not in page
    assert Petition.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"what": ""}, {"what": "\0"}, {"unit": "x"}, {"kind": "x"}]
)
def test_a_look_with_little_or_odd_words_finds_nothing(sign_in, town, changes):
    client = sign_in(Role.RECEPTION_OFFICER)

    answer = client.post(f"{QUEUE}new/", typed(town, **changes))

    assert answer.status_code == 200
    assert "Không tìm thấy đơn nào giống" in text(answer)


def test_who_looks_too_often_is_told_so(sign_in, town, copy, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_ASKED", 1)
    client = sign_in(Role.PETITION_CLERK)
    page_of(client, copy)

    assert page_of(client, copy).status_code == 429
    assert "quá nhiều lần" in text(client.post(f"{QUEUE}new/", typed(town)))


def test_the_page_keeps_its_budget(sign_in, copy, django_assert_max_num_queries):
    client = sign_in(Role.PETITION_CLERK)
    with django_assert_max_num_queries(14):
        page_of(client, copy)


def test_there_is_no_address_that_lists_by_a_person(sign_in, town, copy):
    client = sign_in(Role.PETITION_CLERK)
    for query in (f"?name={LETTER.name}", f"?phone={LETTER.phone}"):
        assert TEXT[:20] not in text(client.get(f"{QUEUE}new/{query}"))
