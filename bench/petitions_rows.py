"""Made-up petitions by the hundred thousand: each as a real one would have gone.

The seed is fixed, so that the same day gives the same rows; a test puts some of them
before the database with all its constraints on.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import clock, deadlines, number
from danvan.core.casework.workflow import Kind, State, Step, check
from danvan.core.text.fold import fold
from danvan.petitions import demo_texts

DAYS = 1095  # how far back letters go
_DAY = datetime.timedelta(days=1)
_STRIDE = 40_503_000_007  # no multiple of the 23 signs: every place has its own number
_S = Step
_VERIFIED = (_S.SCREEN, _S.ACCEPT, _S.ASSIGN, _S.CONCLUDE, _S.ANSWER, _S.CLOSE)
# How letters go, five steps each on the average, the receipt counted.
COURSES = (
    *[(Kind.FEEDBACK, (_S.SCREEN, _S.ANSWER, _S.CLOSE))] * 6,
    *[(Kind.FEEDBACK, _VERIFIED)] * 3,
    *[(Kind.FEEDBACK, (_S.SCREEN, _S.GUIDE, _S.CLOSE))] * 2,
    (Kind.FEEDBACK, (_S.SCREEN, _S.FILE, _S.CLOSE)),
    *[(Kind.COMPLAINT, _VERIFIED)] * 4,
    (Kind.COMPLAINT, (_S.SCREEN, _S.GUIDE, _S.CLOSE)),
)
_ANSWERING = {_S.ANSWER, _S.GUIDE}
_REPLY = "[Mẫu] Ủy ban nhân dân đã xem xét nội dung đơn, kiểm tra thực tế và trả lời."


class Place(NamedTuple):
    """A unit as the rows need it: letters for ``share`` of all go there."""

    pk: int
    name: str
    remote: bool
    share: float


Row = tuple[object, ...]


@dataclass(slots=True)
class Rows:
    """Rows by table, in the order of `COLUMNS`."""

    petitions_petition: list[Row] = field(default_factory=list)
    petitions_step: list[Row] = field(default_factory=list)
    petitions_deadline: list[Row] = field(default_factory=list)
    petitions_assignment: list[Row] = field(default_factory=list)
    petitions_reply: list[Row] = field(default_factory=list)


COLUMNS = {
    "petitions_petition": "id number kind channel state version unit_id received_at "
    "received_on due what request place decision field hard anonymous name phone "
    "address on_behalf_of idempotency_key code_hash language synthetic folded",
    "petitions_step": 'id petition_id seq verb from_state to_state at "on" actor_id '
    "actor_label reasons to_name note",
    "petitions_deadline": "petition_id code start due sentence_vi sentence_en act "
    "article ended_on outcome",
    "petitions_assignment": "petition_id step_id unit_id elsewhere",
    "petitions_reply": "petition_id step_id text document",
}


@dataclass
class Writer:
    """Makes letters for ``places`` of the last three years before ``today``.

    ``first_step`` is the id that the next step gets.
    """

    places: Sequence[Place]
    calendar: WorkingCalendar
    today: datetime.date
    first_step: int
    seed: int = 7

    def __post_init__(self) -> None:
        self.luck = random.Random(self.seed)  # noqa: S311 - examples, no secrets # nosec B311
        self.steps = itertools.count(self.first_step)
        self.numbers = itertools.count()
        self.shares = list(itertools.accumulate(p.share for p in self.places))
        self.terms: dict[tuple[object, ...], deadlines.Deadline] = {}
        texts = [m for kind in demo_texts.MATTERS.values() for m in kind]
        self.said = [m.what.removeprefix("[Mẫu] ") for m in texts]
        self.asked = [m.request for m in texts]
        every = {*self.said, *self.asked, *(place.name for place in self.places)}
        self.folds = {text: fold(text) for text in every}

    def chunks(self, count: int, size: int = 10_000) -> Iterator[Rows]:
        """Yield ``count`` letters, at most ``size`` at a time, the oldest first."""
        for start in range(0, count, size):
            rows = Rows()
            for place in range(start, min(start + size, count)):
                age = DAYS - DAYS * place // count
                self._letter(rows, self.today - age * _DAY)
            yield rows

    def _letter(self, rows: Rows, day: datetime.date) -> None:
        luck = self.luck
        (unit,) = luck.choices(self.places, cum_weights=self.shares)
        kind, course = luck.choice(COURSES)
        pk = uuid.UUID(int=luck.getrandbits(128), version=4)
        received = day
        state, seq, due = State.RECEIVED, 1, None
        self._step(rows, pk, 1, _S.RECEIVE, "", state, day)
        running = self._start(kind, _S.RECEIVE, day, unit)
        for verb in course:
            day += luck.randint(1, 9) * _DAY
            if day > self.today or luck.random() < 0.01:
                break
            target = check(state, verb, kind).target
            seq += 1
            step = self._step(rows, pk, seq, verb, state, target, day)
            self._beside(rows, pk, step, verb, unit)
            state = target
            if running and verb in clock.MEETS[running.code]:
                rows.petitions_deadline.append(_term(pk, running, day))
                running = None
            running = self._start(kind, verb, day, unit) or running
        if running:
            rows.petitions_deadline.append(_term(pk, running, None))
            due = running.due
        rows.petitions_petition.append(
            self._petition(pk, kind, unit, state, seq, received, due)
        )

    def _petition(
        self,
        pk: uuid.UUID,
        kind: Kind,
        unit: Place,
        state: State,
        version: int,
        day: datetime.date,
        due: datetime.date | None,
    ) -> Row:
        luck = self.luck
        said = [*luck.choices(self.said, k=4), luck.choice(self.places).name]
        asked = luck.choice(self.asked)
        name, address = demo_texts.person(luck.randint(1, 400_000))
        where = demo_texts.place(luck.randint(1, 900))
        folded = " ".join(self.folds[text] for text in (*said, asked))
        folded += f" nguoi dan mau {name.rpartition(' ')[2]} {where.lower()}"
        folded = folded.replace("khu phố mẫu", "khu pho mau")
        signs = _signs(next(self.numbers))
        code = number.make(day.year, lambda _: next(signs))
        return (
            *(pk, code, kind.value, luck.choice(("online", "counter", "post"))),
            *(state.value, version, unit.pk, _moment(day), day, due),
            *(f"[Mẫu] {' '.join(said)}", asked, where),
            *("Quyết định mẫu" if kind is Kind.COMPLAINT else "", "land", False),
            *(False, name, "", address, ""),
            *(uuid.UUID(int=luck.getrandbits(128), version=4), f"{pk.int:064x}"),
            *("vi", True, folded),
        )

    def _step(
        self,
        rows: Rows,
        pk: uuid.UUID,
        seq: int,
        verb: Step,
        source: str,
        target: State,
        day: datetime.date,
    ) -> int:
        reasons = f'["{demo_texts.REASONS[0]}"]' if verb is _S.FILE else "[]"
        step = next(self.steps)
        rows.petitions_step.append(
            (step, pk, seq, verb.value, str(source), target.value, _moment(day), day,
             "system", "system", reasons, "", "")
        )  # fmt: skip
        return step

    def _beside(
        self, rows: Rows, pk: uuid.UUID, step: int, verb: Step, unit: Place
    ) -> None:
        if verb in _ANSWERING:
            rows.petitions_reply.append((pk, step, _REPLY, ""))
        if verb is _S.ASSIGN:
            # One in eight is looked into elsewhere.
            to = unit if self.luck.random() < 0.875 else self.luck.choice(self.places)
            row = (pk, step, to.pk, to.pk != unit.pk)
            rows.petitions_assignment.append(row)

    def _start(
        self, kind: Kind, verb: Step, day: datetime.date, unit: Place
    ) -> deadlines.Deadline | None:
        code = clock.STARTS.get((kind, verb))
        if code is None:
            return None
        known = (code, day, unit.remote)
        if known not in self.terms:
            self.terms[known] = deadlines.compute_for_now(
                code, day, self.calendar, remote=unit.remote
            )
        return self.terms[known]


def _term(pk: uuid.UUID, term: deadlines.Deadline, ended: datetime.date | None) -> Row:
    words = (term.sentence["vi"], term.sentence["en"], term.act, term.article)
    end = (ended, "met" if ended else "")
    return (pk, term.code, term.term.start, term.due, *words, *end)


def _signs(place: int) -> Iterator[str]:
    """Yield the signs of a number that no other place has; chance would repeat some."""
    size = len(number.ALPHABET)
    place = place * _STRIDE % size**8
    while True:
        place, sign = divmod(place, size)
        yield number.ALPHABET[sign]


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()} 09:00:00+07"
