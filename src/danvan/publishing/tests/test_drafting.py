"""A draft is written from figures that count, and they stay linked while it is edited."""

# ruff: noqa: F811 - fixtures are asked for by their names

import pytest
from django.db import DatabaseError, connection, transaction

from danvan.journal.models import Entry
from danvan.publishing import draft_page, drafting
from danvan.publishing.errors import (
    Finished,
    NoReason,
    NothingNew,
    Stale,
    Unsettled,
)
from danvan.publishing.models import Draft, DraftState, LinkState
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - fixtures
    BY,
    NOW,
    _one_factor,
    compiler,
    draft,
    figures,
    other,
    paragraph_with,
    say,
    start,
    stranger,
    viewer_of,
    ward,
)


def write(paragraph, text, version=None):
    return drafting.write(
        paragraph=paragraph,
        text=text,
        version=version or paragraph.version,
        by=BY,
        now=NOW,
    )


def page(draft, user):
    return draft_page.contents(viewer_of(user), draft.pk)


def received(draft):
    return paragraph_with(draft, "đã tiếp")


def link(draft, code, aspect="amount"):
    paragraph = received(draft)
    return paragraph.links.get(code=code, aspect=aspect)


def test_sentences_are_written_from_the_values_that_count(draft):
    text = received(draft).text

    assert "đã tiếp 1.107 lượt với 1.200 người" in text
    assert "số lượt tăng 123 lượt (12,5 %) so với cùng kỳ" in text
    assert "Trong kỳ không tổ chức đối thoại." in "\n".join(
        draft.paragraphs.values_list("text", flat=True)
    )


def test_every_figure_is_linked_with_its_value_and_amount(draft):
    links = [n for p in draft.paragraphs.all() for n in p.links.all()]

    for each in links:
        printed = each.paragraph.text[each.start : each.end]
        assert printed == each.printed
        assert each.code
        assert each.amount is not None
    assert link(draft, "TCD01").value.amount == 1107


def test_a_fresh_draft_has_nothing_to_settle_and_no_finding(draft, compiler):
    contents = page(draft, compiler)

    assert (contents.unsettled, contents.findings, contents.typed) == (0, 0, 0)


def test_words_are_edited_and_figures_stay_linked(draft, compiler):
    paragraph = received(draft)

    saved = write(paragraph, f"Nhờ đổi mới cách làm, {paragraph.text}")

    assert page(draft, compiler).unsettled == 0
    moved = saved.links.get(code="TCD01", aspect="amount")
    assert saved.text[moved.start : moved.end] == "1.107"


def test_a_figure_changed_without_its_record_is_marked(draft, compiler):
    paragraph = received(draft)

    write(paragraph, paragraph.text.replace("1.107", "1.170"))

    (shown,) = [s for s in page(draft, compiler).shown if s.troubles]
    assert [(m.link.code, m.trouble, m.now.printed) for m in shown.troubles] == [
        ("TCD01", "changed", "1.107")
    ]


def test_a_figure_changed_back_is_linked_again(draft, compiler):
    paragraph = received(draft)
    text = paragraph.text

    saved = write(paragraph, text.replace("1.107", "1.170"))
    write(saved, text)

    assert page(draft, compiler).unsettled == 0


def test_a_figure_whose_record_changed_since_is_marked_and_refreshed(
    draft, ward, compiler
):
    say(ward, "TCD01", "1090", reason="đếm lại")
    troubles = [m for s in page(draft, compiler).shown for m in s.troubles]
    assert {(m.link.aspect, m.trouble) for m in troubles} == {
        ("amount", "stale"),
        ("change", "stale"),
        ("rate", "stale"),
    }

    for mark in troubles:
        drafting.refresh(link=mark.link, by=BY, now=NOW)

    assert page(draft, compiler).unsettled == 0
    assert "đã tiếp 1.090 lượt" in received(draft).text
    assert "tăng 106 lượt (10,77 %) so với cùng kỳ" in received(draft).text


def test_a_rise_that_became_a_fall_says_so_when_refreshed(draft, ward, compiler):
    say(ward, "TCD01", "984", reason="x")
    say(ward, "TCD01", "900", reason="đếm lại")

    for mark in [m for s in page(draft, compiler).shown for m in s.troubles]:
        drafting.refresh(link=mark.link, by=BY, now=NOW)

    assert "số lượt giảm 84 lượt (8,54 %) so với cùng kỳ" in received(draft).text


def test_a_change_that_is_none_by_now_cannot_be_taken(draft, ward):
    say(ward, "TCD01", "984", reason="đếm lại")

    with pytest.raises(NothingNew):
        drafting.refresh(link=link(draft, "TCD01", "change"), by=BY, now=NOW)


def test_money_takes_its_scale_word_with_it(draft, ward):
    say(ward, "AS02", "0.8", reason="đếm lại")
    paragraph = paragraph_with(draft, "phần quà")
    assert "1,327 tỷ đồng" in paragraph.text

    drafting.refresh(link=paragraph.links.get(code="AS02"), by=BY, now=NOW)

    paragraph.refresh_from_db()
    assert "800 triệu đồng" in paragraph.text


def test_a_figure_may_stand_alone_for_a_reason(draft, compiler):
    paragraph = received(draft)
    write(paragraph, paragraph.text.replace("1.107", "1.170"))

    drafting.loosen(link=link(draft, "TCD01"), reason="Theo sổ giấy", by=BY, now=NOW)

    assert page(draft, compiler).unsettled == 0
    assert link(draft, "TCD01").state == LinkState.LOOSE


def test_without_a_reason_it_may_not(draft):
    with pytest.raises(NoReason):
        drafting.loosen(link=link(draft, "TCD01"), reason="  ", by=BY, now=NOW)


def test_a_typed_figure_is_told_but_settled(draft, compiler):
    write(received(draft), received(draft).text + " Có 3 phường làm tốt.")

    contents = page(draft, compiler)

    assert (contents.unsettled, contents.typed) == (0, 1)


def test_what_does_not_add_up_in_edited_text_is_found_by_our_reader(draft, compiler):
    write(
        received(draft),
        "Có 100 đơn, gồm hướng dẫn 20 đơn, chuyển 30 đơn, đôn đốc 40 đơn.",
    )

    assert page(draft, compiler).findings == 1


def test_two_people_do_not_overwrite_each_other(draft):
    paragraph = received(draft)
    write(paragraph, "Một.")

    with pytest.raises(Stale):
        write(paragraph, "Hai.", version=1)


def test_every_version_is_kept_and_never_changed(draft):
    paragraph = received(draft)
    before = paragraph.text
    saved = write(paragraph, "Một.")
    write(saved, "Hai.")

    kept = list(paragraph.versions.order_by("number"))

    assert [v.text for v in kept] == [before, "Một."]
    assert kept[0].links[0]["code"] == "TCD01"
    with pytest.raises(DatabaseError), transaction.atomic():
        paragraph.versions.update(text="")


def test_the_same_text_again_is_no_new_version(draft):
    paragraph = received(draft)

    write(paragraph, paragraph.text)

    assert paragraph.versions.count() == 0


def test_tasks_are_numbered_in_words(draft):
    tasks = draft.paragraphs.get(tasks=True)

    saved = write(tasks, "rà soát hồ sơ trễ hạn\n\nMột là, công khai kết quả;")

    assert saved.text == "Một là, rà soát hồ sơ trễ hạn.\nHai là, công khai kết quả."


def test_a_draft_with_open_figures_is_not_finished(draft):
    write(received(draft), received(draft).text.replace("1.107", "1.170"))
    with pytest.raises(Unsettled) as refused:
        drafting.finish(draft=draft, by=BY)

    assert refused.value.count == 1


def test_a_value_that_changes_before_the_lock_keeps_a_draft_open(draft, ward, compiler):
    assert page(draft, compiler).unsettled == 0
    say(ward, "TCD01", "1108", reason="Đếm lại")
    with pytest.raises(Unsettled):
        drafting.finish(draft=draft, by=BY)


def test_a_figure_that_stands_alone_is_marked_when_it_is_changed_again(draft, compiler):
    write(received(draft), received(draft).text.replace("1.107", "1.170"))
    drafting.loosen(link=link(draft, "TCD01"), reason="Sổ giấy", by=BY, now=NOW)
    write(received(draft), received(draft).text + " Mới.")
    assert link(draft, "TCD01").state == LinkState.LOOSE
    write(received(draft), received(draft).text.replace("1.170", "1.180"))

    assert link(draft, "TCD01").state == LinkState.CHANGED
    assert page(draft, compiler).unsettled == 1


def test_a_figure_deleted_and_typed_anew_is_still_marked(draft, compiler):
    write(received(draft), received(draft).text.replace("1.107", ""))
    assert page(draft, compiler).unsettled == 0
    write(received(draft), received(draft).text + " Tổng số 9.999 lượt.")

    assert link(draft, "TCD01").state == LinkState.CHANGED
    with pytest.raises(Unsettled):
        drafting.finish(draft=draft, by=BY)


def test_a_finished_draft_is_not_written_until_it_is_opened_again(draft):
    drafting.finish(draft=draft, by=BY)
    with pytest.raises(Finished):
        write(received(draft), "Mới.")

    drafting.reopen(draft=draft, by=BY)

    assert write(received(draft), "Mới.").text == "Mới."
    assert Draft.objects.get().state == DraftState.WRITING


def test_every_step_is_one_line_of_the_journal(draft):
    saved = write(received(draft), received(draft).text.replace("1.107", "1.170"))
    drafting.refresh(
        link=saved.links.get(code="TCD01", aspect="amount"), by=BY, now=NOW
    )

    actions = Entry.objects.filter(record=draft.record).values_list("action", flat=True)

    assert sorted(actions) == [
        "publishing.draft-refresh",
        "publishing.draft-start",
        "publishing.draft-write",
    ]


def test_a_draft_costs_as_many_queries_as_another(
    draft, compiler, django_assert_num_queries
):
    viewer = viewer_of(compiler)

    with django_assert_num_queries(7):
        draft_page.contents(viewer, draft.pk)


def test_a_stranger_sees_no_draft(draft, stranger):
    with pytest.raises(Draft.DoesNotExist):
        page(draft, stranger)


def test_the_database_too_shows_a_stranger_none(draft, ward, other):
    def seen(unit):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE danvan_office")
            cursor.execute("SET LOCAL danvan.scope = ''")
            cursor.execute(f"SET LOCAL danvan.draft_units = '{unit.pk}'")
            counts = []
            for table in ("draft", "paragraph", "link"):
                cursor.execute(f"SELECT count(*) FROM publishing_{table}")  # noqa: S608
                counts.append(cursor.fetchone()[0])
        return counts

    assert seen(other) == [0, 0, 0]
    assert all(seen(ward))


@pytest.mark.parametrize(
    "outline", ["a-government", "b-supervision", "c-complaints", "d-party"]
)
def test_every_outline_makes_a_draft_without_findings(ward, figures, compiler, outline):
    made = start(ward, outline)

    contents = page(made, compiler)

    assert (contents.unsettled, contents.findings) == (0, 0)
