"""Submissions as their pages show them."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.indicators import approval, closing
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import Seat
from danvan.indicators import labels, owing, sheet_words, submitting
from danvan.indicators.models import Action, Line, Stage, Submission
from danvan.indicators.oversight import Detail, Signing
from danvan.indicators.owing import Owed
from danvan.indicators.sheet_forms import DaysForm, ReasonForm

# A period that is not over yet is looked at this long before its due day.
_SOON = datetime.timedelta(days=15)
_TAKE: Mapping[Move, Callable[..., Submission]] = {
    Move.UNSIGN: submitting.unsign,
    Move.SEND: submitting.send,
    Move.RETURN: submitting.give_back,
    Move.APPROVE: submitting.approve,
    Move.UNAPPROVE: submitting.unapprove,
    Move.ACCEPT: submitting.accept,
    Move.UNACCEPT: submitting.unaccept,
    Move.LOCK: submitting.lock,
    Move.UNLOCK: submitting.unlock,
}


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One row of what a unit owes."""

    owed: Owed
    sheet: str
    period: str
    days: str
    to: str
    state: tuple[object, str]
    late: str
    exempt: str
    compile: str  # address
    history: str  # address, empty while nothing was begun


def mine(rows: Iterable[Owed], today: datetime.date) -> dict[str, Any]:
    """Return what is to be done now, what is coming, and what is in."""
    now, coming, done = [], [], []
    for owed in rows:
        line = _line(owed, today)
        if owed.is_in:
            done.append(line)
        elif _is_now(owed, today):
            now.append(line)
        else:
            coming.append(line)
    now.sort(key=lambda x: (-x.owed.period.end.toordinal(), x.owed.sheet.id))
    coming.sort(key=lambda x: x.owed.due or x.owed.period.end)
    last = max((x.owed.period.end for x in now), default=today)
    return {
        "now": [x for x in now if x.owed.period.end == last or _is_back(x)],
        "earlier": [x for x in now if x.owed.period.end != last and not _is_back(x)],
        "coming": coming,
        "done": done,
        "today": today,
        "several": len({x.owed.unit.pk for x in [*now, *coming, *done]}) > 1,
    }


def _is_back(line: OwedLine) -> bool:
    return line.owed.stage in {Stage.RETURNED, Stage.SIGNED}


def _is_now(owed: Owed, today: datetime.date) -> bool:
    if owed.stage == Stage.RETURNED or owed.period.end <= today:
        return True
    return owed.due is not None and owed.due - today <= _SOON


def _line(owed: Owed, today: datetime.date) -> OwedLine:
    row = owed.submission
    return OwedLine(
        owed=owed,
        sheet=sheet_words.sheet_name(owed.sheet),
        period=labels.period_name(owed.period),
        days=days_of(row, owed.period),
        to=sheet_words.addressee(owed.unit, owed.sheet),
        state=sheet_words.STAGES[row.stage] if row else sheet_words.NOT_BEGUN,
        late=_late(owed, today),
        exempt=f"{owed.exempt:%d/%m/%Y}" if owed.exempt else "",
        compile=compile_address(owed),
        history=reverse("indicators:submission", args=[row.pk]) if row else "",
    )


def _late(owed: Owed, today: datetime.date) -> str:
    if owed.came_late:
        return _("sent late")
    if owed.is_in:
        return ""
    return sheet_words.days_late(closing.days_late(owed.due, today))


def compile_address(owed: Owed) -> str:
    """Return the address of the page on which the figures are gone through."""
    keys = (owed.unit.pk, owed.period.key, owed.sheet.id)
    return reverse("indicators:compile", args=keys)


def days_of(row: Submission | None, period: Period) -> str:
    """Return the days the figures cover, as written above a sheet."""
    start = row.start if row else period.start
    end = row.end if row else period.end
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Button:
    """A step somebody may take now; ``form`` where it asks for a reason."""

    move: Move
    label: object
    kind: str
    url: str
    form: ReasonForm | None
    open: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One signed line, or one that differs from the signing before."""

    code: str
    name: str
    value: str
    note: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the history."""

    signing: Signing
    label: object
    file: str
    lines: Sequence[Said]
    differs: Sequence[Said]
    again: bool  # a signing after an earlier one


def one(
    found: Detail,
    today: datetime.date,
    asked: tuple[Move, ReasonForm] | None = None,
) -> dict[str, Any]:
    """Return what the page of a submission says."""
    closure = owing.closed(
        *(found.row.unit, found.sheet, found.period, today), found.row
    )
    own = found.seat == Seat.OWN
    label, colour, following = sheet_words.STATES[found.seat, found.state]
    steps = _steps(found)
    returned = found.row.stage == Stage.RETURNED
    reasons = [s.signing.step for s in steps if s.signing.step.action == Action.RETURN]
    signed = [s for s in steps if s.lines]
    return {
        "found": found,
        "name": sheet_words.sheet_name(found.sheet),
        "period": labels.period_name(found.period),
        "days": days_of(found.row, found.period),
        "stage": sheet_words.STAGES[found.row.stage],
        "state": (label, colour),
        "following": following,
        "returned": reasons[-1] if returned and reasons else None,
        "late": _late(found.owed, today),
        "today": today,
        "to": sheet_words.addressee(found.row.unit, found.sheet),
        "closure": labels.say(closure.message) if closure and own else "",
        "buttons": [_button(found, move, asked) for move in found.moves],
        "may_days": found.may(Move.SIGN) and not closure,
        "may_attach": found.may(Move.ATTACH),
        "compile": compile_address(found.owed) if found.standing.owed else "",
        "steps": steps[::-1],
        "lines": signed[-1].lines if signed else (),
        "reminders": [(sheet_words.REMINDERS[r.kind], r.at) for r in found.reminders],
        "back": _back(found),
    }


def _back(found: Detail) -> tuple[str, str]:
    if found.seat == Seat.OWN:
        return reverse("indicators:submissions"), _("What your unit reports")
    what = f"{found.sheet.id}/{found.period.key}"
    return f"{reverse('indicators:place')}?what={what}", _("Sheets of the place")


def _button(found: Detail, move: Move, asked: tuple[Move, ReasonForm] | None) -> Button:
    form = None
    if approval.needs_reason(move, found.standing):
        bound = asked[1] if asked and asked[0] == move else None
        form = bound or ReasonForm(
            label=sheet_words.REASONS[move], auto_id=f"id_{move}_%s"
        )
    plain = {Move.SEND, Move.APPROVE}
    return Button(
        move=move,
        label=sheet_words.MOVES[move],
        kind="" if move in plain else "warning" if form else "secondary",
        url=reverse(f"indicators:submission-{move}", args=[found.row.pk]),
        form=form,
        open=bool(asked and asked[0] == move) or move is Move.SEND,
    )


def _steps(found: Detail) -> list[StepLine]:
    signed = False
    lines = []
    for signing in found.steps:
        step = signing.step
        is_sign = step.action == Action.SIGN
        lines.append(
            StepLine(
                signing=signing,
                label=sheet_words.STEPS[step.action],
                file=step.paper,
                lines=[said(x) for x in signing.lines],
                differs=[
                    Said(
                        d.code,
                        sheet_words.code_name(d.code),
                        words(d.after),
                        d.after.note if d.after else "",
                        words(d.before),
                    )
                    for d in signing.differences
                ],
                again=is_sign and signed,
            )
        )
        signed = signed or is_sign
    return lines


def said(line: Line) -> Said:
    """Return a signed line in words."""
    return Said(line.code, sheet_words.code_name(line.code), words(line), line.note)


def words(line: Line | None) -> str:
    """Return what a line says: a number, nothing to report, or left empty."""
    if line is None:
        return _("not there")
    if line.nothing:
        return _("Nothing to report")
    return shown(line.amount) or _("left empty")


def shown(value: Decimal | None) -> str:
    """Write a number, or nothing."""
    return labels.shown(value)


def days_form(found: Detail) -> DaysForm:
    """Return the form of the days covered, filled with what they are."""
    return DaysForm(
        initial={"start": found.row.start, "end": found.row.end}, auto_id="id_days_%s"
    )


def take(
    move: Move, row: Submission, reason: str, by: Actor, now: datetime.datetime
) -> Submission:
    """Take one step by its service; raises what that raises."""
    more = {"reason": reason} if reason else {}
    return _TAKE[move](submission=row, by=by, now=now, **more)


def refused(found: Detail) -> str:
    """Return why a step could not be taken: it was overtaken by another."""
    return _("This can no longer be done: the sheet is now “%(stage)s”.") % {
        "stage": sheet_words.STAGES[Submission.objects.get(pk=found.row.pk).stage][0]
    }
