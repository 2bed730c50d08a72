"""The leader's list of matters: who sees it, who writes it, what it refuses."""

import datetime
import io

import openpyxl
import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.petitions import watching
from danvan.petitions.settlement import WatchedMatter
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_following_views import HOSTILE
from danvan.petitions.tests.test_services import CLERK, register, walk

pytestmark = pytest.mark.urls("danvan.config.urls_office")
LIST = "/petitions/watched/"


def coming():
    return timezone.localdate() + datetime.timedelta(days=9)


def on(day):
    return {
        "review_on_day": day.day,
        "review_on_month": day.month,
        "review_on_year": day.year,
    }


def said(**changes):
    words = {
        "title": "Ngập khu phố 3",
        "grounds": ["prolonged"],
        "leader": "Chủ tịch",
        "plan": "Khảo sát",
        "next_step": "Họp với dân",
    }
    return words | on(coming()) | changes


@pytest.fixture
def matter(town):
    petition = walk(register(town), town, "screen")
    return watching.watch(
        petition=petition.pk,
        by=CLERK,
        now=timezone.now(),
        title="Ngập khu phố 3",
        grounds=["prolonged"],
        leader="Chủ tịch",
        next_step="Họp với dân",
        review_on=coming(),
    )


def test_a_leader_puts_a_matter_on_the_list_and_takes_it_off(sign_in, town):
    petition = walk(register(town), town, "screen")
    client = sign_in(Role.UNIT_LEADER)

    assert client.post(f"/petitions/{petition.pk}/watch/", said()).status_code == 302
    assert "Ngập khu phố 3" in text(client.get(LIST))
    row = WatchedMatter.objects.get()
    later = said(next_step="Khởi công")
    assert client.post(f"{LIST}{row.pk}/", later).status_code == 302
    row.refresh_from_db()
    assert row.next_step == "Khởi công"

    assert client.post(f"{LIST}{row.pk}/close/", closing()).status_code == 302
    assert "Ngập khu phố 3" not in text(client.get(LIST))
    assert "Ngập khu phố 3" in text(client.get(f"{LIST}?closed=1"))


def closing():
    return {"close-result": "Đã giải quyết xong"}


def test_a_reader_sees_the_list_and_writes_nothing(sign_in, matter):
    client = sign_in(Role.PETITION_CLERK)

    assert "Ngập khu phố 3" in text(client.get(LIST))
    assert client.get(f"{LIST}{matter.pk}/").status_code == 200
    assert client.post(f"{LIST}{matter.pk}/", said()).status_code == 403
    assert client.post(f"{LIST}{matter.pk}/close/", closing()).status_code == 403
    petition = matter.matter.letters.get()
    assert client.post(f"/petitions/{petition.pk}/watch/", said()).status_code == 403
    matter.refresh_from_db()
    assert matter.closed_on is None


def test_another_unit_finds_nothing_there(sign_in, town, matter):
    client = sign_in(Role.UNIT_LEADER, unit=town.stranger)
    petition = matter.matter.letters.get()

    assert "Ngập khu phố 3" not in text(client.get(LIST))
    for address in (f"{LIST}{matter.pk}/", f"/petitions/{petition.pk}/watch/"):
        assert client.get(address).status_code == 404
        assert client.post(address, said()).status_code == 404
    assert client.post(f"{LIST}{matter.pk}/close/", closing()).status_code == 404


def test_the_sheet_holds_the_viewers_rows_alone(sign_in, town, matter):
    def cells(client):
        book = openpyxl.load_workbook(
            io.BytesIO(client.get(f"{LIST}sheet/").content)
        ).active
        return [str(c.value) for row in book.iter_rows() for c in row]

    assert any("Ngập" in cell for cell in cells(sign_in(Role.UNIT_LEADER)))
    stranger = sign_in(Role.UNIT_LEADER, unit=town.stranger)
    assert not any("Ngập" in cell for cell in cells(stranger))


@pytest.mark.parametrize("key", ["987654321", "9" * 30])
def test_a_row_that_is_none_is_not_found(sign_in, matter, key):
    client = sign_in(Role.UNIT_LEADER)

    assert client.get(f"{LIST}{key}/").status_code == 404
    assert client.post(f"{LIST}{key}/close/", closing()).status_code == 404


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_get_a_message_or_stay_words(sign_in, town, matter, value):
    client = sign_in(Role.UNIT_LEADER)
    petition = walk(register(town), town, "screen")
    addresses = [f"/petitions/{petition.pk}/watch/", f"{LIST}{matter.pk}/"]
    for address in addresses:
        for sent in (dict.fromkeys(said(), value), said(title=value, next_step=value)):
            answer = client.post(address, sent)
            assert answer.status_code in {302, 422}, (address, sent)
            WatchedMatter.objects.exclude(pk=matter.pk).delete()
    for query in ("page", "closed"):
        assert client.get(LIST, {query: value}).status_code == 200


def test_a_day_that_is_over_is_refused(sign_in, matter):
    past = timezone.localdate() - datetime.timedelta(days=1)

    answer = sign_in(Role.UNIT_LEADER).post(f"{LIST}{matter.pk}/", said(**on(past)))

    assert answer.status_code == 422
