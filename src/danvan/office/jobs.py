"""What the worker does by itself."""

import datetime
import logging

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from danvan.accounts import throttle
from danvan.files import services as files
from danvan.journal import anchors
from danvan.journal.verify import verify

log = logging.getLogger(__name__)
ANCHOR_EVERY = datetime.timedelta(hours=23)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Give jobs of workers that were killed back to the queue; return how many.

    The queue does not do so by itself: such a job would stay "doing" for ever.
    """
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs())
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Delete ended sessions, wrong tries long forgiven, and files of no record."""
    SessionStore.clear_expired()
    throttle.forget(now=timezone.now())
    files.sweep(timezone.now())


class JournalBroken(Exception):
    """The daily check found a line that is not what was written."""


# Every hour, so that a server that is off at night has its anchor in the morning.
@app.periodic(cron="40 * * * *")
@app.task(queueing_lock="anchor-journal")
def anchor_journal(timestamp: int) -> None:
    """Check the whole journal daily and write its heads outside the database.

    Raises `JournalBroken`, so that the job stands among the failed ones.
    """
    path, now = settings.JOURNAL_ANCHORS, timezone.now()
    known = anchors.read(path)
    before = anchors.last(path)
    if before and now - datetime.datetime.fromisoformat(before) < ANCHOR_EVERY:
        return
    report = verify(known)
    if report.breaks:
        log.critical("the journal is broken: %s", report.breaks)
        raise JournalBroken(report.breaks)
    anchors.write(path, report, at=now.isoformat())
