"""Receiving reports: one file is one report, and nothing is half-stored."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import ProgrammingError, connection

from danvan import audit
from danvan.journal.models import Entry
from danvan.readers import Unreadable
from danvan.reports import rows, services
from danvan.reports.models import Check, Citation, Figure, Provenance, Remark, Report
from danvan.reports.tests.conftest import NOW, TEXT, viewer_of

BYTES = TEXT.encode()


def receive(commune, compiler, data=BYTES, name="a.txt", **more):
    by = viewer_of(compiler).actor(commune.pk)
    return services.receive(data=data, name=name, unit=commune, by=by, now=NOW, **more)


def test_a_report_is_stored_with_its_hash_and_the_rules_version(received):
    received.refresh_from_db()

    assert received.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert received.rules_version == audit.VERSION
    assert (received.name, received.folded) == ("Báo cáo năm.txt", "bao cao nam.txt")
    assert received.text == TEXT
    assert received.uploaded_by == "Post compiler"


def test_every_figure_is_reported_and_stands_at_its_place(received):
    figures = Figure.objects.filter(report=received)

    assert figures.count() == 7
    assert {f.provenance for f in figures} == {Provenance.REPORTED}
    assert all(TEXT[f.start : f.end] == f.text for f in figures)


def test_the_sum_that_fails_is_found_and_the_one_that_holds_too(received):
    failing, holding = Check.objects.filter(report=received, rule="sum").order_by(
        "holds"
    )

    assert (failing.printed, failing.computed, failing.severity) == (
        "1945",
        "1731",
        "error",
    )
    assert holding.holds


def test_rows_give_back_the_audit_they_were_made_of(received):
    original = audit.to_json(audit.audit(TEXT.encode(), received.name))

    again = rows.to_json(
        received,
        Figure.objects.filter(report=received),
        Citation.objects.filter(report=received),
        Check.objects.filter(report=received),
    )

    assert again.pop("rules") == audit.VERSION
    assert again == original


def test_the_same_bytes_again_are_the_same_report(received, commune, compiler):
    again = receive(commune, compiler, name="another name.txt")

    assert (again.report.pk, again.new) == (received.pk, False)
    assert Report.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_sent_twice_at_once_are_one_report(commune, compiler):
    by = viewer_of(compiler).actor(commune.pk)

    def send(_):
        try:
            return services.receive(
                data=BYTES, name="a.txt", unit=commune, by=by, now=NOW
            ).new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(send, range(4)))

    assert sorted(new) == [False, False, False, True]
    assert Report.objects.count() == 1


def test_another_unit_has_a_report_of_its_own(received, other, stranger):
    assert receive(other, stranger).new


def test_receiving_writes_one_line_without_names_or_text(received):
    (entry,) = Entry.objects.all()

    assert entry.action == "reports.receive"
    assert entry.record == f"reports.report:{received.pk}"
    assert "Báo" not in str(entry.changes)


def test_a_report_known_by_figures_only_gets_its_text(received, commune, compiler):
    check = Check.objects.get(report=received, holds=False)
    by = viewer_of(compiler).actor(commune.pk)
    services.call_no_error(check=check, reason="Trùng đơn", by=by, now=NOW)
    Report.objects.update(text="", demonstration=True)

    again = receive(commune, compiler)

    assert (again.report.pk, again.report.text) == (received.pk, TEXT)
    assert Remark.objects.get().check_made.report_id == received.pk
    assert Figure.objects.filter(report=received).count() == 7


def test_older_rules_are_made_up_for(received, commune, compiler):
    Report.objects.update(rules_version="0")
    Check.objects.all().delete()

    again = receive(commune, compiler)

    assert again.report.rules_version == audit.VERSION
    assert Check.objects.filter(report=received).count() == 2


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secret_paper_leaves_no_trace(stamp, commune, compiler):
    with pytest.raises(Unreadable) as refused:
        receive(commune, compiler, data=f"{stamp}\n{TEXT}".encode())

    assert refused.value.code == "secret"
    assert not Report.objects.exists()
    assert not Entry.objects.exists()


def test_a_failure_halfway_leaves_nothing(commune, compiler, monkeypatch):
    def torn(*args):
        raise RuntimeError("torn")

    monkeypatch.setattr(rows, "checks", torn)
    with pytest.raises(RuntimeError):
        receive(commune, compiler)

    assert not Report.objects.exists()
    assert not Figure.objects.exists()


def test_calling_an_error_none_needs_a_reason(received, commune, compiler):
    check = Check.objects.get(report=received, holds=False)
    by = viewer_of(compiler).actor(commune.pk)

    with pytest.raises(services.NoReason):
        services.call_no_error(check=check, reason="  ", by=by, now=NOW)

    assert not Remark.objects.exists()


def test_a_remark_can_be_changed_and_taken_back(received, commune, compiler):
    check = Check.objects.get(report=received, holds=False)
    by = viewer_of(compiler).actor(commune.pk)

    services.call_no_error(check=check, reason="Trùng", by=by, now=NOW)
    services.call_no_error(check=check, reason="Trùng 214 đơn", by=by, now=NOW)
    assert Remark.objects.get().reason == "Trùng 214 đơn"
    services.take_back(check=check, by=by)
    services.take_back(check=check, by=by)

    assert not Remark.objects.exists()
    actions = [entry.action for entry in Entry.objects.order_by("seq")]
    assert actions[1:] == ["reports.call-no-error"] * 2 + ["reports.take-back"]
    assert "Trùng" not in str([entry.changes for entry in Entry.objects.all()])


def test_endless_digits_are_no_figure_and_no_crash(commune, compiler):
    data = f"Có {'9' * 5000} đơn và 12 vụ việc, {'1.' * 3000}000 lượt.".encode()

    report = receive(commune, compiler, data=data).report

    assert Figure.objects.filter(report=report, text="12").exists()


def test_nul_characters_are_replaced_one_by_one():
    assert services.without_nul({"a": ["b\x00c", 1]}) == {"a": ["b\ufffdc", 1]}


def _act_as(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


def test_the_office_process_may_do_all_this(commune, compiler):
    _act_as("danvan_office")

    report = receive(commune, compiler).report
    check = Check.objects.get(report=report, holds=False)
    by = viewer_of(compiler).actor(commune.pk)
    services.call_no_error(check=check, reason="a", by=by, now=NOW)
    services.take_back(check=check, by=by)

    assert Entry.objects.count() == 3


@pytest.mark.parametrize("model", [Report, Figure, Citation, Check, Remark])
def test_the_public_process_reads_no_report(received, model):
    _act_as("danvan_portal")

    with pytest.raises(ProgrammingError, match="permission denied"):
        model.objects.first()
