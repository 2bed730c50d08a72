"""The compiler's page: what it shows, what it takes, what it refuses."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.indicators import compile_page, compiling, valuing
from danvan.indicators.models import Action, Line, Provenance, Submission, Value
from danvan.indicators.tests.conftest import letter
from danvan.journal.models import Entry
from danvan.orgs.models import ChangeKind, Kind, Level, Unit, UnitChange

NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)


def url(unit, name="compile", period="2025-q3", sheet="inspectorate", **more):
    kwargs = {"unit": unit.pk, "period": period, "sheet": sheet, **more}
    return reverse(f"indicators:{name}", kwargs=kwargs)


def board(who, period="2025-q3", sheet="inspectorate", unit=None):
    owed = compiling.owed(who.viewer, (unit or who.unit).pk, period, sheet)
    return compiling.board(who.viewer, owed, NOW)


def entered(who, code, amount, period="2025-q3", **more):
    return valuing.record(
        unit=who.unit,
        period=periods.by_key(period),
        code=code,
        amount=Decimal(amount),
        provenance=more.pop("provenance", Provenance.ENTERED),
        reason="sổ tay",
        by=who.by,
        now=NOW,
        **more,
    )


def chosen(who, code, amount):
    """A number from a sheet that somebody held to be truer than what is counted."""
    value = entered(who, code, amount, provenance=Provenance.IMPORTED)
    valuing.choose(value=value, reason="sổ giấy", by=who.by, now=NOW)


def post(who, name, data=None, **more):
    return who.client.post(url(who.unit, name, **more), data or {})


def test_a_sheet_opens_filled_in_from_the_records(compiler):
    letter(compiler.unit)
    letter(compiler.unit)

    page = compiler.client.get(url(compiler.unit))

    assert page.status_code == 200
    assert board(compiler).numbers["XLD01"].amount == 2
    assert board(compiler).numbers["XLD01"].source == "counted"
    assert url(compiler.unit, "compile-behind", code="XLD01") in page.text
    assert Value.objects.count() == 0


def test_a_case_put_right_shows_at_once(compiler):
    letter(compiler.unit)
    assert board(compiler).numbers["XLD01"].amount == 1

    letter(compiler.unit)

    assert board(compiler).numbers["XLD01"].amount == 2


def test_what_is_counted_takes_no_typed_number(compiler):
    letter(compiler.unit)

    answer = post(
        compiler,
        "compile-enter",
        {"XLD01-value": "7", "XLD01-reason": "vì thế"},
        code="XLD01",
    )

    assert answer.status_code == 302
    assert Value.objects.count() == 0
    assert board(compiler).numbers["XLD01"].amount == 1


def test_a_number_is_typed_the_vietnamese_way_with_where_it_comes_from(compiler):
    data = {"XLD22-value": "1.234", "XLD22-reason": "sổ theo dõi"}

    answer = post(compiler, "compile-enter", data, code="XLD22")

    assert answer.headers["Location"].endswith("?saved=XLD22#row-XLD22")
    value = Value.objects.get()
    assert (value.amount, value.provenance) == (1234, "entered")
    assert Submission.objects.get().stage == "open"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Ghi số"),
        ("mười hai", "1.234"),
        ("12,5", "bỏ phần lẻ"),
        ("-3", "1.234"),
        ("9" * 16, "quá lớn"),
        ("1.2.3", "1.234"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_beside_it_and_nothing_is_lost(
    compiler, typed, said
):
    data = {"XLD22-value": typed, "XLD22-reason": "sổ theo dõi khiếu nại"}

    answer = post(compiler, "compile-enter", data, code="XLD22")

    assert answer.status_code == 400
    assert said in answer.text
    assert "sổ theo dõi khiếu nại" in answer.text
    assert not Value.objects.exists()


def test_a_number_needs_its_source(compiler):
    answer = post(
        compiler,
        "compile-enter",
        {"XLD22-value": "3", "XLD22-reason": " "},
        code="XLD22",
    )

    assert answer.status_code == 400
    assert not Value.objects.exists()


def test_nothing_is_one_key_and_not_the_same_as_empty(compiler):
    before = board(compiler).empty

    post(compiler, "compile-nothing", {"code": "XLD22"})

    now = board(compiler)
    assert "XLD22" in before
    assert "XLD22" not in now.empty
    assert now.numbers["XLD22"].nothing
    assert now.numbers["GQ18"].amount is None


def test_nothing_of_all_that_is_empty_is_one_key_too(compiler):
    post(compiler, "compile-nothing")

    assert [
        c for c in board(compiler).empty if board(compiler).numbers[c].may_enter
    ] == []
    assert Entry.objects.filter(action="sheets.nothing").count() == 1


def test_a_rule_that_fails_is_said_in_words_with_its_cure(compiler):
    chosen(compiler, "TCD11", 20)

    marks = compile_page.marks(board(compiler))

    (found,) = [m for m in marks if m.kind == "error" and "TCD01" in m.message]
    assert [link.code for link in found.codes] == ["TCD11", "TCD01"]
    assert "20" in found.message
    assert found.cure


def test_an_error_is_not_signed_in_silence(compiler):
    chosen(compiler, "TCD11", 20)

    post(compiler, "compile-sign")
    assert Submission.objects.filter(stage="signed").count() == 0

    post(compiler, "compile-note", {"note-TCD11": "theo sổ giấy", "note": ""})
    post(compiler, "compile-sign")

    assert Submission.objects.get().stage == "signed"
    assert Line.objects.get(code="TCD11").note == "theo sổ giấy"


def test_signing_counts_once_more_and_keeps_what_was_signed(compiler):
    letter(compiler.unit)

    post(compiler, "compile-sign")
    letter(compiler.unit)

    line = Line.objects.get(code="XLD01")
    assert (line.amount, line.value.provenance) == (1, "counted")
    assert board(compiler).numbers["XLD01"].amount == 1


def test_a_signed_sheet_takes_nothing_until_it_is_opened_again(compiler):
    letter(compiler.unit)
    post(compiler, "compile-sign")

    post(
        compiler,
        "compile-enter",
        {"XLD22-value": "1", "XLD22-reason": "x"},
        code="XLD22",
    )
    assert not Value.objects.filter(code="XLD22").exists()

    post(compiler, "compile-unsign")
    post(
        compiler,
        "compile-enter",
        {"XLD22-value": "1", "XLD22-reason": "x"},
        code="XLD22",
    )
    assert Value.objects.filter(code="XLD22").exists()


def test_what_was_signed_is_sent(compiler):
    letter(compiler.unit)
    post(compiler, "compile-send")
    assert not Submission.objects.filter(stage="sent").exists()

    post(compiler, "compile-sign")
    post(compiler, "compile-send")

    row = Submission.objects.get()
    assert row.stage == "sent"
    assert [s.action for s in row.steps.all()] == [
        Action.OPEN,
        Action.SIGN,
        Action.SEND,
    ]


def test_a_number_is_held_against_the_period_before_and_a_year_ago(compiler):
    entered(compiler, "XLD22", 10, period="2025-q2")
    entered(compiler, "XLD22", 20, period="2024-q3")
    entered(compiler, "XLD22", 15)

    text = compiler.client.get(url(compiler.unit)).text

    assert "+5 (+50 %)" in text
    assert "−5 (−25 %)" in text


def test_a_number_far_from_the_units_past_is_asked_about_and_may_be_sent(compiler):
    for key, amount in (
        ("2025-q2", 2),
        ("2025-q1", 1),
        ("2024-q4", 3),
        ("2024-q3", 2),
    ):
        entered(compiler, "GQ18", amount, period=key)
    entered(compiler, "GQ18", 300)

    now = board(compiler)

    assert "300" in now.questions["GQ18"]["vi"]
    assert not now.unexplained()


def test_a_typed_number_is_weighed_before_it_is_kept(compiler):
    def weighed(typed):
        address = url(compiler.unit, "compile-weigh", code="TCD20b")
        return compiler.client.get(address, {"TCD20b-value": typed}).text

    assert "TCD20a" in weighed("9")
    assert "TCD20a" not in weighed("0")
    assert "dv-sign--holds" in weighed("0")
    assert not Value.objects.filter(code="TCD20b").exists()


@pytest.mark.parametrize("name", ["compile", "compile-print", "compile-xlsx"])
def test_a_neighbours_sheet_is_not_there(compiler, neighbour, name):
    assert compiler.client.get(url(neighbour.unit, name)).status_code == 404


def test_who_only_reads_sees_no_field(place, person, compiler):
    reader = person(place.commune, Role.UNIT_LEADER)

    page = reader.client.get(url(place.commune))

    assert page.status_code == 200
    assert 'name="XLD22-value"' not in page.text
    assert reader.client.post(url(place.commune, "compile-sign")).status_code in {
        403,
        404,
    }


@pytest.mark.parametrize(
    ("period", "sheet"),
    [("2025-q3", "no-such"), ("2025-q9", "inspectorate"), ("g2025-q3", "inspectorate")],
)
def test_what_nobody_owes_is_not_there(compiler, period, sheet):
    address = url(compiler.unit, period=period, sheet=sheet)

    assert compiler.client.get(address).status_code == 404


def test_a_body_that_stands_beside_owes_nothing(place, person):
    police = person(place.police, Role.REPORT_COMPILER)

    assert police.client.get(url(place.police)).status_code == 404


def test_the_sheet_goes_out_with_its_codes(compiler):
    letter(compiler.unit)

    answer = compiler.client.get(url(compiler.unit, "compile-xlsx"))
    paper = compiler.client.get(url(compiler.unit, "compile-print"))

    assert answer.content[:2] == b"PK"
    assert "XLD01" in paper.text


def test_reading_takes_as_many_queries_however_many_values(compiler):
    def ask():
        with CaptureQueriesContext(connection) as seen:
            board(compiler)
        return len(seen)

    entered(compiler, "XLD22", 1)
    few = ask()
    for code in ("GQ18", "GQ05", "TCD20b"):
        for key in ("2025-q3", "2025-q2", "2024-q3"):
            entered(compiler, code, 1, period=key)

    assert ask() == few


@pytest.fixture
def approved(compiler, neighbour):
    entered(compiler, "XLD22", 4)
    entered(neighbour, "XLD22", 5)


def test_a_places_sheet_is_the_sum_of_what_lies_below_it(place, provincial, approved):
    now = board(provincial, unit=place.province)
    number = now.numbers["XLD22"]

    assert now.may_fill
    assert (number.amount, number.source) == (9, "summed")
    assert not number.may_enter
    assert "2/" in compile_page.source(number) or "2 of" in compile_page.source(number)


def test_a_merged_unit_is_compared_on_todays_map(place, compiler):
    old = Unit.objects.create(
        code="T1.9",
        name="Xã cũ",
        level=Level.COMMUNE,
        kind=Kind.TERRITORY,
        parent=place.province,
        valid_to=datetime.date(2025, 6, 30),
    )
    new = place.commune
    UnitChange.objects.create(
        kind=ChangeKind.MERGE,
        on=datetime.date(2025, 7, 1),
        from_unit=old,
        to_unit=new,
        share=1,
        decision="1668/NQ-UBTVQH15",
    )
    entered(compiler, "XLD22", 10, period="2024-q3")
    entered(compiler, "XLD22", 30)
    Value.objects.create(
        unit=old,
        period=Value.objects.get(amount=10).period,
        code="XLD22",
        provenance=Provenance.ENTERED,
        amount=Decimal(20),
        by="Chuyên viên",
        at=NOW,
    )

    then = board(compiler).year_ago
    text = compiler.client.get(url(compiler.unit)).text

    assert then.amounts["XLD22"] == 10
    assert then.restated["XLD22"].value == 30
    assert "+20 (+200 %)" in text
    assert "theo địa giới hiện nay" in text


def test_a_person_s_choice_holds_over_what_is_counted(compiler):
    letter(compiler.unit)
    value = entered(compiler, "XLD01", 8, provenance=Provenance.IMPORTED)
    assert board(compiler).numbers["XLD01"].amount == 1
    valuing.choose(value=value, reason="sổ giấy đủ hơn", by=compiler.by, now=NOW)

    assert board(compiler).numbers["XLD01"].amount == 8
