"""Saved filters, the sheet of the list, the keys of an account."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.journal.models import Entry
from danvan.petitions import queue_keys, saving
from danvan.petitions.models import Petition, SavedFilter
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_services import register

pytestmark = pytest.mark.urls("danvan.config.urls_office")
QUEUE = "/petitions/"
FILTERS = "/petitions/filters/"


def keep(client, **sent):
    fields = {"query": "state=received", "name": "Mới nhận", **sent}
    return client.post(FILTERS, fields)


def test_a_saved_filter_is_a_chip_with_its_number(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    register(town)

    assert keep(client)["Location"] == f"{QUEUE}?state=received"

    page = text(client.get(f"{QUEUE}?state=received"))
    assert re.search(r'aria-current="true">Mới nhận <span[^>]*>1<', page)
    line = Entry.objects.last()
    assert line.action == "petition.save-filter"
    assert "Mới nhận" not in str(line.changes)


def test_words_one_searched_for_are_not_kept(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)

    keep(client, query="q=Nguyen+Van+A&state=received")
    answer = keep(client, query="q=Nguyen+Van+A", name="Một người")

    assert answer.status_code == 422
    assert "Hãy chọn bộ lọc trước rồi lưu." in text(answer)
    assert SavedFilter.objects.get().query == "state=received"


def test_one_shared_is_seen_by_the_unit_and_by_nobody_else(sign_in, town):
    first = sign_in(Role.PETITION_CLERK)
    keep(first, name="Của riêng tôi")
    keep(first, name="Của cả đơn vị", shared="on")
    first.get(FILTERS)  # says once that they were saved

    colleague = text(sign_in(Role.UNIT_LEADER).get(FILTERS))
    stranger = text(sign_in(Role.UNIT_LEADER, unit=town.stranger).get(FILTERS))

    assert "Của cả đơn vị" in colleague
    assert "Của riêng tôi" not in colleague
    assert "Của" not in stranger


def test_only_the_owner_drops_a_filter(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    keep(client, shared="on")
    mine = SavedFilter.objects.get()
    other = User.objects.create(username="dong-nghiep", label="Chuyên viên")
    theirs = SavedFilter.objects.create(
        owner=other, unit=town.committee, name="Chung", query="left=late", shared=True
    )

    answers = [
        client.post(reverse("petitions:drop-filter", args=[kept.pk])).status_code
        for kept in (mine, theirs)
    ]

    assert answers == [302, 404]
    assert SavedFilter.objects.get() == theirs


def test_the_same_name_takes_the_old_ones_place_and_there_is_a_most(
    sign_in, town, monkeypatch
):
    monkeypatch.setattr(saving, "MOST", 1)
    client = sign_in(Role.PETITION_CLERK)
    keep(client)
    keep(client, query="left=late")

    answer = keep(client, name="Một bộ lọc nữa")

    assert answer.status_code == 422
    assert SavedFilter.objects.get().query == "left=late"


@pytest.mark.parametrize("query", ["", "evil=1", "a" * 1001, "q=%00", "state="])
def test_a_filter_that_filters_nothing_is_not_kept(sign_in, town, query):
    assert keep(sign_in(Role.PETITION_CLERK), query=query).status_code == 422
    assert not SavedFilter.objects.exists()


def test_the_sheet_holds_the_list_without_names_and_stories(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)
    other = register(town)
    Petition.objects.filter(pk=other.pk).update(state="screened")

    answer = client.get(f"{QUEUE}list.xlsx?state=received")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    words = " ".join(str(c.value) for c in cells)
    assert petition.number in words
    assert other.number not in words
    assert petition.name not in words
    assert petition.what not in words
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert Entry.objects.last().action == "petition.export"


def test_the_keys_of_the_table_are_those_of_the_script():
    script = Path(queue_keys.__file__).parent / "static/petitions/queue.js"
    acts = script.read_text("utf-8").split("const ACTS = {")[1].split("const TYPING")[0]
    named = set(re.findall(r'^    "?([a-z0-9/?])"?:', acts, re.M))

    listed = {key.name.lower() for key in queue_keys.TABLE if len(key.name) == 1}

    assert named == listed


def test_the_keys_are_switched_off_for_the_account(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    register(town)
    assert "data-keys" in text(client.get(QUEUE))

    client.post(f"{QUEUE}keys/", {"shortcuts": "off"})

    assert "data-keys" not in text(client.get(QUEUE)).replace("data-keys-", "")
    assert not User.objects.get(pk=client.session["_auth_user_id"]).shortcuts
    assert Entry.objects.last().action == "accounts.set-shortcuts"


def test_the_keys_page_sends_nobody_to_a_stranger(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)

    answer = client.post(f"{QUEUE}keys/", {"shortcuts": "on", "back": "//evil.example"})

    assert answer["Location"] == f"{QUEUE}keys/"


def test_beside_the_list_a_petition_is_asked_for_by_script_alone(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)
    pane = f"{QUEUE}{petition.pk}/pane/"

    answer = client.get(f"{pane}?state=received", headers={"HX-Request": "true"})

    assert petition.number in text(answer)
    wanted = f"{QUEUE}?state=received&chosen={petition.pk}"
    assert answer["HX-Push-Url"] == wanted
    assert petition.what in text(client.get(wanted))
    assert client.get(pane)["Location"] == f"{QUEUE}{petition.pk}/"


@pytest.mark.parametrize("chosen", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_choice_that_is_none_is_a_list(sign_in, town, chosen):
    register(town)
    client = sign_in(Role.PETITION_CLERK)

    assert client.get(QUEUE, {"chosen": chosen}).status_code == 200


def test_the_queue_and_what_stands_beside_it_keep_their_budgets(
    sign_in, town, django_assert_max_num_queries
):
    client = sign_in(Role.UNIT_LEADER)
    for n in range(4):
        petition = register(town)
        keep(client, name=str(n))
    with django_assert_max_num_queries(10):
        client.get(QUEUE)
    with django_assert_max_num_queries(26):
        client.get(QUEUE, {"chosen": petition.pk})
    with django_assert_max_num_queries(18):
        client.get(f"{QUEUE}{petition.pk}/pane/", headers={"HX-Request": "true"})
