"""What is followed beside the steps: a verifier's tasks, what a decision orders."""

import datetime
import uuid
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.casework.workflow import State
from danvan.journal import services as journal
from danvan.petitions.course import SomebodyWasFirst, iso
from danvan.petitions.errors import WentOn
from danvan.petitions.models import Petition
from danvan.petitions.settlement import Execution, Task


class About(TypedDict):
    """Who writes when about which petition."""

    petition: uuid.UUID
    by: Actor
    now: datetime.datetime


@transaction.atomic
def add_task(
    *, what: str, who: str, due: datetime.date, **about: Unpack[About]
) -> Task:
    """Give a verifier something to do until ``due``; WentOn where the case is closed."""
    petition = _open(about)
    today = timezone.localdate(about["now"])
    task = Task.objects.create(
        petition=petition, what=what, who=who, due=due, made_on=today
    )
    changes: dict[str, journal.Change] = {"task": (None, str(task.pk))}
    _write(petition, "task", changes | {"due": (None, iso(due))}, about)
    return task


@transaction.atomic
def finish_task(*, task: int, result: str = "", **about: Unpack[About]) -> Task:
    """Note that a task is done; SomebodyWasFirst where it was."""
    petition = _open(about)
    row = petition.tasks.select_for_update().get(pk=task)
    if row.done_on is not None:
        raise SomebodyWasFirst
    row.done_on, row.result = timezone.localdate(about["now"]), result
    row.save(update_fields=["done_on", "result"])
    changes: dict[str, journal.Change] = {"done": (str(task), iso(row.done_on))}
    _write(petition, "task-done", changes, about)
    return row


@transaction.atomic
def order(
    *,
    kind: str,
    what: str,
    who: str,
    ordered: Decimal,
    officials: int = 0,
    due: datetime.date | None = None,
    **about: Unpack[About],
) -> Execution:
    """Put on the list something that the decision orders; WentOn if it is closed.

    ``ordered`` is in đồng, m², people or times, as the kind says.
    """
    petition = _open(about)
    row = Execution.objects.create(
        petition=petition,
        kind=kind,
        what=what,
        who=who,
        ordered=ordered,
        officials=officials,
        due=due,
        made_on=timezone.localdate(about["now"]),
    )
    changes: dict[str, journal.Change] = {"order": (None, str(row.pk))}
    _write(petition, "order", changes | {"kind": (None, kind)}, about)
    return row


@transaction.atomic
def enter_done(*, execution: int, done: Decimal, **about: Unpack[About]) -> Execution:
    """Say how much of an order is done by now, in all; done when the whole is."""
    petition = _open(about)
    row = petition.executions.select_for_update().get(pk=execution)
    before, row.done = row.done, done
    whole = row.done >= row.ordered
    row.done_on = timezone.localdate(about["now"]) if whole else None
    row.save(update_fields=["done", "done_on"])
    changes: dict[str, journal.Change] = {
        "order": (str(execution), str(execution)),
        "done": (str(before), str(done)),
    }
    _write(petition, "order-done", changes, about)
    return row


def _open(about: About) -> Petition:
    petition = Petition.objects.select_for_update(of=("self",)).get(
        pk=about["petition"]
    )
    if petition.state == State.CLOSED:
        raise WentOn
    return petition


def _write(
    petition: Petition,
    action: str,
    changes: dict[str, journal.Change],
    about: About,
) -> None:
    journal.write(
        by=about["by"],
        action=f"petition.{action}",
        record=petition.record,
        changes=changes,
    )
