"""Filling, entering, signing, adding up."""

import datetime
from decimal import Decimal

import pytest

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.core.casework.workflow import Kind as Letters
from danvan.core.forms.load import BadForm
from danvan.indicators import catalogue, cells, errors, selectors, services, tree
from danvan.indicators.models import FilledForm, FormCell, Part, Source, State
from danvan.indicators.tests.conftest import (
    NOW,
    QUARTER,
    counted,
    filled_out,
    form,
    letter,
    signed,
)
from danvan.journal.models import Entry
from danvan.orgs.models import Unit


def values(filled):
    return {cell.column: cell.value for cell in FormCell.objects.filter(filled=filled)}


ENTERED = "02-xld-2024"  # its column 18, judgments of a court, nothing counts


def sheet(who, slug="01-xld-2024", part=Part.OWN, period=QUARTER):
    return selectors.sheet(who.viewer, who.unit.pk, period, slug, part)


def test_what_is_counted_is_what_came_to_the_unit_and_its_divisions(place, compiler):
    letter(place.commune)
    letter(place.division)
    letter(place.police)
    letter(place.other)
    letter(place.commune, datetime.date(2025, 6, 14))

    found = values(counted(compiler))

    assert (found["2"], found["3"], found["5"]) == (1, 2, 3)


def test_counting_again_takes_the_place_of_what_was_counted(place, compiler):
    counted(compiler)
    letter(place.commune)
    filled = counted(compiler)

    assert values(filled)["3"] == 1
    assert FilledForm.objects.count() == 1


def test_a_value_is_entered_only_where_nothing_counts(place, compiler):
    filled = counted(compiler, ENTERED)
    given = {"filled": filled, "form": form(ENTERED), "by": compiler.by, "now": NOW}

    services.enter(column="18", value=Decimal(2), reason="Sổ theo dõi", **given)

    cell = FormCell.objects.get(filled=filled, column="18")
    assert (cell.value, cell.source) == (2, Source.ENTERED)
    for column in ("3", "1"):  # counted; a sum
        with pytest.raises(errors.IsCounted):
            services.enter(column=column, value=Decimal(2), reason="Sổ", **given)
    with pytest.raises(errors.NoReason):
        services.enter(column="18", value=Decimal(2), reason=" ", **given)


def test_what_was_entered_stays_when_the_rest_is_counted_again(place, compiler):
    filled = filled_out(compiler, ENTERED)
    counted(compiler, ENTERED)

    assert values(filled)["18"] == 0


def test_nothing_to_report_is_not_the_same_as_empty(place, compiler):
    counted(compiler, ENTERED)
    assert sheet(compiler, ENTERED).values.cells["18"] is None

    filled_out(compiler, ENTERED)

    assert sheet(compiler, ENTERED).values.cells["18"] == 0
    assert sheet(compiler, ENTERED).cells["18"].source == Source.NOTHING


def test_a_signed_form_changes_only_when_opened_again(place, compiler):
    filled = signed(compiler)
    with pytest.raises(errors.NotDraft):
        counted(compiler)
    with pytest.raises(errors.NotDraft):
        services.set_note(filled=filled, note="x", by=compiler.by)
    with pytest.raises(errors.NoReason):
        services.reopen(filled=filled, reason="", by=compiler.by)

    services.reopen(filled=filled, reason="Sót một đơn", by=compiler.by)

    assert counted(compiler).state == State.DRAFT


def test_a_form_is_signed_before_it_is_sent(place, compiler):
    filled = filled_out(compiler)
    with pytest.raises(errors.NotDraft):
        services.send(filled=filled, by=compiler.by, now=NOW)

    signed(compiler)

    assert services.send(filled=filled, by=compiler.by, now=NOW).state == State.SENT


def test_a_form_that_does_not_add_up_is_signed_only_with_a_note(place, compiler):
    filled = filled_out(compiler)
    FormCell.objects.filter(filled=filled, column="5").update(value=4)
    given = {"filled": filled, "form": form(), "by": compiler.by}
    with pytest.raises(errors.DoesNotAddUp):
        services.sign(now=NOW, **given)

    services.set_note(filled=filled, note="Bốn đơn chuyển hồ sơ giấy", by=compiler.by)

    assert services.sign(now=NOW, **given).state == State.SIGNED


def test_nothing_is_signed_of_a_form_without_columns(place, compiler):
    period = periods.by_key("2026-q3")
    filled = counted(compiler, "02-xld-2025", period)

    with pytest.raises(errors.NothingFilled):
        services.sign(filled=filled, form=form("02-xld-2025"), by=compiler.by, now=NOW)


def test_no_dead_form_is_filled_for_a_later_period(place, compiler):
    with pytest.raises(errors.NotInForce):
        counted(compiler, "01-xld-2024", periods.by_key("2025-q4"))


def test_the_counts_behind_a_form_without_columns_are_there(place, compiler):
    letter(place.commune, datetime.date(2026, 7, 1), Letters.FEEDBACK)
    filled = counted(compiler, "02-xld-2025", periods.by_key("2026-q3"))

    assert values(filled)["01/XLD/2024:3"] == 1
    assert values(filled)["04/XLD/2024:3"] == 1


def test_a_place_adds_up_what_its_units_signed_and_says_how_many(
    place, compiler, neighbour, provincial, person
):
    letter(place.commune)
    letter(place.other)
    letter(place.province)
    signed(compiler)
    filled_out(neighbour)  # not signed: not in the sum
    signed(person(place.province, Role.REPORT_COMPILER))

    filled = services.add_up(
        unit=place.department, form=form(), period=QUARTER, by=provincial.by, now=NOW
    )

    assert values(filled)["3"] == 2
    assert (filled.rows, filled.expected) == (2, 4)
    shares = selectors.shares(sheet(provincial, part=Part.SUM), "3")
    assert {s.unit.code: s.value for s in shares} == {
        "T1": 1,
        "T1.1": 1,
        "T1.2": None,
        "T1.SNV": None,
    }


def test_the_tree_is_that_of_the_period(place):
    ended = QUARTER.end - datetime.timedelta(days=1)
    Unit.objects.filter(pk=place.other.pk).update(valid_to=ended)

    units = tree.reporting(place.province, QUARTER.end)

    assert place.other not in units
    assert place.other in tree.reporting(place.province, ended)


def test_stock_carried_over_is_held_against_the_period_before(place, compiler):
    letter(place.commune, datetime.date(2025, 4, 1))
    filled_out(compiler, period=periods.by_key("2025-q2"))
    filled = filled_out(compiler)
    assert sheet(compiler).findings == ()

    FormCell.objects.filter(filled=filled, column="2").update(value=0)

    found = sheet(compiler).findings
    assert any("kỳ trước" in finding.message["vi"] for finding in found)


def test_a_form_of_another_unit_is_not_there(place, compiler, neighbour):
    counted(neighbour)
    with pytest.raises(Unit.DoesNotExist):
        selectors.sheet(
            compiler.viewer, place.other.pk, QUARTER, "01-xld-2024", Part.OWN
        )
    with pytest.raises(Unit.DoesNotExist):  # adding up is the provincial compiler's
        sheet(compiler, part=Part.SUM)


def test_the_records_behind_a_number_are_for_those_who_may_see_them(
    place, compiler, person
):
    petition = letter(place.commune)
    counted(compiler)
    clerk = person(place.commune, Role.PETITION_CLERK)

    assert selectors.behind(sheet(compiler), "3", compiler.viewer) == []
    (item,) = selectors.behind(sheet(compiler), "3", clerk.viewer)
    assert petition.number in item.title


def test_a_sheet_costs_few_queries(place, compiler, django_assert_max_num_queries):
    for slug in ("01-xld-2024", "02-xld-2024", "04-xld-2024"):
        filled_out(compiler, slug)
    viewer = compiler.viewer

    with django_assert_max_num_queries(5):
        selectors.sheet(viewer, compiler.unit.pk, QUARTER, "01-xld-2024", Part.OWN)
    with django_assert_max_num_queries(3):
        assert len(selectors.owed(viewer, QUARTER)) == 9


def test_the_journal_tells_what_was_done_and_no_note(place, compiler):
    filled = filled_out(compiler, ENTERED)
    services.set_note(filled=filled, note="Chuyện riêng", by=compiler.by)

    lines = Entry.objects.filter(record=filled.record)
    assert {line.action for line in lines} == {
        *("forms.count", "forms.nothing", "forms.note"),
    }
    assert "Chuyện riêng" not in str([line.changes for line in lines])


TABLE = """
code = "06/QLKNTC"
state = "{state}"
title = ["Quản lý nhà nước", "Administration"]
columns = [["1", "document", "", "Số văn bản", "Documents", ""]]
[[edition]]
regime = "2025"
act = "Thông tư 06/2025/TT-TTCP"
from = 2025-09-30
"""


def test_a_confirmed_appendix_takes_the_place_of_the_name(place, compiler):
    with pytest.raises(BadForm):
        services.confirm(
            table=TABLE.format(state="unconfirmed"), sha256="", by=compiler.by, now=NOW
        )
    assert not catalogue.by_slug("06-qlkntc-2025").is_loaded

    services.confirm(
        table=TABLE.format(state="confirmed"), sha256="", by=compiler.by, now=NOW
    )

    assert catalogue.by_slug("06-qlkntc-2025").is_loaded
    assert cells.enterable(catalogue.by_slug("06-qlkntc-2025"), "own") == ["1"]


def test_no_appendix_takes_the_place_of_a_form_we_know(place, compiler):
    table = TABLE.format(state="confirmed").replace("06/QLKNTC", "01/XLD")
    services.confirm(
        table=table.replace('"2025"', '"2024"'), sha256="", by=compiler.by, now=NOW
    )

    assert len(form().columns) == 23
