"""What the worker does for the room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.publishing import timely


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="who-was-on-time")
def write_timeliness(timestamp: int) -> int:
    """Write each hour what places show of who was on time; return how many do."""
    return timely.write(today=timezone.localdate(), now=timezone.now())
