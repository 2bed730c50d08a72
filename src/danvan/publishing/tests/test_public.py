"""What the portal reads and hands in, with the rights of its own database role."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from danvan.journal.models import Entry
from danvan.publishing import canonical, moderating, services
from danvan.publishing import public as pages
from danvan.publishing.errors import NoReason, NoSuchNews, NotNow
from danvan.publishing.models import Comment, PageCount
from danvan.publishing.tests.conftest import APPROVER, NOW, SHA, mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_portal(settings):
    """The role of the portal, which has no right on any table of the house."""
    settings.PROCESS = "portal"

    def run(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    yield lambda: run("SET ROLE danvan_portal")
    run("SET ROLE NONE")


def test_a_draft_and_an_approved_edition_are_not_public(edition, as_portal):
    as_portal()
    assert pages.editions() == []
    assert pages.body(edition.pk) is None
    connection.cursor().execute("SET ROLE NONE")
    services.approve(edition=edition, by=APPROVER, now=NOW)
    as_portal()
    assert pages.editions() == []
    assert pages.figures(unit="C1") == []


def test_what_is_public_is_word_for_word_what_was_hashed(public, as_portal):
    as_portal()
    (shown,) = pages.editions()
    text = pages.body(shown.id)

    assert canonical.digest(text) == shown.sha256
    assert {f.code for f in pages.figures_of(text)} >= {"TCD01", "XLD06"}


def test_figures_of_a_unit_and_of_a_code_over_time(public, as_portal):
    as_portal()
    places, codes = pages.index()

    assert [p.code for p in places] == ["P1", "C1", "C2"]
    assert codes[:1] == ["TCD01"]
    assert {f.code for f in pages.figures(unit="C1")} == {"TCD01", "XLD06", "XLD08"}
    assert [f.unit for f in pages.figures(code="TCD01")] == ["C1", "C2", "P1"]


def test_the_sentence_of_a_published_report_is_shown(yearly, as_portal):
    as_portal()
    source = pages.source(yearly.pk, SHA, 57, 62)

    assert source.words.before == "Tiếp thường xuyên "
    assert (source.words.figure, source.words.after) == ("1.977", " lượt.")
    assert (source.number, source.issuer) == ("12/BC-UBND", "UBND")


def test_words_of_a_report_that_is_not_marked_are_not_shown(yearly, place, as_portal):
    mark(place, published=False, where="")
    as_portal()
    source = pages.source(yearly.pk, SHA, 57, 62)

    assert source.words is None
    assert source.number == "12/BC-UBND"


def test_no_other_part_of_a_text_can_be_asked_for(yearly, as_portal):
    as_portal()

    assert pages.source(yearly.pk, SHA, 0, 70) is None


def test_a_comment_is_shown_only_when_an_officer_says_so(item, as_portal):
    key = uuid.uuid4()
    as_portal()
    said = {"name": "Một người dân", "text": "Gọi 0912 345 678 nhé", "key": key}
    for _twice in range(2):
        pages.comment(news=item.pk, now=timezone.now(), **said)
    assert pages.news(item.pk)[0].comments == ()
    connection.cursor().execute("SET ROLE NONE")
    (comment,) = Comment.objects.all()
    moderating.judge(comment=comment, show=True, by=APPROVER, now=NOW)
    as_portal()
    (shown,) = pages.news(item.pk)[0].comments

    assert (shown.name, shown.text) == ("Một người dân", "Gọi … nhé")


def test_a_comment_is_refused_by_a_written_rule_only(item):
    pages.comment(
        news=item.pk, name="", text="Xấu", key=uuid.uuid4(), now=timezone.now()
    )
    comment = Comment.objects.get()
    with pytest.raises(NoReason):
        moderating.judge(comment=comment, show=False, rule="", by=APPROVER, now=NOW)
    moderating.judge(comment=comment, show=False, rule="insult", by=APPROVER, now=NOW)

    assert pages.news(item.pk)[0].comments == ()
    assert Entry.objects.get(action="publishing.judge").why == "insult"


def test_there_is_no_comment_without_news(public):
    with pytest.raises(NoSuchNews):
        pages.comment(
            news=uuid.uuid4(), name="", text="x", key=uuid.uuid4(), now=timezone.now()
        )


@pytest.mark.parametrize("text", ["", " ", "a\0b", "x" * 2001])
def test_a_comment_that_cannot_be_stored_is_refused(item, text):
    with pytest.raises(ValueError):  # noqa: PT011 - it says the text itself
        pages.comment(
            news=item.pk, name="", text=text, key=uuid.uuid4(), now=timezone.now()
        )


def test_an_edition_is_announced_once_and_only_when_public(item, public):
    with pytest.raises(NotNow):
        moderating.announce(edition=public, title="Lại", text="x", by=APPROVER, now=NOW)


def test_pages_are_counted_by_the_day_and_nothing_else_is_kept(as_portal, db):
    today = timezone.localdate()
    as_portal()
    for page in ("place:C1", "place:C1", "list", "place:'; DROP"):
        pages.opened(page, today=today)
    connection.cursor().execute("SET ROLE NONE")

    assert dict(PageCount.objects.values_list("page", "opened")) == {
        "place:C1": 2,
        "list": 1,
    }
    assert {f.name for f in PageCount._meta.fields} == {"id", "page", "day", "opened"}
