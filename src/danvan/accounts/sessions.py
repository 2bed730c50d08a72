"""How long a sign-in lasts: while one works, but no longer than a working day."""

import datetime

from django.contrib.sessions.backends.base import SessionBase

LONGEST = datetime.timedelta(hours=12)
RENEWED = datetime.timedelta(minutes=10)
_BEGUN, _SEEN = "begun", "seen"


def begin(session: SessionBase, *, now: datetime.datetime) -> None:
    """Note when somebody signed in."""
    session[_BEGUN] = session[_SEEN] = now.isoformat()


def renew(session: SessionBase, *, now: datetime.datetime) -> bool:
    """Put off the end of a session in use; False when it has lasted long enough.

    Idle sessions end by their age in the settings. Written at most every ten
    minutes, so that looking does not cost a write each time.
    """
    if _BEGUN not in session:  # signed in by another way than our page
        begin(session, now=now)
    begun, seen = session[_BEGUN], session[_SEEN]
    if now - _read(begun) > LONGEST:
        return False
    if now - _read(seen) > RENEWED:
        session[_SEEN] = now.isoformat()
    return True


def _read(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
