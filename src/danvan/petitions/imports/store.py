"""Taking a whole register in: everything or nothing, and one line in the journal."""

import datetime
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache

from django.db import connection, transaction

from danvan.core.actor import Actor
from danvan.core.casework import deadlines
from danvan.core.casework import number as numbers
from danvan.core.casework.book import Entry
from danvan.core.casework.workflow import Step as Verb
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import receipts, terms
from danvan.petitions.codes import DISCIPLINARY, SUBJECTS, Subject
from danvan.petitions.imported import ColumnMap, Import, ImportedRow
from danvan.petitions.imports import history, secret
from danvan.petitions.imports.check import Checked, Good
from danvan.petitions.models import (
    Competence,
    Deadline,
    Forwarder,
    Outcome,
    Petition,
    Reply,
    Step,
)

Reckon = Callable[[str, datetime.date, datetime.date, bool, str], deadlines.Deadline]
_CHUNK = 1000  # rows of one statement
# What a petition holds under the names a register's entry has.
_SAME = sorted(
    {f.name for f in fields(Entry)} & {f.name for f in Petition._meta.concrete_fields}
)


@transaction.atomic
def take_in(
    *,
    checked: Checked,
    unit: Unit,
    format_: str,
    columns: Mapping[str, str],
    file_hash: str,
    by: Actor,
    now: datetime.datetime,
    tell: Callable[[int], None] = lambda _rows: None,
) -> int:
    """Store the good rows of a register and return how many letters they made.

    Rows that must be kept secret go to the vault, as cases kept on paper; how many
    stands nowhere here. The same row again makes nothing. ``columns`` is kept as the
    unit's mapping; ``tell`` hears how many letters are written so far.
    """
    with connection.cursor() as cursor:
        # Two clerks with one register: the second waits, and then finds it known.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('register'), %s)", [unit.pk]
        )
    good = _unknown(unit, checked.good)
    sealed = secret.Door(unit=unit, by=by)
    # Two chains get a line: in the order of their codes, against deadlock.
    if sealed.comes_first:
        sealed.take_in(checked.secret)
    if good:  # an import of nothing would tell that all its rows were secret
        _take_in(good, unit, format_, columns, file_hash, by, now, tell)
    if not sealed.comes_first:
        sealed.take_in(checked.secret)
    return len(good)


def _take_in(
    good: Sequence[Good],
    unit: Unit,
    format_: str,
    columns: Mapping[str, str],
    file_hash: str,
    by: Actor,
    now: datetime.datetime,
    tell: Callable[[int], None],
) -> None:
    batch = Import.objects.create(
        unit=unit,
        format=format_,
        file_hash=file_hash,
        at=now,
        actor_label=by.label,
        rows=len(good),
    )
    ColumnMap.objects.update_or_create(
        unit=unit, format=format_, defaults={"columns": dict(columns)}
    )
    reckon = _reckoner()
    for start in range(0, len(good), _CHUNK):
        _store(good[start : start + _CHUNK], batch, by, reckon)
        tell(min(start + _CHUNK, len(good)))
    journal.write(
        by=by,
        action="petition.import",
        record=f"petitions.import:{batch.pk}",
        changes={
            "file": (None, file_hash),
            "rows": (None, str(len(good))),
            "format": (None, format_),
        },
    )


def _unknown(unit: Unit, good: Sequence[Good]) -> list[Good]:
    prints = [row.fingerprint for row in good]
    known = set(
        ImportedRow.objects.filter(unit=unit, fingerprint__in=prints).values_list(
            "fingerprint", flat=True
        )
    )
    return [row for row in good if row.fingerprint not in known]


def _reckoner() -> Reckon:
    """Reckon each term once: a register has thousands of rows and few days."""
    calendar = working_calendar()

    @cache
    def reckon(
        code: str,
        start: datetime.date,
        received: datetime.date,
        remote: bool,
        subject: str,
    ) -> deadlines.Deadline:
        return deadlines.compute_for_now(
            code,
            start,
            calendar,
            received=received,
            remote=remote,
            disciplinary=subject in DISCIPLINARY,
            dismissal=subject == Subject.DISMISSAL,
        )

    return reckon


def _store(rows: Sequence[Good], batch: Import, by: Actor, reckon: Reckon) -> None:
    unit, now = batch.unit, batch.at
    pasts = [history.steps(row.entry) for row in rows]
    petitions = [
        _petition(row.entry, past, unit, now)
        for row, past in zip(rows, pasts, strict=True)
    ]
    terms = [
        term
        for row, past, petition in zip(rows, pasts, petitions, strict=True)
        for term in _terms(row.entry, past, petition, reckon)
    ]
    Petition.objects.bulk_create(petitions)
    steps = [
        _step(petition, seq, step, row.entry, by, now)
        for row, past, petition in zip(rows, pasts, petitions, strict=True)
        for seq, step in enumerate(past, start=1)
    ]
    Step.objects.bulk_create(steps)
    Deadline.objects.bulk_create(terms)
    Reply.objects.bulk_create(_replies(rows, petitions, steps))
    ImportedRow.objects.bulk_create(
        ImportedRow(
            petition=petition,
            batch=batch,
            unit=unit,
            fingerprint=row.fingerprint,
            serial=row.entry.serial,
        )
        for row, petition in zip(rows, petitions, strict=True)
    )


def _petition(
    entry: Entry, past: Sequence[history.Past], unit: Unit, now: datetime.datetime
) -> Petition:
    key = uuid.uuid4()
    number = numbers.make(entry.received_on.year, secrets.choice)
    said = {name: getattr(entry, name) for name in _SAME}
    if entry.forwarded_by and not entry.forwarder:
        said["forwarder"] = Forwarder.BODY
    if entry.subject not in SUBJECTS[entry.kind]:
        said["subject"] = ""
    if not entry.name:
        said |= {"phone": "", "address": "", "on_behalf_of": ""}
    return Petition(
        **said,
        anonymous=not entry.name,
        number=number,
        state=past[-1].target,
        version=len(past),
        unit=unit,
        received_at=now,
        competence=Competence.OWN if entry.own else "",
        idempotency_key=key,
        code_hash=receipts.code_hash(number, receipts.code_for(key)),
        folded=Petition.fold(entry.what, entry.request, entry.name, entry.place),
    )


def _step(
    petition: Petition,
    seq: int,
    past: history.Past,
    entry: Entry,
    by: Actor,
    now: datetime.datetime,
) -> Step:
    last = past.verb == entry.outcome
    return Step(
        petition=petition,
        seq=seq,
        verb=past.verb,
        from_state=past.source,
        to_state=past.target,
        at=now,
        on=past.on,
        actor_id=by.id,
        actor_label=by.label,
        reasons=list(entry.reasons) if past.verb is Verb.FILE else [],
        to_name=entry.outcome_body if last else "",
        note="Theo sổ của đơn vị, nhập từ Excel.",
    )


def _terms(
    entry: Entry, past: Sequence[history.Past], petition: Petition, reckon: Reckon
) -> Iterable[Deadline]:
    for span in history.terms(entry, past):
        try:
            term = reckon(
                span.code,
                span.start,
                entry.received_on,
                petition.unit.remote_on(entry.received_on),
                petition.subject,
            )
        except deadlines.DeadlineUnknown:
            continue  # older than the law that we hold
        row = Deadline(
            petition=petition,
            start=span.start,
            ended_on=span.ended,
            outcome=Outcome.MET if span.ended else "",
            **terms.columns(term),
        )
        if terms.binds(row):
            petition.due = min(petition.due or row.due, row.due)
        yield row


def _replies(
    rows: Sequence[Good], petitions: Sequence[Petition], steps: Sequence[Step]
) -> Iterable[Reply]:
    told = {row.entry.outcome for row in rows}
    ends = {s.petition_id: s for s in steps if s.verb in told - {"open"}}
    for row, petition in zip(rows, petitions, strict=True):
        entry, step = row.entry, ends.get(petition.pk)
        document = entry.outcome_document
        text = entry.outcome_text or (f"Văn bản số {document}" if document else "")
        if step is not None and text:
            yield Reply(petition=petition, step=step, text=text, document=document)
