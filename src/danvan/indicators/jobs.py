"""What the worker does for the room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.indicators import exporting, reminding


@app.periodic(cron="0 6 * * *")
@app.task(queueing_lock="remind-of-sheets")
def remind(timestamp: int) -> int:
    """Write down each morning who is to be reminded; return how many reminders."""
    return reminding.remind(today=timezone.localdate(), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="roll-up-changes")
def roll_up_changes(timestamp: int) -> int:
    """Take what changed into the roll-ups; return how many rows were worked out.

    A worker that did so once is warm: one unit's change is its own and that of the units
    above it.
    """
    return sum(exporting.refresh().values())


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="roll-up-years")
def roll_up_years(timestamp: int) -> int:
    """Write every year anew each night, on the map and by the rules of that day."""
    return sum(exporting.export().values())
