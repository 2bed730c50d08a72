"""A unit's letters as rows of the sheets by which registers are exchanged."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch

from danvan.accounts.rights import Viewer
from danvan.core.actor import Actor
from danvan.core.casework import eligibility, exchange
from danvan.core.casework.exchange import Format
from danvan.core.casework.workflow import Step as Verb
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.petitions import queue
from danvan.petitions.imported import ImportedRow
from danvan.petitions.models import Competence, Petition, Step
from danvan.petitions.queue import Filters

MOST = 20_000
# How each way of ending stands in a sheet.
_ENDS: Mapping[str, str] = {
    Verb.ANSWER: "answer",
    Verb.TRANSFER: "transfer",
    Verb.FILE: "file",
    Verb.WITHDRAW: "withdraw",
    **dict.fromkeys(
        (Verb.GUIDE, Verb.EXPLAIN, Verb.RETURN, Verb.REFUSE, Verb.REFER), "guide"
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A letter with the steps of which a sheet tells."""

    petition: Petition
    accepted: Step | None
    end: Step | None

    @property
    def outcome(self) -> str:
        """The code of how it ended."""
        return _ENDS[self.end.verb] if self.end else "open"

    @property
    def reply(self) -> tuple[str, str]:
        """What was answered, and the number of the paper."""
        reply = getattr(self.end, "reply", None)
        return (reply.text, reply.document) if reply else ("", "")

    @property
    def went_to(self) -> str:
        """Body and paper, as one column of a form has them."""
        body = self.end.to_name if self.end else ""
        body = body or exchange.written("outcome", self.outcome)
        document = self.reply[1]
        return f"{body}; {document}" if document else body


def rows(
    viewer: Viewer, unit: Unit, format_: Format, filters: Filters, today: datetime.date
) -> list[list[str]]:
    """Return the unit's letters that fit, the oldest first; at most 20,000.

    Three queries.
    """
    steps = Step.objects.select_related("reply").order_by("seq")
    found = (
        queue.queue(viewer, filters, today)
        .filter(unit=unit)
        .defer(None)
        .defer("folded")
        .order_by("received_on", "received_at", "pk")
        .prefetch_related(
            Prefetch("steps", queryset=steps),
            Prefetch("imported", queryset=ImportedRow.objects.all()),
        )
    )
    makers = [_CELLS.get(column.field, _nothing) for column in format_.columns]
    return [[make(told) for make in makers] for told in _told(found[:MOST])]


def heads(format_: Format) -> list[str]:
    """Return the head of a sheet; always Vietnamese, for it goes to other offices."""
    return [column.header["vi"] for column in format_.columns]


@transaction.atomic
def note(*, unit: Unit, format_: Format, count: int, by: Actor) -> None:
    """Write down that so many letters of the unit left in a sheet."""
    journal.write(
        by=by,
        action="petition.exchange",
        record=f"orgs.unit:{unit.pk}",
        changes={"format": (None, format_.code), "rows": (None, str(count))},
    )


def _told(petitions: Iterable[Petition]) -> Iterator[Told]:
    for petition in petitions:
        steps = list(petition.steps.all())
        accepted = next((s for s in steps if s.verb == Verb.ACCEPT), None)
        end = next((s for s in reversed(steps) if s.verb in _ENDS), None)
        yield Told(petition, accepted, end)


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _serial(told: Told) -> str:
    row = getattr(told.petition, "imported", None)
    return (row.serial if row else "") or told.petition.number


def _name_address(told: Told) -> str:
    name, address = told.petition.name, told.petition.address
    return f"{name}; {address}".strip() if name else ""


def _reasons(told: Told) -> str:
    codes = told.end.reasons if told.end else []
    return "; ".join(eligibility.LABELS[eligibility.Reason(c)]["vi"] for c in codes)


def _nothing(_told: Told) -> str:
    return ""


def _choice(field: str) -> Callable[[Told], str]:
    return lambda told: exchange.written(field, getattr(told.petition, field))


def _text(field: str) -> Callable[[Told], str]:
    return lambda told: str(getattr(told.petition, field))


def _date(field: str) -> Callable[[Told], str]:
    return lambda told: _day(getattr(told.petition, field))


def _way(outcome: str) -> Callable[[Told], str]:
    return lambda told: told.went_to if told.outcome == outcome else ""


_TEXTS = (
    *("name", "address", "phone", "on_behalf_of", "people", "what", "request"),
    *("place", "decision", "forwarded_by", "forward_letter"),
)
_CELLS: Mapping[str, Callable[[Told], str]] = {
    "serial": _serial,
    "name_address": _name_address,
    "reasons": _reasons,
    **{field: _text(field) for field in _TEXTS},
    **{
        field: _choice(field)
        for field in ("kind", "channel", "forwarder", "subject", "field")
    },
    **{f: _date(f) for f in ("received_on", "written_on", "forward_date")},
    "originals": lambda told: "x" if told.petition.originals else "",
    "own": lambda told: "x" if told.petition.competence == Competence.OWN else "",
    "accepted_on": lambda told: _day(told.accepted.on if told.accepted else None),
    "outcome": lambda told: exchange.written("outcome", told.outcome),
    "outcome_on": lambda told: _day(told.end.on if told.end else None),
    "outcome_body": lambda told: told.end.to_name if told.end else "",
    "outcome_document": lambda told: told.reply[1],
    "outcome_text": lambda told: told.reply[0],
    "guided_to": _way("guide"),
    "transferred_to": _way("transfer"),
    "followed": lambda told: (
        told.reply[0]
        or ("" if told.outcome in {"open", "guide", "transfer"} else told.went_to)
    ),
}
