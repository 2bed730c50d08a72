"""The leader's list: matters that are complex, prolonged, crowded or past their level."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.petitions.course import SomebodyWasFirst, iso
from danvan.petitions.matters import Matter
from danvan.petitions.models import Petition
from danvan.petitions.settlement import WatchedMatter, WatchGround


@transaction.atomic
def watch(
    *,
    petition: uuid.UUID,
    title: str,
    grounds: Sequence[str],
    leader: str,
    next_step: str,
    review_on: datetime.date,
    by: Actor,
    now: datetime.datetime,
    plan: str = "",
) -> WatchedMatter:
    """Put the matter of a petition on the list of its unit, or back on it.

    ``title`` says what it is about and names nobody; ``leader`` is a post. Raises
    SomebodyWasFirst where it stands there, ValueError without a known ground.
    """
    letter = Petition.objects.select_for_update(of=("self",)).get(pk=petition)
    if not grounds or not set(grounds) <= set(WatchGround.values):
        raise ValueError("a matter is watched for one of the grounds")
    today = timezone.localdate(now)
    matter = letter.matter or _matter_of(letter)
    old = WatchedMatter.objects.select_for_update().filter(matter=matter).first()
    if old is not None and old.closed_on is None:
        raise SomebodyWasFirst
    row = WatchedMatter(
        pk=old.pk if old else None,
        matter=matter,
        unit=letter.unit,
        title=title,
        grounds=list(grounds),
        leader=leader,
        plan=plan,
        next_step=next_step,
        review_on=review_on,
        opened_on=today,
    )
    row.save()
    _write(row, "watch", {"review": (None, iso(review_on))}, by)
    return row


@transaction.atomic
def review(
    *,
    watched: int,
    next_step: str,
    review_on: datetime.date,
    by: Actor,
    plan: str = "",
) -> WatchedMatter:
    """Write what was agreed on the day of review: next step and next day."""
    row = _open(watched)
    before = row.review_on
    row.plan, row.next_step, row.review_on = plan, next_step, review_on
    row.save(update_fields=["plan", "next_step", "review_on"])
    _write(row, "watch-review", {"review": (iso(before), iso(review_on))}, by)
    return row


@transaction.atomic
def close_watch(
    *, watched: int, result: str, by: Actor, now: datetime.datetime
) -> WatchedMatter:
    """Take a matter off the list, with what came of it."""
    row = _open(watched)
    row.closed_on, row.result = timezone.localdate(now), result
    row.save(update_fields=["closed_on", "result"])
    _write(row, "watch-close", {"closed": (None, iso(row.closed_on))}, by)
    return row


def _open(pk: int) -> WatchedMatter:
    row = WatchedMatter.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.closed_on is not None:
        raise SomebodyWasFirst
    return row


def _matter_of(letter: Petition) -> Matter:
    matter = Matter.objects.create(unit=letter.unit, opened_on=letter.received_on)
    Petition.objects.filter(pk=letter.pk).update(matter=matter)
    return matter


def _write(
    row: WatchedMatter, action: str, changes: dict[str, journal.Change], by: Actor
) -> None:
    journal.write(
        by=by, action=f"petition.{action}", record=row.record, changes=changes
    )
