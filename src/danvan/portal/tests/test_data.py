"""The public's pages of figures: numbers, sources, downloads, caches."""

import csv
import hashlib
import io
import json
import uuid

import pytest
from django.db import connection
from openpyxl import load_workbook

from danvan.publishing import services
from danvan.publishing.models import Comment, PageCount
from danvan.publishing.tests.conftest import *  # noqa: F403 - the same place and values
from danvan.publishing.tests.conftest import APPROVER, NOW, PREPARER

pytestmark = pytest.mark.django_db
NONE = "00000000-0000-4000-8000-00000000000a"  # the id of nothing; the same for every runner of the tests


@pytest.fixture(autouse=True)
def _portal(public_pages, settings):
    settings.PROCESS = "portal"


@pytest.fixture
def read(client, public, yearly):
    """Read an address as the database role of the portal."""

    def get(path, **headers):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE danvan_portal")
            answer = client.get(path, headers=headers)
            cursor.execute("SET ROLE NONE")
        return answer

    return get


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_front_leads_to_editions_places_and_indicators(read, public):
    page = text(read("/so-lieu/"))

    assert f"/so-lieu/ban/{public.pk}/" in page
    assert "/so-lieu/noi/C1/" in page
    assert "/so-lieu/chi-tieu/TCD01/" in page


def test_a_commune_shows_its_rounded_numbers_in_table_and_chart(read):
    page = text(read("/so-lieu/noi/C1/"))

    assert "<strong>5</strong>" in page
    assert "<svg" in page
    assert "XLD07" not in page


def test_an_indicator_shows_every_unit_and_time(read):
    page = text(read("/so-lieu/chi-tieu/TCD01/"))

    assert "2.650" in page
    assert page.count("<tr") == 1 + 4  # head; two communes, the province twice


def test_an_edition_shows_its_hash_and_the_bytes_have_it(read, public):
    assert public.sha256 in text(read(f"/so-lieu/ban/{public.pk}/"))
    body = read(f"/so-lieu/ban/{public.pk}/ban-goc.json").content

    assert hashlib.sha256(body).hexdigest() == public.sha256


def test_a_printed_figure_leads_to_its_sentence(read, yearly):
    page = text(read(f"/so-lieu/ban/{yearly.pk}/P1/TCD03/"))

    assert "Tiếp thường xuyên <mark>1.977</mark> lượt." in page
    assert "Lệch 1 lượt." in page
    assert "a" * 64 in page


@pytest.mark.parametrize("path", ["noi/C1", "chi-tieu/TCD01", "ban/{}"])
def test_downloads_have_the_same_rows_in_three_kinds(read, public, path):
    at = f"/so-lieu/{path.format(public.pk)}/so-lieu"
    table = read(f"{at}.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    rows = json.loads(read(f"{at}.json").content)["rows"]
    sheet = load_workbook(io.BytesIO(read(f"{at}.xlsx").content)).active

    assert [line["printed"] for line in lines] == [row["printed"] for row in rows]
    assert sheet.max_row == 3 + 1 + len(rows)
    assert rows


def test_the_dictionary_says_what_each_indicator_means(read):
    rows = json.loads(read("/so-lieu/tu-dien/tu-dien.json").content)["rows"]

    by_code = {row["code"]: row for row in rows}
    assert len(by_code) > 170
    assert by_code["XLD07"]["levels"] == "province"
    assert "TCD01" in text(read("/so-lieu/tu-dien/"))


def test_the_catalogue_names_every_edition_with_its_hash(read, public):
    said = json.loads(read("/so-lieu/catalog.jsonld").content)

    assert len(said["dcat:dataset"]) == 2
    assert public.sha256 in json.dumps(said)


PAGES = [
    *("/so-lieu/", "/so-lieu/noi/C1/", "/so-lieu/chi-tieu/TCD01/", "/so-lieu/tu-dien/"),
    *("/so-lieu/cach-lam/", "/tin/", "/tin/quy-tac/", "/tin/feed.atom"),
    *("/so-lieu/catalog.jsonld", "/so-lieu/noi/C1/so-lieu.csv"),
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_be_kept_for_an_hour_and_is_not_sent_twice(read, path):
    first = read(path)
    again = read(path, if_none_match=first["ETag"])

    assert "max-age=3600" in first["Cache-Control"]
    assert "public" in first["Cache-Control"]
    assert again.status_code == 304
    assert "Set-Cookie" not in first


@pytest.mark.parametrize(
    "path",
    [
        *("/so-lieu/noi/KHONG/", "/so-lieu/chi-tieu/KHONG/"),
        *(f"/so-lieu/ban/{NONE}/", f"/tin/{NONE}/"),
        *("/so-lieu/noi/C1/so-lieu.exe", f"/tin/{NONE}/viet/"),
        f"/so-lieu/ban/{NONE}/C1/TCD01/",
    ],
)
def test_what_is_not_published_is_not_there(read, path):
    assert read(path).status_code == 404


def test_a_corrected_edition_stays_and_the_new_one_shows_both_numbers(
    read, public, place, say
):
    say(place.commune, "TCD01", 23, reason="Ghi thiếu")
    new = services.correct(edition=public, reason="Xã ghi thiếu", by=PREPARER, now=NOW)
    services.approve(edition=new, by=APPROVER, now=NOW)
    services.publish(edition=new, by=APPROVER, now=NOW)
    page = text(read(f"/so-lieu/ban/{new.pk}/"))

    assert "<s>5</s> → <strong>25</strong>" in page
    assert "Xã ghi thiếu" in page
    assert str(new.pk) in text(read(f"/so-lieu/ban/{public.pk}/"))
    figure = text(read(f"/so-lieu/ban/{new.pk}/C1/TCD01/"))
    assert "<strong>5</strong>" in figure
    assert "<strong>25</strong>" in figure


def test_news_are_listed_fed_and_take_comments(client, read, item):
    assert "Có số liệu quý I" in text(read("/tin/"))
    assert "Có số liệu quý I" in text(read("/tin/feed.atom"))
    form = client.get(f"/tin/{item.pk}/viet/").context["form"]
    said = {"key": form.initial["key"], "text": "Hay quá", "name": ""}
    sent = client.post(f"/tin/{item.pk}/viet/", said)

    assert sent.status_code == 200
    assert Comment.objects.get().state == "pending"
    assert "Hay quá" not in text(read(f"/tin/{item.pk}/"))


def test_a_flood_of_comments_is_asked_a_question(client, item):
    answers = [
        client.post(f"/tin/{item.pk}/viet/", {"key": uuid.uuid4(), "text": f"Lần {n}"})
        for n in range(17)
    ]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 400
    assert Comment.objects.count() == 15


@pytest.mark.parametrize("said", [{}, {"text": ""}, {"text": "x" * 2001}])
def test_a_comment_that_says_nothing_says_what_to_do(client, item, said):
    assert client.post(f"/tin/{item.pk}/viet/", said).status_code == 400


def test_openings_are_counted_without_a_trace_of_who(read):
    read("/so-lieu/noi/C1/")
    read("/so-lieu/noi/C1/")

    assert PageCount.objects.get(page="place:C1").opened == 2
