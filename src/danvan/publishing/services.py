"""Editions from their first draft to print; each function is one transaction."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.indicators import spans
from danvan.journal import services as journal
from danvan.journal.line import Change
from danvan.orgs.models import Unit
from danvan.publishing import beside, canonical, gathering
from danvan.publishing.disclosing import RULES
from danvan.publishing.errors import (
    AlreadyThere,
    Changed,
    NoReason,
    NothingToPublish,
    NotNow,
    OnePerson,
    Unsafe,
)
from danvan.publishing.models import (
    Edition,
    EditionFigure,
    OpenSource,
    State,
)


@transaction.atomic
def prepare(
    *,
    place: Unit,
    period: Period,
    title: str,
    by: Actor,
    now: datetime.datetime,
    demonstration: bool = False,
) -> Edition:
    """Make a draft of what a place may publish of a period.

    Raises NothingToPublish where no value is chosen or all are withheld, and
    AlreadyThere where the place has an edition of the period.
    """
    beside.lock()
    used = spans.used(period)
    if Edition.objects.filter(place=place, period=used).exists():
        raise AlreadyThere
    edition = Edition(
        place=place,
        period=used,
        title=title.strip(),
        rules=RULES,
        preparer=by.id,
        prepared_by=by.label,
        prepared_at=now,
        demonstration=demonstration,
    )
    _fill(edition, period)
    _write(by, "publishing.prepare", edition, {"period": (None, period.key)})
    return edition


@transaction.atomic
def correct(
    *, edition: Edition, reason: str, by: Actor, now: datetime.datetime
) -> Edition:
    """Make the draft of a correction from the values that are chosen today.

    What was printed stays readable: the new figures name what they take the place of.
    Raises NoReason, NotNow where the edition is not the one that holds.
    """
    old = _locked(edition, State.PUBLISHED)
    if not reason.strip():
        raise NoReason
    if Edition.objects.filter(corrects=old).exists():
        raise NotNow
    new = Edition(
        place=old.place,
        period=old.period,
        title=old.title,
        number=old.number,
        version=old.version + 1,
        rules=RULES,
        corrects=old,
        reason=reason.strip(),
        preparer=by.id,
        prepared_by=by.label,
        prepared_at=now,
        demonstration=old.demonstration,
    )
    _fill(new, old.period.known)
    _write(by, "publishing.correct", new, {"corrects": (None, str(old.pk))})
    return new


@transaction.atomic
def drop(*, edition: Edition, by: Actor) -> None:
    """Throw a draft away. Raises NotNow for what is more than a draft."""
    _write(by, "publishing.drop", _locked(edition, State.DRAFT))
    edition.delete()


@transaction.atomic
def approve(*, edition: Edition, by: Actor, now: datetime.datetime) -> Edition:
    """Freeze a draft: from here on neither it nor its figures change.

    Raises NotNow, Changed where a figure is no longer what the draft says, and Unsafe
    where beside what is published it would tell of people.
    """
    beside.lock()
    found = _locked(edition, State.DRAFT)
    _fresh(found)
    _safe(found)
    found.body = canonical.body(found, list(_figures(found)))
    found.sha256 = canonical.digest(found.body)
    found.state, found.approved_by, found.approved_at = State.APPROVED, by.label, now
    found.approver = by.id
    found.save()
    _write(by, "publishing.approve", found, {"state": ("draft", "approved")})
    return found


@transaction.atomic
def give_back(*, edition: Edition, by: Actor) -> Edition:
    """Make an approved edition that nobody outside has seen a draft again. NotNow."""
    found = _locked(edition, State.APPROVED)
    found.state, found.body, found.sha256 = State.DRAFT, "", ""
    found.approver, found.approved_by, found.approved_at = "", "", None
    found.save()
    _write(by, "publishing.give-back", found, {"state": ("approved", "draft")})
    return found


@transaction.atomic
def publish(*, edition: Edition, by: Actor, now: datetime.datetime) -> Edition:
    """Put an approved edition before the public; the one it corrects stays readable.

    Raises NotNow, OnePerson where who prepared and approved it publishes it too, and
    Unsafe as `approve` does: others may have gone out since.
    """
    beside.lock()
    found = _locked(edition, State.APPROVED)
    if found.by_one_person(by.id):
        raise OnePerson
    _safe(found)
    found.state, found.published_by, found.published_at = State.PUBLISHED, by.label, now
    found.save()
    if found.corrects_id:
        old = _locked(found.corrects, State.PUBLISHED)  # type: ignore[arg-type]
        old.state = State.SUPERSEDED
        old.save()
    _write(by, "publishing.publish", found, {"state": ("approved", "published")})
    return found


@transaction.atomic
def mark_source(
    *,
    unit: Unit,
    sha256: str,
    number: str,
    day: datetime.date | None,
    issuer: str,
    where: str,
    published: bool,
    by: Actor,
    now: datetime.datetime,
) -> OpenSource:
    """Say what the public may know of a report, and whether its issuer published it.

    Raises NoReason where it is marked as published without saying where.
    """
    if published and not where.strip():
        raise NoReason
    said = {"number": number.strip(), "day": day, "issuer": issuer.strip()}
    source, _made = OpenSource.objects.update_or_create(
        unit=unit,
        sha256=sha256,
        defaults={
            **said,
            "where": where.strip(),
            "published": published,
            "by": by.label,
            "at": now,
        },
    )
    state = "published" if published else "closed"
    journal.write(
        by=by,
        action="publishing.mark-source",
        record=source.record,
        changes={"state": (None, state), "sha256": (None, f"s{sha256[:16]}")},
    )
    return source


def _fill(edition: Edition, period: Period) -> None:
    with scope.as_system("an edition reads the values of the whole place"):
        found: Sequence[EditionFigure] = gathering.figures(edition, period)
    if not found:
        raise NothingToPublish
    edition.save(force_insert=True)
    EditionFigure.objects.bulk_create(found)


def _locked(edition: Edition, state: State) -> Edition:
    found = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if found.state != state:
        raise NotNow
    return found


def _fresh(edition: Edition) -> None:
    """Raise Changed where today's values would give other figures than the draft's."""
    with scope.as_system("an edition reads the values of the whole place"):
        today = gathering.figures(edition, edition.period.known)
    changed = gathering.differing(_figures(edition), today)
    if changed:
        raise Changed(changed)


def _safe(edition: Edition) -> None:
    if faults := beside.faults(edition):
        raise Unsafe(faults)


def _figures(edition: Edition) -> Sequence[EditionFigure]:
    rows = edition.figures.select_related("unit", "period")
    return list(rows.order_by("unit__code", "period__key", "code"))


def _write(
    by: Actor,
    action: str,
    edition: Edition,
    changes: Mapping[str, Change] | None = None,
) -> None:
    said = {"place": (None, edition.place.code), **(changes or {})}
    journal.write(by=by, action=action, record=edition.record, changes=said)
