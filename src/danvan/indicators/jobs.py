"""What the worker does for the room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.indicators import reminding


@app.periodic(cron="0 6 * * *")
@app.task(queueing_lock="remind-of-sheets")
def remind(timestamp: int) -> int:
    """Write down each morning who is to be reminded; return how many reminders."""
    return reminding.remind(today=timezone.localdate(), now=timezone.now())
