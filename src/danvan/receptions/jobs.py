"""What the worker does for the room."""

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.accounts import scope
from danvan.receptions import booking

# An hour that is over needs nobody's telephone; a month is left for questions.
KEPT = datetime.timedelta(days=30)


@app.periodic(cron="50 2 * * *")
@app.task(queueing_lock="forget-appointments")
def forget_appointments(timestamp: int) -> int:
    """Forget who booked hours long past; return how many appointments went."""
    with scope.as_system("appointments of every unit are forgotten in their time"):
        return booking.sweep(before=timezone.localdate() - KEPT)
