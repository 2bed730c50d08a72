"""The trace of a term as an app stores it: the law in front, the due date at the end.

Around the lines of `counting` stand, in this order:

- rule (code, name, act, article, days, unit, variants, regime, regime_day, certain, note):
  the law, and by which day it was chosen; days without the extensions;
- start (day, event): the day that is not counted;
- extended (code, more, on, ground, decision, act, article): one line each;
- unannounced (year): the holidays of that year were not known;
- late_stop (from, until, late): a stop when the term was over, ``late`` days late
  then; ``until`` is "" while it stands;
- due (day), or stopped (left) while the clock stands.
"""

import datetime
from collections.abc import Sequence

from danvan.core.casework.counting import Count, Line
from danvan.core.casework.rules import Rule, rule
from danvan.core.casework.term import Extension, Pause, Term


def whole(found: Rule, term: Term, days: int, count: Count) -> tuple[Line, ...]:
    """Return all lines of a term of ``days`` days and its extensions."""
    extended = (_extended(extension) for extension in term.extensions)
    before = (_law(found, term, days), _start(found, term), *extended)
    return (*before, *count.lines, _end(count))


def unannounced(trace: tuple[Line, ...], year: int) -> tuple[Line, ...]:
    """Say before the end that the holidays of ``year`` were not known."""
    return (*trace[:-1], {"kind": "unannounced", "year": year}, trace[-1])


def late_stops(
    trace: tuple[Line, ...], due: datetime.date, pauses: Sequence[Pause]
) -> tuple[Line, ...]:
    """Say before the end which days do not add to those the term is late."""
    stops = (
        {
            "kind": "late_stop",
            "from": pause.first.isoformat(),
            "until": pause.until.isoformat() if pause.until else "",
            "late": (pause.first - due).days - 1,
        }
        for pause in pauses
    )
    return (*trace[:-1], *stops, trace[-1])


def _law(found: Rule, term: Term, days: int) -> Line:
    return {
        "kind": "rule",
        "code": found.code,
        "name": dict(found.name),
        "act": found.act,
        "article": found.article,
        "days": days,
        "unit": "working" if found.working else "calendar",
        "variants": _variants(found, term),
        "regime": found.regime,
        "regime_day": _regime_day(found, term).isoformat(),
        "certain": found.certain,
        "note": dict(found.note),
    }


def _start(found: Rule, term: Term) -> Line:
    event = {language: found.event[language] for language in ("vi", "en")}
    return {"kind": "start", "day": term.start.isoformat(), "event": event}


def _variants(found: Rule, term: Term) -> list[str]:
    """Name what made the term longer than the rule's own days."""
    held = {"remote": term.remote, "complex": term.complex, "places": term.places}
    return [w for w, is_so in held.items() if is_so and getattr(found, w) is not None]


def _regime_day(found: Rule, term: Term) -> datetime.date:
    return (term.received or term.start) if found.regime == "received" else term.start


def _extended(extension: Extension) -> Line:
    law = rule(extension.code, extension.on)
    return {
        "kind": "extended",
        "code": extension.code,
        "more": extension.days,
        "on": extension.on.isoformat(),
        "ground": extension.ground,
        "decision": extension.decision,
        "act": law.act,
        "article": law.article,
    }


def _end(count: Count) -> Line:
    if count.left:
        return {"kind": "stopped", "left": count.left}
    return {"kind": "due", "day": count.due.isoformat()}
