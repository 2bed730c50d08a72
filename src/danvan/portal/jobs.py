"""What the worker does for the public's pages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.portal import services


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="sweep-forms")
def sweep_forms(timestamp: int) -> None:
    """Delete half-filled forms that nobody came back to."""
    services.sweep(now=timezone.now())
