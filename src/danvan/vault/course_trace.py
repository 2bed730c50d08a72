"""The trace of a term in words: every day that was counted, left out or moved over."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from danvan.vault.course_labels import said


def told(trace: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one sentence for each line of a trace, as `core.casework.traces` wrote it."""
    return [words for line in trace if (words := _line(line))]


def _line(line: Mapping[str, Any]) -> str:
    match line["kind"]:
        case "rule":
            return f"{line['article']}, {line['act']}"
        case "start":
            day, event = _day(line["day"]), said(line["event"])
            return _("%(day)s: %(event)s; this day is not counted") % {
                "day": day,
                "event": event,
            }
        case "counted":
            span = {"from": _day(line["from"]), "to": _day(line["to"])}
            return _("%(from)s – %(to)s: %(n)s days counted") % {
                **span,
                "n": line["days"],
            }
        case "makeup":
            return _("%(day)s: make-up working day, counted") % {
                "day": _day(line["day"])
            }
        case "off":
            return _("%(day)s: not counted (%(name)s)") % _named(line)
        case "moved":
            return _("%(day)s: nobody works (%(name)s), the end moves on") % _named(
                line
            )
        case _:
            return _changed(line)


def _changed(line: Mapping[str, Any]) -> str:
    match line["kind"]:
        case "paused":
            until = _day(line["to"]) if line.get("to") else "…"
            return _("%(from)s – %(to)s: the clock stood (%(name)s)") % {
                "from": _day(line["from"]),
                "to": until,
                "name": said(line["name"]),
            }
        case "extended":
            return _("%(n)s days more by the decision of %(day)s") % {
                "n": line["more"],
                "day": _day(line["on"]),
            }
        case "unannounced":
            return _("The holidays of %(year)s are not announced yet") % line
        case "stopped":
            return _("The clock stands; %(left)s days are left") % line
        case "due":
            return _("%(day)s: last day") % {"day": _day(line["day"])}
    return ""


def _named(line: Mapping[str, Any]) -> dict[str, str]:
    return {"day": _day(line["day"]), "name": said(line["name"])}


def _day(text: str) -> str:
    return datetime.date.fromisoformat(text).strftime("%d/%m/%Y")
