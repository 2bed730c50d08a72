"""Histories of letters without a database, and what each form counts of them.

Written apart from `petitions.counts`, from the words of the forms, so that the two
can be held against each other.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.calendar.periods import Period
from danvan.core.casework import workflow
from danvan.core.casework.workflow import Kind, State, Step

PROCESSING = {Step.ACCEPT, Step.GUIDE, Step.TRANSFER, Step.FILE, Step.ANSWER}
PROCESSING |= {Step.WITHDRAW, Step.TERMINATE}
# What the services can do so far, of all that the law's tables know.
TAKEN = PROCESSING | {Step.SCREEN, Step.ASSIGN, Step.CONCLUDE, Step.CLOSE}
POLICY = {"social", "health", "education"}
LAND = {"land", "building"}


@dataclass
class Letter:
    unit: object
    kind: Kind
    received: datetime.date
    field: str = ""
    people: int = 1
    second: bool = False
    matter: object = None
    state: State = State.RECEIVED
    steps: list = dataclasses.field(default_factory=list)  # (verb, day, reasons)

    def ways(self, on=None) -> list[Step]:
        """The steps that the law's table allows, of that day or of any."""
        lines = workflow.next_steps(
            self.state, self.kind, instance=self.instance, on=on
        )
        return sorted({line.step for line in lines} & TAKEN)

    @property
    def instance(self) -> int:
        return 2 if self.second else 0

    def take(self, verb, day, reasons=(), kind=None) -> None:
        self.state = workflow.check(
            self.state, verb, self.kind, instance=self.instance
        ).target
        self.kind = kind or self.kind
        self.steps.append((verb, day, tuple(reasons)))

    def first(self, verbs):
        return next((s for s in self.steps if s[0] in verbs), None)

    @property
    def processed(self):
        step = self.first(PROCESSING)
        return step[1] if step else None

    @property
    def way(self):
        step = self.first(PROCESSING)
        return step[0] if step else None

    @property
    def settled(self):
        step = self.first({Step.ANSWER})
        return step[1] if step else None

    @property
    def own(self) -> bool:
        return self.way in {Step.ACCEPT, Step.ANSWER}

    @property
    def guided(self) -> bool:
        return self.way == Step.GUIDE and not self.first(PROCESSING)[2]

    @property
    def eligible(self) -> bool:
        return self.own or self.guided or self.way == Step.TRANSFER


def cells(letters: Iterable[Letter], period: Period) -> Mapping[str, Decimal]:
    """Count every countable column of the forms on processing, ``form:column``."""
    letters = list(letters)
    found = {}
    first, last = period.start, period.end

    def later(day, than):
        return day is None or day > than

    carried = [x for x in letters if x.received < first]
    carried = [x for x in carried if x.processed is None or x.processed >= first]
    received = [x for x in letters if first <= x.received <= last]
    processed = [x for x in letters if x.processed and first <= x.processed <= last]
    left = [x for x in letters if x.received <= last and later(x.processed, last)]
    eligible = [x for x in processed if x.eligible]
    answered = [x for x in eligible if not later(x.settled, last)]

    def put(form, **sets):
        for column, rows in sets.items():
            found[f"{form}:{column[1:]}"] = Decimal(len(rows))

    def of(kind, rows):
        return [x for x in rows if x.kind == kind]

    def where(rows, test):
        return [x for x in rows if test(x)]

    def split(rows):
        return {
            "many": where(rows, lambda x: x.people >= 5),
            "one": where(rows, lambda x: x.people == 1),
            "few": where(rows, lambda x: 1 < x.people < 5),
        }

    def matters(rows):
        """The first letter of each matter, unit by unit and kind by kind."""
        seen, firsts = set(), []
        for x in rows:
            key = (x.unit, x.kind, x.matter) if x.matter is not None else id(x)
            if key not in seen:
                firsts.append(x)
            seen.add(key)
        return firsts

    complaint, denunciation, feedback = Kind.COMPLAINT, Kind.DENUNCIATION, Kind.FEEDBACK
    own = where(eligible, lambda x: x.own)
    unanswered = [x for x in eligible if x not in answered]
    put("01/XLD/2024", _2=carried, _3=received, _4=processed, _5=left)
    put(
        "01/XLD/2024",
        _7=matters(eligible),
        _8=of(complaint, eligible),
        _9=of(denunciation, eligible),
        _10=of(feedback, eligible),
        _11=where(answered, lambda x: not x.second),
        _12=where(answered, lambda x: x.second),
        _13=unanswered,
        _15=of(complaint, own),
        _16=of(denunciation, own),
        _17=of(feedback, own),
        _19=where(eligible, lambda x: x.guided),
        _20=where(eligible, lambda x: x.way == Step.TRANSFER),
    )
    c, r = split(carried), split(received)
    put("01/XLD/2021", _2=c["many"], _3=c["one"], _4=c["few"])
    put("01/XLD/2021", _5=r["many"], _6=r["one"], _7=r["few"], _8=processed)
    put(
        "01/XLD/2021",
        _10=matters(eligible),
        _11=of(complaint, eligible),
        _12=of(denunciation, eligible),
        _13=of(feedback, eligible),
        _14=where(answered, lambda x: not x.second),
        _15=where(answered, lambda x: x.second),
        _16=where(unanswered, lambda x: x.own),
        _17=where(unanswered, lambda x: not x.own),
        _19=of(complaint, own),
        _20=of(denunciation, own),
        _21=of(feedback, own),
        _23=where(eligible, lambda x: x.guided),
        _24=where(eligible, lambda x: x.way == Step.TRANSFER),
    )
    for form, kind in (("02", complaint), ("03", denunciation), ("04", feedback)):
        put(
            f"{form}/XLD/2024",
            _2=of(kind, carried),
            _3=of(kind, received),
            _5=where(of(kind, processed), lambda x: x.received < first),
            _6=where(of(kind, processed), lambda x: x.received >= first),
            _7=of(kind, eligible),
        )
    cases = matters(of(complaint, eligible))
    done = [x for x in cases if x in answered]
    put(
        "02/XLD/2024",
        _8=cases,
        _10=where(cases, lambda x: x.field in POLICY),
        _11=where(cases, lambda x: x.field in LAND),
        _12=where(cases, lambda x: x.field not in POLICY | LAND),
        _16=where(done, lambda x: not x.second),
        _17=where(done, lambda x: x.second),
        _19=[x for x in cases if x not in done],
        _21=where(cases, lambda x: x.own and not x.second),
        _22=where(cases, lambda x: x.own and x.second),
        _24=where(cases, lambda x: not x.own),
    )
    asked = matters(of(feedback, eligible))
    done = [x for x in asked if x in answered]
    put(
        "04/XLD/2024",
        _9=where(asked, lambda x: x.field in POLICY),
        _10=where(asked, lambda x: x.field in LAND),
        _12=where(asked, lambda x: x.field not in POLICY | LAND),
        _13=done,
        _14=[x for x in asked if x not in done],
        _15=where(asked, lambda x: x.own),
        _17=where(asked, lambda x: not x.own),
        _19=where(done, lambda x: x.own),
        _20=[x for x in asked if x.own and x not in done],
    )
    return found
