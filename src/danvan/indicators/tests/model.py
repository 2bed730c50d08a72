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
PROCESSING |= {Step.REFUSE, Step.RETURN, Step.DEMAND, Step.EXPLAIN}
# The steps of a history, of all that the law's tables know.
TAKEN = PROCESSING | {Step.SCREEN, Step.ASSIGN, Step.CONCLUDE, Step.CLOSE}
TAKEN |= {Step.REPLY_IN}
POLICY = {"social", "health", "education"}
LAND = {"land", "building"}


@dataclass
class Letter:
    unit: object
    kind: Kind
    received: datetime.date
    field: str = ""
    body: str = ""
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
        told = self.way in {Step.GUIDE, Step.RETURN}
        return told and not self.first(PROCESSING)[2]

    @property
    def urged(self) -> bool:
        return self.way == Step.DEMAND

    @property
    def eligible(self) -> bool:
        return self.own or self.guided or self.urged or self.way == Step.TRANSFER

    def replies(self, period) -> int:
        """How many replies came in the period to what was sent on."""
        days = [day for verb, day, _ in self.steps if verb == Step.REPLY_IN]
        return sum(period.start <= day <= period.end for day in days)


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
        _21=where(eligible, lambda x: x.urged),
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
        _25=where(eligible, lambda x: x.urged),
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
    for form, kind in (("02", complaint), ("04", feedback)):
        rows = {"carried": split(of(kind, carried)), "new": split(of(kind, received))}
        parts = [rows[when][size] for when in rows for size in ("many", "one", "few")]
        if form == "02":  # a complaint of a few is none of many
            parts = [
                part for m, o, f in (parts[:3], parts[3:]) for part in (m, [*o, *f])
            ]
        done = of(kind, processed)
        parts += [
            where(done, lambda x: x.received < first),
            where(done, lambda x: x.received >= first),
        ]
        after = {"02": [*range(2, 6), 7, 8], "04": [*range(2, 8), 9, 10]}[form]
        columns = [f"_{n}" for n in after]
        put(f"{form}/XLD/2021", **dict(zip(columns, parts, strict=True)))
        letter_column = {"02": "_9", "04": "_11"}[form]
        put(f"{form}/XLD/2021", **{letter_column: of(kind, eligible)})
    cases = matters(of(complaint, eligible))
    done = [x for x in cases if x in answered]
    office = where(cases, lambda x: x.body not in {"justice", "political"})
    fields = (
        where(office, lambda x: x.field in POLICY),
        where(office, lambda x: x.field in LAND),
        where(office, lambda x: x.field not in POLICY | LAND),
        where(cases, lambda x: x.body == "justice"),
        where(cases, lambda x: x.body == "political"),
    )
    put("02/XLD/2024", **dict(zip(names(10, 15), fields, strict=True)), _8=cases)
    put("02/XLD/2021", **dict(zip(names(12, 17), fields, strict=True)), _11=office)
    put(
        "02/XLD/2024",
        _16=where(done, lambda x: not x.second),
        _17=where(done, lambda x: x.second),
        _19=[x for x in cases if x not in done],
        _21=where(cases, lambda x: x.own and not x.second),
        _22=where(cases, lambda x: x.own and x.second),
        _24=where(cases, lambda x: not x.own and not x.urged),
        _25=where(cases, lambda x: x.urged),
    )
    stages(put, "02/XLD/2021", 18, cases, done)
    put(
        "02/XLD/2021",
        _24=where(cases, lambda x: x.own and not x.second),
        _25=where(cases, lambda x: x.own and x.second),
        _27=where(cases, lambda x: x.guided),
        _28=where(cases, lambda x: x.way == Step.TRANSFER),
        _29=where(cases, lambda x: x.urged),
    )
    for regime_column in ("02/XLD/2021:30", "02/XLD/2024:26"):
        found[regime_column] = replies(of(complaint, letters), period)
    for regime_column in ("01/XLD/2021:26", "01/XLD/2024:22"):
        found[regime_column] = replies(letters, period)
    found["04/XLD/2021:24"] = replies(of(feedback, letters), period)
    asked = matters(of(feedback, eligible))
    done = [x for x in asked if x in answered]
    plain = where(asked, lambda x: x.body != "justice")
    fields = (
        where(plain, lambda x: x.field in POLICY),
        where(plain, lambda x: x.field in LAND),
        where(asked, lambda x: x.body == "justice"),
        where(plain, lambda x: x.field not in POLICY | LAND),
    )
    put("04/XLD/2024", **dict(zip(names(9, 13), fields, strict=True)))
    put("04/XLD/2021", **dict(zip(names(13, 17), fields, strict=True)))
    put(
        "04/XLD/2021",
        _17=done,
        _18=[x for x in asked if x.own and x not in done],
        _19=[x for x in asked if not x.own and x not in done],
        _20=where(asked, lambda x: x.own),
        _22=where(asked, lambda x: not x.own and not x.urged),
        _23=where(asked, lambda x: x.urged),
    )
    put(
        "04/XLD/2024",
        _13=done,
        _14=[x for x in asked if x not in done],
        _15=where(asked, lambda x: x.own),
        _17=where(asked, lambda x: not x.own and not x.urged),
        _18=where(asked, lambda x: x.urged),
        _19=where(done, lambda x: x.own),
        _20=[x for x in asked if x.own and x not in done],
    )
    return found


def names(first, past):
    """Return the keywords of the columns from ``first`` to before ``past``."""
    return [f"_{n}" for n in range(first, past)]


def stages(put, form, first, cases, done):
    """Put the stages of settlement of complaints: by instance, then what is open."""
    put(
        form,
        **{
            f"_{first}": [x for x in done if not x.second],
            f"_{first + 1}": [x for x in done if x.second],
            f"_{first + 3}": [x for x in cases if x.own and x not in done],
            f"_{first + 4}": [x for x in cases if not x.own and x not in done],
        },
    )


def replies(letters, period):
    """Add up the replies that came in the period."""
    return Decimal(sum(letter.replies(period) for letter in letters))
