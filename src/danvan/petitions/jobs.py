"""What the worker does for the room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.petitions import duplicates, resemblance


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="resemble")
def resemble(timestamp: int) -> int:
    """Keep what letters are found by, where an import or a new recipe left a gap.

    Look-ups long past are forgotten. Returns the number of letters.
    """
    duplicates.forget(now=timezone.now())
    return resemblance.refill()
