"""The office's pages of editions, sources and comments."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.indicators import valuing
from danvan.publishing import moderating, public, services
from danvan.publishing.models import Comment, Edition, OpenSource, State
from danvan.publishing.tests.conftest import APPROVER, NOW, PREPARER, QUARTER, SHA

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, place):
    return client_of(Role.APPROVER, place.province)


def to(name, *args):
    return reverse(f"publishing:{name}", args=args)


def test_from_values_to_print_in_three_presses_of_two_people(
    client, client_of, place, values
):
    made = client.post(to("prepare"), {"period": QUARTER.key, "title": "Quý I/2026"})
    edition = Edition.objects.get()
    assert made.url == to("edition", edition.pk)
    client.post(to("approve", edition.pk))
    alone = client.post(to("publish", edition.pk))
    assert alone.status_code == 400
    assert to("publish", edition.pk) not in client.get(made.url).content.decode()
    client_of(Role.APPROVER, place.province, "second").post(to("publish", edition.pk))

    assert Edition.objects.get().state == State.PUBLISHED
    assert b"Qu\xc3\xbd I/2026" in client.get(to("editions")).content


@pytest.mark.parametrize("data", [{}, {"period": "2026-q1"}, {"title": "x"}])
def test_an_edition_is_not_prepared_without_period_and_title(client, values, data):
    assert client.post(to("prepare"), data).status_code == 400


def test_what_would_tell_of_people_says_what_to_do(client, place, say):
    say(place.commune, "TCD01", 7)
    edition = services.prepare(
        place=place.province, period=QUARTER, title="Quý I", by=PREPARER, now=NOW
    )
    services.approve(edition=edition, by=APPROVER, now=NOW)
    services.publish(edition=edition, by=APPROVER, now=NOW)
    shifted = periods.by_key("c2026-q1")
    say(place.commune, "TCD01", 7, period=shifted)
    other = services.prepare(
        place=place.province, period=shifted, title="Quý I", by=PREPARER, now=NOW
    )
    refused = client.post(to("approve", other.pk))

    assert refused.status_code == 400
    assert "kỳ" in refused.content.decode()


def test_a_correction_asks_for_a_reason_and_leads_to_the_new_draft(client, public_one):
    assert client.post(to("correct", public_one.pk), {}).status_code == 400
    led = client.post(to("correct", public_one.pk), {"reason": "Ghi thiếu"})

    new = Edition.objects.get(corrects=public_one)
    assert led.url == to("edition", new.pk)


@pytest.fixture
def public_one(edition):
    services.approve(edition=edition, by=APPROVER, now=NOW)
    return services.publish(edition=edition, by=APPROVER, now=NOW)


@pytest.mark.parametrize("verb", ["approve", "publish", "give-back", "drop"])
def test_a_step_out_of_turn_leads_back_with_a_word(client, public_one, verb):
    assert client.post(to(verb, public_one.pk), follow=True).status_code == 200
    assert Edition.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("verb", ["approve", "publish", "correct", "announce"])
def test_who_only_reads_changes_nothing(client_of, place, edition, verb):
    reader = client_of(Role.SUPERVISOR, place.province)

    assert reader.get(to("edition", edition.pk)).status_code == 200
    assert reader.post(to(verb, edition.pk)).status_code == 403


def test_an_edition_of_another_place_is_not_there(client_of, place, edition):
    stranger = client_of(Role.APPROVER, place.other)

    assert stranger.get(to("edition", edition.pk)).status_code == 404
    assert stranger.post(to("approve", edition.pk)).status_code == 404


def test_a_source_is_marked_with_where_it_was_published(client, printed):
    assert b"bao-cao.docx" in client.get(to("sources")).content
    wrong = client.post(to("source", SHA), {"published": "on", "day": "20/12/2025"})
    assert wrong.status_code == 400
    said = {"published": "on", "where": "Báo Cần Thơ 21/12/2025", "day": "20/12/2025"}
    client.post(to("source", SHA), said)

    assert OpenSource.objects.get().published
    assert client.get(to("source", SHA)).status_code == 200
    assert client.get(to("source", "b" * 64)).status_code == 404


def test_sources_are_listed_beside_a_figure_whose_report_is_not_here(
    client, place, printed
):
    valuing.record(
        unit=place.province,
        period=QUARTER,
        code="DT01",
        amount=Decimal(4),
        provenance="reported",
        by=APPROVER,
        now=NOW,
    )

    assert b"bao-cao.docx" in client.get(to("sources")).content
    made = client.post(to("prepare"), {"period": QUARTER.key, "title": "Quý I"})
    assert made.status_code == 302


def test_comments_wait_are_judged_and_stay_readable(client, public_one):
    item = moderating.announce(
        edition=public_one, title="Mới", text="Có.", by=APPROVER, now=NOW
    )
    public.comment(
        news=item.pk, name="", text="Hay", key=uuid.uuid4(), now=timezone.now()
    )
    comment = Comment.objects.get()
    assert "Hay" in client.get(to("comments")).content.decode()
    assert (
        client.post(to("judge", comment.pk), {"verdict": "refuse"}).status_code == 400
    )
    client.post(to("judge", comment.pk), {"verdict": "refuse", "rule": "off_topic"})

    assert "Hay" not in client.get(to("comments")).content.decode()
    assert "Hay" in client.get(to("comments") + "?judged=1").content.decode()


def test_openings_are_listed(client, db):
    public.opened("place:C1", today=timezone.localdate())

    assert b"place:C1" in client.get(to("openings")).content


def test_the_list_asks_the_same_number_of_questions_for_many(
    client, edition, django_assert_max_num_queries, place
):
    client.get(to("editions"))
    with django_assert_max_num_queries(12):
        client.get(to("editions"))
