"""The pages of submissions: what is owed, one with its history, the place above."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from danvan.accounts import scope
from danvan.accounts.rights import Role
from danvan.files.tests.samples import pdf
from danvan.indicators import oversight, owing, sheet_desk, submitting
from danvan.indicators.models import DueDay, LockException, Stage, Submission
from danvan.indicators.tests import sending
from danvan.indicators.tests.sending import COMMUNE, OTHER, PERIOD, PROVINCE, SHEET
from danvan.orgs.models import Kind, Level, Unit

pytestmark = pytest.mark.django_db
D = datetime.date
WHAT = f"{SHEET.id}/{PERIOD.key}"


NOW = datetime.datetime(2026, 3, 18, 3, tzinfo=datetime.UTC)  # a day late


@pytest.fixture(autouse=True)
def _on_the_18th_of_march(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def approver(place, person):
    return person(place.province, Role.APPROVER)


def page(who, name, *args, **query):
    return who.client.get(reverse(f"indicators:{name}", args=args), query)


def post(who, name, *args, **sent):
    return who.client.post(reverse(f"indicators:{name}", args=args), sent)


def text(answer):
    return answer.content.decode()


def stage(row):
    return Submission.objects.get(pk=row.pk).stage


def test_a_compiler_sees_what_the_unit_owes_with_its_days(compiler, place):
    shown = text(page(compiler, "submissions"))

    assert "Quý I/2026" in shown
    assert "17/03/2026" in shown
    assert f"/forms/compile/{place.commune.pk}/2026-q1/inspectorate/" in shown


def test_what_is_over_comes_first_and_what_was_never_sent_is_folded(compiler, place):
    sending.sent(place.commune, now=sending.NOW)

    context = page(compiler, "submissions").context

    assert [line.owed.period.key for line in context["page"]] == ["2026-q1"]
    assert all(line.owed.period.end < D(2026, 3, 18) for line in context["earlier"])
    assert all(line.owed.period.end > D(2026, 3, 18) for line in context["coming"])


def test_a_unit_sends_what_it_signed(compiler, place):
    row = sending.signed(place.commune)

    answer = post(compiler, "submission-send", row.pk)

    assert answer.url == reverse("indicators:submission", args=[row.pk])
    assert stage(row) == Stage.SENT


def test_a_returned_sheet_shows_why(compiler, place):
    row = sending.sent(place.commune)
    submitting.give_back(submission=row, reason="Cột 3 sai", by=PROVINCE, now=NOW)

    assert "Cột 3 sai" in text(page(compiler, "submission", row.pk))


def test_two_signings_are_held_against_each_other(compiler, place):
    row = sending.sent(place.commune)
    row = submitting.give_back(submission=row, reason="x", by=PROVINCE, now=NOW)
    lines = [submitting.Signed("TCD01", None, 5), *sending.lines(codes=SHEET.codes[1:])]
    submitting.sign(submission=row, lines=lines, by=COMMUNE, now=NOW)

    (signing,) = [
        s for s in oversight.detail(compiler.viewer, row.pk).steps if s.differences
    ]

    assert [d.code for d in signing.differences] == ["TCD01"]
    assert "khác lần ký trước" in text(page(compiler, "submission", row.pk))


def test_a_neighbour_finds_nothing(neighbour, place):
    row = sending.sent(place.commune)

    assert page(neighbour, "submission", row.pk).status_code == 404
    assert post(neighbour, "submission-send", row.pk).status_code == 404


def test_the_level_above_returns_only_with_a_reason(provincial, place):
    row = sending.sent(place.commune)

    refused = post(provincial, "submission-return", row.pk, reason=" ")
    assert refused.status_code == 422
    assert stage(row) == Stage.SENT

    post(provincial, "submission-return", row.pk, reason="Cột 3 chưa khớp")
    assert stage(row) == Stage.RETURNED


def test_a_compiler_does_not_approve_his_own(compiler, place):
    row = sending.sent(place.commune)

    assert post(compiler, "submission-approve", row.pk).status_code == 404
    assert stage(row) == Stage.SENT


def test_a_step_that_was_overtaken_says_so(provincial, place):
    row = sending.approved(place.commune)

    client = provincial.client
    answer = client.post(reverse("indicators:submission-approve", args=[row.pk]))
    shown = text(client.get(answer.url))

    assert "không còn làm được" in shown


def test_a_closed_sheet_says_which_of_the_three_reasons(compiler, place):
    row = sending.approved(place.commune)
    assert "đã duyệt" in text(page(compiler, "submission", row.pk))

    submitting.lock(submission=row, by=PROVINCE, now=NOW)
    assert "đã khóa" in text(page(compiler, "submission", row.pk))


def test_other_days_are_kept_with_a_reason(compiler, place):
    row = sending.opened(place.commune)
    sent = {"start": "15/12/2025", "end": "10/03/2026"}

    assert post(compiler, "submission-days", row.pk, **sent).status_code == 422
    post(compiler, "submission-days", row.pk, **sent, reason="Chốt sớm")

    assert Submission.objects.get(pk=row.pk).end == D(2026, 3, 10)


@pytest.fixture
def as_office():
    """Act under the office's role of the database, as the running process does."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_office")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


@pytest.fixture
def signed(place):
    return sending.signed(place.commune)


def test_the_signed_pdf_goes_through_the_gate_and_comes_back(
    compiler, neighbour, signed, as_office
):
    good = SimpleUploadedFile("ký.pdf", pdf(), "application/pdf")
    words = SimpleUploadedFile("ký.txt", b"abc", "text/plain")

    refused = post(compiler, "submission-attach", signed.pk, file=words)
    post(compiler, "submission-attach", signed.pk, file=good)

    assert refused.status_code == 422
    with scope.as_system("the test looks at what was attached"):
        paper = signed.steps.get(action="attach").paper
    url = reverse("files:download", args=[paper])
    assert b"".join(compiler.client.get(url).streaming_content).startswith(b"%PDF")
    assert neighbour.client.get(url).status_code == 404


def test_the_lines_leave_as_a_sheet(compiler, place):
    row = sending.signed(place.commune)

    answer = page(compiler, "submission-lines", row.pk)

    assert answer.content.startswith(b"PK")


def test_a_place_sees_five_numbers_and_every_unit(provincial, place):
    sending.sent(place.commune)

    answer = page(provincial, "place", what=WHAT)

    numbers = dict(answer.context["numbers"])
    assert list(numbers.values()) == [
        *("3", "1 (33,3 %)", "1 (33,3 %)", "1 (33,3 %)", "0 (0,0 %)", "2")
    ]
    assert place.other.name in text(answer)


@pytest.mark.parametrize(
    ("show", "codes"),
    [
        ("all", {"T1.1", "T1.2", "T1.SNV"}),
        ("approve", {"T1.1"}),
        ("late", {"T1.2", "T1.SNV"}),
        ("waiting", {"T1.2", "T1.SNV"}),
        ("returned", {"T1.2"}),
        ("approved", set()),
        ("came-late", set()),
    ],
)
def test_the_list_is_narrowed_to_what_is_to_be_done(provincial, place, show, codes):
    sending.sent(place.commune)
    back = sending.sent(place.other, by=OTHER)
    submitting.give_back(submission=back, reason="x", by=PROVINCE, now=NOW)

    lines = page(provincial, "place", what=WHAT, show=show).context["lines"]

    assert {line.row.owed.unit.code for line in lines} == codes


def test_several_sheets_are_approved_at_once_and_the_rest_is_named(provincial, place):
    good = sending.sent(place.commune)
    open_one = sending.opened(place.other, by=OTHER)

    sent = {"id": [good.pk, open_one.pk, "x"], "query": f"what={WHAT}"}
    answer = provincial.client.post(reverse("indicators:place-approve"), sent)
    shown = text(provincial.client.get(answer.url))

    assert (stage(good), stage(open_one)) == (Stage.APPROVED, Stage.OPEN)
    assert place.other.name in shown


def test_a_hundred_units_are_paged(provincial, place):
    for n in range(100):
        Unit.objects.create(
            code=f"T1.{n}x",
            name=f"Xã {n}",
            level=Level.COMMUNE,
            kind=Kind.TERRITORY,
            parent=place.province,
        )

    answer = page(provincial, "place", what=WHAT)

    assert len(answer.context["lines"]) == 30
    assert answer.context["page"].paginator.count == 103


def test_a_board_takes_the_same_queries_however_many_units(
    place, django_assert_num_queries
):
    sending.approved(place.commune)
    with django_assert_num_queries(10):
        oversight.board(place.province, SHEET, PERIOD)
    for n in range(20):
        Unit.objects.create(
            code=f"T1.{n}x",
            name=f"Xã {n}",
            level=Level.COMMUNE,
            kind=Kind.TERRITORY,
            parent=place.province,
        )

    with django_assert_num_queries(10):
        oversight.board(place.province, SHEET, PERIOD)


def test_a_submission_with_its_history_takes_few_queries(
    provincial, place, django_assert_max_num_queries
):
    row = sending.approved(place.commune)
    viewer = provincial.viewer

    with django_assert_max_num_queries(17):
        oversight.detail(viewer, row.pk)


def test_the_place_own_sheet_waits_for_the_units_below(provincial, place):
    sending.approved(place.commune)

    answer = page(provincial, "place", what=WHAT)

    assert answer.context["own"]["waiting"] == 2
    assert "Chờ cấp dưới" in text(answer)


def test_the_sum_adds_what_is_approved_and_no_ratio(provincial, place):
    sending.approved(place.commune, amount=2)
    sending.approved(place.other, by=OTHER, amount=3)
    sending.sent(place.department, by=PROVINCE, amount=100)

    rows = page(provincial, "place-sums", what=WHAT).context["rows"]
    found = {s.code: s for s, _name, _shown in rows}

    assert found["TCD01"].amount == 5
    assert found["TCD01"].units == 2
    assert [s.amount for s in found.values() if not s.adds] == [None] * sum(
        not s.adds for s in found.values()
    )


@pytest.mark.parametrize("name", ["place-sheet", "place-sums-sheet"])
def test_lists_leave_as_sheets(provincial, place, name):
    sending.approved(place.commune)

    assert page(provincial, name, what=WHAT).content.startswith(b"PK")


def test_the_text_to_copy_names_late_units_and_no_person(provincial, place):
    sending.sent(place.commune)

    shown = text(page(provincial, "remind"))

    assert "đã quá hạn 1 ngày" in shown
    assert f"- {place.other.name}" in shown
    assert (
        f"- {place.commune.name}\n"
        not in shown.split("17/03/2026")[1].split("hạn gửi")[0]
    )


def test_an_exception_is_made_on_its_page(provincial, compiler, place):
    args = (place.commune.pk, PERIOD.key, SHEET.id)
    assert page(provincial, "allow-late", *args).status_code == 200
    assert page(compiler, "allow-late", *args).status_code == 403
    bad = post(provincial, "allow-late", *args, until="01/03/2026", reason="x")
    assert bad.status_code == 422

    post(provincial, "allow-late", *args, until="20/03/2026", reason="Mất điện")

    assert LockException.objects.get().until == D(2026, 3, 20)


def test_a_due_day_is_set_by_decision_and_seen_by_the_unit(provincial, compiler, place):
    sent = {"what": WHAT, "due": "16/03/2026", "decision": "12/QĐ-UBND"}
    bad = post(provincial, "due-days", **{**sent, "due": "19/03/2026"})
    assert (bad.status_code, DueDay.objects.count()) == (422, 0)
    words = post(provincial, "due-days", **{**sent, "decision": "anh Ba nói"})
    assert words.status_code == 422

    post(provincial, "due-days", **sent)

    assert "16/03/2026" in text(page(compiler, "submissions"))
    assert "12/QĐ-UBND" in text(page(provincial, "due-days"))


def test_a_place_shows_its_timeliness_to_the_public_by_decision(approver, place):
    sent = {"public": "yes", "since": "18/03/2026", "decision": "30/QĐ-UBND"}

    post(approver, "timeliness", **sent)

    assert owing.timeliness_is_public(place.province, D(2026, 3, 18))
    assert "30/QĐ-UBND" in text(page(approver, "timeliness"))


@pytest.mark.parametrize(
    "query",
    [{"what": "x/y"}, {"what": "inspectorate/c2026-m1"}, {"place": "9"}, {"show": "x"}],
)
def test_what_there_is_not_is_not_found(provincial, place, query):
    assert page(provincial, "place", **query).status_code == 404


def test_the_desk_says_what_a_unit_owes(compiler, place):
    titles = [item.title for item in sheet_desk.due(compiler.viewer, D(2026, 3, 18))]

    assert any("Quý I/2026" in title for title in titles)


def test_the_desk_of_a_place_says_what_waits_and_who_is_late(approver, place):
    sending.sent(place.commune)

    notes = [item.note for item in sheet_desk.due(approver.viewer, D(2026, 3, 18))]

    assert "1 báo cáo chờ duyệt" in notes
    assert "2 đơn vị gửi muộn" in notes


def test_search_finds_a_sheet_by_its_name(compiler, place):
    found = sheet_desk.search(compiler.viewer, "khieu nai")

    assert found
    assert sheet_desk.search(compiler.viewer, "zzz") == []
