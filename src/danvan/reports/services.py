"""Everything that changes a report."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from danvan import audit
from danvan.core.actor import Actor
from danvan.core.text.fold import fold
from danvan.files.gate import clean_name
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.reports import rows, selectors
from danvan.reports.models import Check, Citation, Figure, Remark, Report

Json = Mapping[str, Any]
# A hundred pages and more. The audit runs inside the request, and the page shows
# all of it; `danvan.readers.errors` names this number to the reader.
LONGEST = 300_000


class NoReason(ValueError):
    """Somebody called a finding no error without saying why."""


@dataclass(frozen=True, slots=True)
class Received:
    """The report that the bytes are, and whether they came for the first time."""

    report: Report
    new: bool


def receive(
    *,
    data: bytes,
    name: str,
    unit: Unit,
    by: Actor,
    now: datetime.datetime,
    corrects: Report | None = None,
    previous: Report | None = None,
) -> Received:
    """Read and check a report and keep the result; the same bytes are one report.

    The file itself is not kept. Bytes that are known lead to the report they
    are; where it had no text, was read with older rules or is now to be held against
    another report, it is read anew. ``corrects`` is the earlier version of the same
    unit that this one mends. ``previous`` is the earlier report to compare with; by
    default the one of the unit before it (`selectors.before`).
    Raises `readers.Unreadable` before anything is stored.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    earlier = previous or selectors.before(unit, sha256, corrects)
    result = audit.to_json(
        audit.audit(data, name, previous=_as_read(earlier), at_most=LONGEST)
    )
    return _keep(
        result=without_nul(result),
        sha256=sha256,
        unit=unit,
        by=by,
        now=now,
        corrects=corrects,
        previous=earlier,
        named=previous is not None,
    )


def _as_read(report: Report | None) -> audit.Audit | None:
    """Return a stored report as the rules see it: by its text, files are not kept."""
    if report is None:
        return None
    return audit.audit(report.text.encode(), "previous.txt")


@transaction.atomic
def _keep(
    *,
    result: Json,
    sha256: str,
    unit: Unit,
    by: Actor,
    now: datetime.datetime,
    corrects: Report | None,
    previous: Report | None,
    named: bool,
) -> Received:
    _one_at_a_time(unit, sha256)
    known = Report.objects.filter(unit=unit, sha256=sha256).first()
    if known is None:
        report = create(
            result=result,
            sha256=sha256,
            unit=unit,
            by=by,
            now=now,
            corrects=corrects,
            previous=previous,
        )
        write_line(by=by, action="reports.receive", report=report)
        return Received(report, new=True)
    other = named and previous is not None and known.previous_id != previous.pk
    if not known.text or known.rules_version != audit.VERSION or other:
        _read_anew(known, result, previous)
        write_line(by=by, action="reports.read-anew", report=known)
    return Received(known, new=False)


def _one_at_a_time(unit: Unit, sha256: str) -> None:
    """Let the same bytes sent twice at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"report {unit.pk} {sha256}"],
        )


def create(
    *,
    result: Json,
    sha256: str,
    unit: Unit,
    by: Actor,
    now: datetime.datetime,
    **more: Any,
) -> Report:
    """Make the rows of a report out of ``danvan.audit/1``; without journal."""
    name = str(result["source"]["name"])
    suffix = f".{name.rsplit('.', 1)[1]}" if "." in name else ""
    name = clean_name(name, suffix)
    report = Report.objects.create(
        unit=unit,
        sha256=sha256,
        name=name,
        folded=fold(name)[:200],
        text=result["text"],
        characters=result["source"]["characters"],
        rules_version=result.get("rules", audit.VERSION),
        uploaded_by=by.label,
        created=now,
        **more,
    )
    _store_parts(report, result)
    return report


def _store_parts(report: Report, result: Json) -> None:
    size = 2000
    Figure.objects.bulk_create(rows.figures(report, result["figures"]), size)
    Citation.objects.bulk_create(rows.citations(report, result["citations"]), size)
    Check.objects.bulk_create(rows.checks(report, result["checks"]), size)


def _read_anew(report: Report, result: Json, previous: Report | None) -> None:
    """Replace what was found; a remark stays with the finding it was made on."""
    remarks = {
        (remark.check_made.rule, remark.check_made.start, remark.check_made.end): remark
        for remark in Remark.objects.filter(check_made__report=report).select_related(
            "check_made"
        )
    }
    for model in (Figure, Citation, Check):
        model.objects.filter(report=report).delete()
    report.text = result["text"]
    report.characters = result["source"]["characters"]
    report.rules_version = audit.VERSION
    report.previous = previous
    report.save(update_fields=["text", "characters", "rules_version", "previous"])
    _store_parts(report, result)
    for check in Check.objects.filter(report=report, holds=False):
        if remark := remarks.pop((check.rule, check.start, check.end), None):
            Remark.objects.create(
                check_made=check,
                reason=remark.reason,
                by=remark.by,
                created=remark.created,
            )


@transaction.atomic
def call_no_error(
    *, check: Check, reason: str, by: Actor, now: datetime.datetime
) -> Remark:
    """Keep the reader's word that a finding is no error; raises NoReason.

    A later word on the same finding takes the place of the earlier one.
    """
    if not reason.strip():
        raise NoReason
    remark, _ = Remark.objects.update_or_create(
        check_made=check,
        defaults={"reason": reason.strip(), "by": by.label, "created": now},
    )
    journal.write(
        by=by,
        action="reports.call-no-error",
        record=f"reports.report:{check.report_id}",
        changes={"check": (None, check.key), "reason": journal.CHANGED},
    )
    return remark


@transaction.atomic
def take_back(*, check: Check, by: Actor) -> None:
    """Let a finding count as an error again."""
    if Remark.objects.filter(check_made=check).delete()[0]:
        journal.write(
            by=by,
            action="reports.take-back",
            record=f"reports.report:{check.report_id}",
            changes={"check": (check.key, None)},
        )


def write_line(*, by: Actor, action: str, report: Report) -> None:
    """Write to the journal which file was read with which rules."""
    journal.write(
        by=by,
        action=action,
        record=f"reports.report:{report.id}",
        changes={
            "sha256": (None, report.sha256),
            "rules": (None, report.rules_version),
        },
    )


def without_nul(value: Any) -> Any:
    """Return an audit without NUL characters, which the database cannot hold.

    Each gives way to one other character, so that offsets still count right.
    """
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {key: without_nul(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_nul(item) for item in value]
    return value
