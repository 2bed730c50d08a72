"""The trace of a term in words: the law, the start, each day left out, what was decided."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.petitions import labels

Line = Mapping[str, Any]


def told(trace: Iterable[Line]) -> list[str]:
    """Return the lines of a stored trace in the reader's language."""
    return [said for line in trace if (said := _LINES.get(line["kind"], _none)(line))]


def _none(_line: Line) -> str:
    return ""


def _rule(line: Line) -> str:
    working = line["unit"] == "working"
    n = line["days"]
    length = (
        ngettext("%(n)d working day", "%(n)d working days", n)
        if working
        else ngettext("%(n)d day", "%(n)d days", n)
    ) % {"n": n}
    said = _("By %(article)s, %(act)s: %(length)s.") % {
        "article": line["article"],
        "act": line["act"],
        "length": length,
    }
    if not line["certain"]:
        said += " " + _("Awaits a lawyer’s confirmation.")
    return said


def _start(line: Line) -> str:
    return _("%(day)s: %(event)s; this day is not counted.") % {
        "day": day(line["day"]),
        "event": labels.said(line["event"]),
    }


def _extended(line: Line) -> str:
    return _(
        "Extended by %(n)d days on %(day)s (%(article)s; criteria %(ground)s)."
    ) % {
        "n": line["more"],
        "day": day(line["on"]),
        "article": line["article"],
        "ground": line["ground"],
    }


def _counted(line: Line) -> str:
    if line["from"] == line["to"]:
        return _("%(day)s: counted.") % {"day": day(line["to"])}
    return _("%(first)s to %(last)s: %(n)d counted.") % {
        "first": day(line["from"]),
        "last": day(line["to"]),
        "n": line["days"],
    }


def _makeup(line: Line) -> str:
    return _("%(day)s: counted, %(name)s.") % _named(line)


def _off(line: Line) -> str:
    return _("%(day)s: not counted, %(name)s.") % _named(line)


def _moved(line: Line) -> str:
    return _("%(day)s: the end moves on, %(name)s.") % _named(line)


def _paused(line: Line) -> str:
    return _("%(first)s to %(last)s: the clock stood, %(name)s (%(article)s).") % {
        "first": day(line["from"]),
        "last": day(line["to"]),
        "name": labels.said(line["name"]),
        "article": line["article"],
    }


def _unannounced(line: Line) -> str:
    return _("The holidays of %(year)d were not announced; counted by the week.") % line


def _late_stop(line: Line) -> str:
    return _(
        "From %(first)s the clock stood, %(n)d days late; nothing is added to them."
    ) % {"first": day(line["from"]), "n": line["late"]}


def _due(line: Line) -> str:
    return _("The last day is %(day)s.") % {"day": day(line["day"])}


def _stopped(line: Line) -> str:
    n = line["left"]
    said = ngettext(
        "The clock stands with %(n)d day left.",
        "The clock stands with %(n)d days left.",
        n,
    )
    return said % {"n": n}


def day(text: str) -> str:
    """Write a day of a trace as people do.

    >>> day("2026-11-22")
    '22/11/2026'
    """
    return f"{datetime.date.fromisoformat(text):%d/%m/%Y}"


def _named(line: Line) -> dict[str, str]:
    return {"day": day(line["day"]), "name": labels.said(line["name"])}


_LINES: Mapping[str, Callable[[Line], str]] = {
    "rule": _rule,
    "start": _start,
    "extended": _extended,
    "counted": _counted,
    "makeup": _makeup,
    "off": _off,
    "moved": _moved,
    "paused": _paused,
    "unannounced": _unannounced,
    "late_stop": _late_stop,
    "due": _due,
    "stopped": _stopped,
}
