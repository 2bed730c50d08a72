"""Editions from the first draft to print, and what corrects them."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from danvan.core import data
from danvan.core.calendar import periods
from danvan.core.disclosure import rounding
from danvan.journal.models import Entry
from danvan.publishing import canonical, services
from danvan.publishing.errors import (
    AlreadyThere,
    Changed,
    NoReason,
    NothingToPublish,
    NotNow,
    OnePerson,
    Unsafe,
)
from danvan.publishing.models import Edition, EditionFigure, State
from danvan.publishing.tests.conftest import (
    APPROVER,
    NOW,
    PREPARER,
    QUARTER,
    YEAR,
    mark,
)

pytestmark = pytest.mark.django_db


def printed(edition):
    return {(f.unit.code, f.code): f.printed for f in edition.figures.all()}


def test_counts_are_rounded_and_communes_say_nothing_of_denunciations(edition):
    said = printed(edition)

    assert said["C1", "TCD01"] == "5"
    assert said["P1", "XLD07"] == "5"
    assert not {unit for unit, code in said if code == "XLD07"} - {"P1"}
    assert ("C1", "XLD05") not in said  # the rest of it would be the denunciations
    assert said["C1", "XLD06"] == "5"


def test_every_counted_figure_is_a_multiple_of_five(edition):
    assert {int(f.amount) % rounding.BASE for f in edition.figures.all()} == {0}


def test_a_place_without_values_has_nothing_to_publish(place):
    with pytest.raises(NothingToPublish):
        services.prepare(
            place=place.other, period=QUARTER, title="Quý I", by=PREPARER, now=NOW
        )


def test_figures_of_a_published_report_stay_as_they_are_printed(place, printed):
    mark(place)
    edition = services.prepare(
        place=place.province, period=YEAR, title="2025", by=PREPARER, now=NOW
    )
    figure = edition.figures.get(code="TCD03")

    assert (figure.printed, figure.kind) == ("1.977", "printed")
    assert (figure.source, figure.sha256) == ("bao-cao.docx", "a" * 64)
    assert (figure.start, figure.end) == (57, 62)
    assert figure.finding["vi"] == "Lệch 1 lượt."


def test_figures_of_a_report_nobody_marked_are_rounded(place, printed):
    edition = services.prepare(
        place=place.province, period=YEAR, title="2025", by=PREPARER, now=NOW
    )
    figure = edition.figures.get(code="TCD03")

    assert (figure.printed, figure.kind, figure.sha256) == ("1.975", "counted", "")


def test_marking_a_report_as_published_names_where(place):
    with pytest.raises(NoReason):
        mark(place, where=" ")


def test_the_hash_is_of_the_very_bytes_and_says_every_figure(public):
    said = json.loads(public.body)

    assert public.sha256 == canonical.digest(public.body)
    assert canonical.encode(said) == public.body
    assert len(said["figures"]) == public.figures.count() > 5


def test_a_correction_keeps_the_old_figure_visible(public, place, say):
    say(place.commune, "TCD01", 23, reason="Ghi thiếu sổ tháng 3")
    new = services.correct(
        edition=public, reason="Xã C1 ghi thiếu sổ tháng 3", by=PREPARER, now=NOW
    )
    services.approve(edition=new, by=APPROVER, now=NOW)
    new = services.publish(edition=new, by=APPROVER, now=NOW)
    public.refresh_from_db()
    figure = new.figures.get(unit=place.commune, code="TCD01")

    assert (figure.was, figure.printed) == ("5", "25")
    assert (new.number, new.version) == (public.number, 2)
    assert public.state == State.SUPERSEDED
    assert public.figures.get(unit=place.commune, code="TCD01").printed == "5"
    assert json.loads(new.body)["corrects"]["sha256"] == public.sha256


def test_a_correction_needs_a_reason_and_an_edition_that_holds(public, edition):
    with pytest.raises(NoReason):
        services.correct(edition=public, reason=" ", by=PREPARER, now=NOW)
    services.correct(edition=public, reason="Sai", by=PREPARER, now=NOW)
    with pytest.raises(NotNow):
        services.correct(edition=public, reason="Sai nữa", by=PREPARER, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publishing_editionfigure SET printed = '1'",
        "DELETE FROM publishing_editionfigure",
        "UPDATE publishing_edition SET title = 'Khác'",
        "UPDATE publishing_edition SET state = 'draft', published_at = NULL",
        "UPDATE publishing_edition SET body = '{}'",
        "DELETE FROM publishing_edition",
    ],
)
def test_the_database_keeps_what_was_published(public, statement):
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_no_figure_is_added_to_what_was_published(public, place):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        EditionFigure.objects.create(
            edition=public,
            unit=place.commune,
            period=public.period,
            code="QT01",
            printed="5",
            amount=5,
            kind="counted",
        )


def test_no_figure_is_moved_into_what_was_published(public, place, say):
    say(place.province, "TCD01", 30, period=YEAR)
    draft = services.prepare(
        place=place.province, period=YEAR, title="2025", by=PREPARER, now=NOW
    )
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        draft.figures.update(edition=public)


@pytest.mark.parametrize("state", ["approved", "published", "superseded"])
def test_an_edition_begins_as_a_draft(place, edition, state):
    made = Edition(
        place=place.province,
        period=edition.period,
        title="Lậu",
        state=state,
        sha256="a" * 64,
        prepared_by="x",
        prepared_at=NOW,
        published_at=None if state == "approved" else NOW,
    )
    with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
        made.save(force_insert=True)


def test_an_approved_edition_can_be_given_back_and_dropped(edition):
    services.approve(edition=edition, by=APPROVER, now=NOW)
    services.give_back(edition=edition, by=APPROVER)
    services.drop(edition=edition, by=APPROVER)

    assert not Edition.objects.exists()


@pytest.mark.parametrize("verb", ["approve", "publish", "give_back", "drop"])
def test_nothing_is_done_out_of_turn(public, verb):
    more = {} if verb in {"give_back", "drop"} else {"now": NOW}
    with pytest.raises(NotNow):
        getattr(services, verb)(edition=public, by=APPROVER, **more)


def test_a_month_of_counted_values_is_not_published(place, say):
    month = periods.by_key("c2026-m2")
    say(place.commune, "TCD01", 7, period=month)
    edition = services.prepare(
        place=place.province, period=month, title="Tháng 2", by=PREPARER, now=NOW
    )
    with pytest.raises(Unsafe) as refused:
        services.approve(edition=edition, by=APPROVER, now=NOW)

    assert {fault.rule for fault in refused.value.faults} == {"short"}


def test_quarters_that_cut_into_each_other_are_not_both_published(public, place, say):
    shifted = periods.by_key("c2026-q1")
    say(place.commune, "TCD01", 7, period=shifted)
    edition = services.prepare(
        place=place.province, period=shifted, title="Quý I", by=PREPARER, now=NOW
    )
    with pytest.raises(Unsafe) as refused:
        services.approve(edition=edition, by=APPROVER, now=NOW)

    assert {fault.rule for fault in refused.value.faults} == {"overlap"}


@pytest.fixture
def shifted(place, say):
    """Make an edition of a quarter that cuts into that of `edition`, in a place."""

    def shifted(at):
        period = periods.by_key("c2026-q1")
        say(place.commune, "TCD01", 7, period=period)
        return services.prepare(
            place=at, period=period, title="Quý I", by=PREPARER, now=NOW
        )

    return shifted


def rules(refused):
    return {fault.rule for fault in refused.value.faults}


def test_a_commune_and_its_province_do_not_both_publish_overlapping_quarters(
    public, place, shifted
):
    with pytest.raises(Unsafe) as refused:
        services.approve(edition=shifted(place.commune), by=APPROVER, now=NOW)

    assert rules(refused) == {"overlap"}


def test_what_is_approved_counts_although_it_is_not_public_yet(edition, place, shifted):
    services.approve(edition=edition, by=APPROVER, now=NOW)
    with pytest.raises(Unsafe) as refused:
        services.approve(edition=shifted(place.province), by=APPROVER, now=NOW)

    assert rules(refused) == {"overlap"}


def test_publishing_compares_once_more(public, place, shifted):
    late = shifted(place.commune)
    Edition.objects.filter(pk=late.pk).update(
        state=State.APPROVED, body="{}", sha256=canonical.digest("{}")
    )
    with pytest.raises(Unsafe) as refused:
        services.publish(edition=late, by=APPROVER, now=NOW)

    assert rules(refused) == {"overlap"}


@pytest.mark.parametrize("verb", ["approve", "publish"])
def test_nobody_approves_or_publishes_beside_somebody_else(edition, verb):
    if verb == "publish":
        services.approve(edition=edition, by=APPROVER, now=NOW)
    with connection.cursor() as cursor:
        held = (
            "SELECT count(*) FROM pg_locks, hashtextextended('publishing.releases', 0) k"
            " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND classid::bigint << 32 | objid::bigint = k"
        )
        getattr(services, verb)(edition=edition, by=APPROVER, now=NOW)
        cursor.execute(held)

        assert cursor.fetchone() == (1,)


def test_a_draft_older_than_its_values_is_not_approved(edition, place, say):
    say(place.commune, "TCD01", 23, reason="Ghi thiếu sổ tháng 3")
    with pytest.raises(Changed) as refused:
        services.approve(edition=edition, by=APPROVER, now=NOW)

    assert ("Nơi C1", "TCD01") in refused.value.cells
    assert {code for _name, code in refused.value.cells} == {"TCD01"}
    services.drop(edition=edition, by=APPROVER)
    anew = services.prepare(
        place=place.province, period=QUARTER, title="Quý I", by=PREPARER, now=NOW
    )
    services.approve(edition=anew, by=APPROVER, now=NOW)


@pytest.mark.parametrize("made", ["edition", "public"])
def test_a_place_has_one_series_of_editions_of_a_period(place, request, made):
    request.getfixturevalue(made)
    with pytest.raises(AlreadyThere):
        services.prepare(
            place=place.province, period=QUARTER, title="Lại", by=PREPARER, now=NOW
        )


def test_the_database_keeps_one_series_of_a_place_and_period(edition):
    twin = Edition(
        place=edition.place,
        period=edition.period,
        title="Lại",
        prepared_by="x",
        prepared_at=NOW,
    )
    with pytest.raises(IntegrityError, match="series_once"), transaction.atomic():
        twin.save(force_insert=True)


def test_one_person_does_not_prepare_approve_and_publish(edition):
    services.approve(edition=edition, by=PREPARER, now=NOW)
    with pytest.raises(OnePerson):
        services.publish(edition=edition, by=PREPARER, now=NOW)
    services.give_back(edition=edition, by=APPROVER)
    services.approve(edition=edition, by=APPROVER, now=NOW)
    services.publish(edition=edition, by=PREPARER, now=NOW)


def test_the_hash_is_of_the_rules_in_full_and_of_the_definitions(public):
    said = json.loads(public.body)

    assert said["rules"]["version"] == public.rules
    assert said["rules"]["rounded_to"] == rounding.BASE
    assert {"XLD05", "XLD07"} <= {*said["rules"]["withheld"]}
    assert said["rules"]["text"] == data.load_toml("disclosure.toml")
    assert len(said["catalogue"]["sha256"]) == 64


@pytest.mark.parametrize("changed", ["disclosure.toml", "indicators"])
def test_other_rules_or_definitions_are_another_hash(edition, monkeypatch, changed):
    figures = list(edition.figures.select_related("unit", "period"))
    before = canonical.digest(canonical.body(edition, figures))
    if changed == "indicators":
        rows = dict(data.indicators())
        rows["TCD01"] = {**rows["TCD01"], "unit": "case"}
        monkeypatch.setattr(canonical.data, "indicators", lambda: rows)
    else:
        table = {**data.load_toml(changed), "first": ["XLD05"]}
        monkeypatch.setattr(canonical.data, "load_toml", lambda _name: table)

    assert canonical.digest(canonical.body(edition, figures)) != before


def test_each_step_has_its_line_in_the_journal(public):
    lines = Entry.objects.filter(record=public.record).order_by("seq")

    assert [line.action for line in lines] == [
        "publishing.prepare",
        "publishing.approve",
        "publishing.publish",
    ]
