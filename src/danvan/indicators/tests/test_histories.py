"""Whatever happens to letters, the forms add up: without a database, and with it."""

import datetime
import random
import uuid
from decimal import Decimal

from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.workflow import Kind, Step
from danvan.core.forms import engine, load
from danvan.indicators import sources
from danvan.indicators.tests.model import Letter, cells
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level, Unit
from danvan.petitions import doing, services
from danvan.petitions.matters import Matter
from danvan.petitions.models import Channel, Instance, Petition

FORMS = {form.id: form for form in load.known()}
COUNTED = ("01/XLD/2024", "02/XLD/2024", "03/XLD/2024", "04/XLD/2024")
COUNTED += ("01/XLD/2021", "02/XLD/2021", "04/XLD/2021")
QUARTERS = [periods.by_key(key) for key in ("2025-q1", "2025-q2", "2025-q3")]
FIRST, LAST = QUARTERS[0].start, QUARTERS[-1].end
HALF = periods.by_key("2025-6m")
UNITS = ("province", "commune", "other commune")
BODIES = ("", "administration", "justice", "political")
FIELDS = ("", "land", "building", "social", "order", "other")
REASONS = ("copy_only",)
DAY = datetime.timedelta(days=1)


def sheets(letters, period):
    """Fill the forms; where nothing counts there was nothing to report."""
    counted = {form: {} for form in COUNTED}
    for key, value in cells(letters, period).items():
        form, _, column = key.rpartition(":")
        counted[form][column] = value
    return {
        form: engine.fill(FORMS[form], LEAVES[form] | found)
        for form, found in counted.items()
    }


LEAVES = {
    form: {c.number: Decimal(0) for c in FORMS[form].numbers if not c.is_derived}
    for form in COUNTED
}


class Histories(RuleBasedStateMachine):
    """Letters come to three units and are worked on as the law's table allows."""

    def __init__(self):
        super().__init__()
        self.letters = []
        self.today = FIRST - 20 * DAY

    @rule(days=st.integers(1, 60))
    def time_passes(self, days):
        self.today = min(self.today + days * DAY, LAST)

    @rule(
        unit=st.sampled_from(UNITS),
        kind=st.sampled_from(list(Kind)),
        field=st.sampled_from(FIELDS),
        body=st.sampled_from(BODIES),
        people=st.integers(1, 6),
        second=st.booleans(),
        matter=st.sampled_from([None, None, 1, 2]),
    )
    def a_letter_comes(self, unit, kind, field, body, people, second, matter):
        complaint = kind == Kind.COMPLAINT
        letter = Letter(unit, kind, self.today, field, body, people)
        letter.second = second and complaint
        letter.matter = None if kind == Kind.DENUNCIATION else matter
        self.letters.append(letter)

    @precondition(lambda self: any(x.ways() for x in self.letters))
    @rule(data=st.data())
    def somebody_takes_a_step(self, data):
        letter = data.draw(st.sampled_from([x for x in self.letters if x.ways()]))
        verb = data.draw(st.sampled_from(letter.ways()))
        kind = None
        if verb == Step.SCREEN and letter.matter is None and not letter.second:
            kind = data.draw(st.sampled_from([letter.kind, Kind.FEEDBACK]))
        reasons = data.draw(st.sampled_from([(), REASONS]))
        letter.take(verb, self.today, reasons, kind)

    @invariant()
    def every_identity_holds(self):
        every_identity_holds(self.letters)

    @invariant()
    def the_units_add_up_to_their_parent(self):
        parts = [
            sheets([x for x in self.letters if x.unit == unit], HALF) for unit in UNITS
        ]
        for form, whole in sheets(self.letters, HALF).items():
            added = engine.total([part[form] for part in parts])
            assert added.filled.cells == whole.cells


def every_identity_holds(letters):
    """Printed and further identities, across forms, and stock from period to period."""
    opening = {}
    for period in (*QUARTERS, HALF):
        rows = sheets(letters, period)
        for form, row in rows.items():
            regime = form.rpartition("/")[2]
            beside = [rows[f] for f in rows if f != form and f.endswith(regime)]
            beside = beside if regime == "2024" else []
            earlier = opening.get(form) if period != HALF else None
            assert engine.check(row, earlier, beside) == (), (form, period.key)
        opening = rows


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=None, derandomize=True
)


def test_thousands_of_short_histories_add_up():
    """More histories than the machine walks, drawn from one seed."""
    rng = random.Random(20250615)  # noqa: S311 - nothing secret
    for _ in range(2000):
        machine = Histories()
        for _ in range(rng.randint(1, 8)):
            machine.time_passes(rng.randint(1, 60))
            machine.letters.append(drawn(rng, rng.choice(UNITS), machine.today))
        for letter in machine.letters:
            walk(rng, letter)
        machine.every_identity_holds()


def drawn(rng, unit, day, kinds=tuple(Kind)):
    kind = rng.choice(kinds)
    letter = Letter(unit, kind, day, people=rng.choice([1, 1, 3, 7]))
    letter.body = rng.choice(BODIES)
    if kind != Kind.DENUNCIATION:
        letter.matter = rng.choice([None, None, 1])
    letter.second = kind == Kind.COMPLAINT and rng.random() < 0.3
    return letter


def walk(rng, letter):
    """Take some of the steps that lie open, on later and later days."""
    day = letter.received
    while letter.ways() and rng.random() < 0.8:
        day = min(day + rng.randint(0, 40) * DAY, LAST)
        ways = letter.ways(day)
        if not ways:  # the law of that day knows no further step
            break
        verb = rng.choice(ways)
        reasons = REASONS if rng.random() < 0.3 or verb == Step.FILE else ()
        if verb == Step.SCREEN:
            letter.field = rng.choice(FIELDS)
        letter.take(verb, day, reasons)


CALENDAR = WorkingCalendar(frozenset(), frozenset(), range(2023, 2030))
BY = Actor(id="user:1", label="Chuyên viên", unit_code="T")


def stored(letter, unit, matters):
    """Walk the same history through the services."""
    petition = services.register(
        letter=services.Letter(
            kind=letter.kind, channel=Channel.POST, what="Đường hỏng"
        ),
        unit=unit,
        by=BY,
        now=moment(letter.received),
        key=uuid.uuid4(),
        calendar=CALENDAR,
    )
    matter = matters.get((unit.pk, letter.matter)) if letter.matter else None
    if letter.matter and matter is None:
        matter = Matter.objects.create(unit=unit, opened_on=letter.received)
        matters[unit.pk, letter.matter] = matter
    Petition.objects.filter(pk=petition.pk).update(
        people=letter.people,
        body=letter.body,
        matter=matter,
        instance=Instance.SECOND if letter.second else Instance.NONE,
    )
    for version, (verb, day, reasons) in enumerate(letter.steps, start=1):
        turn = {"petition": petition.pk, "version": version, "by": BY}
        turn |= {"now": moment(day), "calendar": CALENDAR}
        step(verb, letter, unit, reasons, turn)


def step(verb, letter, unit, reasons, turn):
    found = {Kind.FEEDBACK: "settled"}.get(letter.kind, "partly")
    if letter.second:
        found = "upheld"
    more = {
        Step.CONCLUDE: {"result": found, "agreed": True},
        Step.TERMINATE: {"ground": "all_withdrawn"},
        Step.SCREEN: {"field": letter.field},
        Step.GUIDE: {"reasons": reasons},
        Step.FILE: {"reasons": reasons},
        Step.TRANSFER: {"to_name": "Cơ quan khác"},
        Step.RETURN: {"to_name": "Nơi chuyển", "reasons": reasons},
        Step.DEMAND: {"to_name": "Cơ quan cấp dưới"},
        Step.EXPLAIN: {"reply": "Đã giải quyết đúng pháp luật."},
        Step.REFUSE: {"reasons": ["court"]},
        Step.ASSIGN: {"unit": unit},
    }.get(verb, {})
    doing.SERVICES[verb](**more, **turn)


def moment(day):
    zone = timezone.get_default_timezone()
    return datetime.datetime.combine(day, datetime.time(9), tzinfo=zone)


def fifty():
    """Make fifty units with a history each, in the database and beside it."""
    rng = random.Random(7)  # noqa: S311 - nothing secret
    matters, histories = {}, {}
    for number in range(50):
        unit = Unit.objects.create(
            code=f"H{number:02}",
            name=f"Xã Mẫu {number}",
            level=Level.COMMUNE,
            kind=UnitKind.TERRITORY,
        )
        days = sorted(FIRST + rng.randint(-30, 270) * DAY for _ in range(4))
        ordinary = (Kind.FEEDBACK, Kind.COMPLAINT)  # the vault counts the rest
        histories[unit.pk] = [drawn(rng, unit.pk, day, ordinary) for day in days]
        for letter in histories[unit.pk]:
            walk(rng, letter)
            stored(letter, unit, matters)
    return histories


def test_fifty_histories_in_the_database_give_the_same_cells(
    db, django_assert_num_queries
):
    histories = fifty()
    for period in QUARTERS:
        for form in COUNTED:
            found = sources.by_unit(form, period, list(histories))
            for unit, letters in histories.items():
                expected = {
                    key.rpartition(":")[2]: value
                    for key, value in cells(letters, period).items()
                    if key.startswith(f"{form}:")
                }
                counted = {c: found.get(unit, {}).get(c, 0) for c in expected}
                assert counted == expected, (form, period.key)

    (count,) = (c for c in sources.PETITIONS if c.id == "01/XLD/2024:4")
    with django_assert_num_queries(6):  # one count; the rest opens and shuts the lock
        count.totals(QUARTERS[0])
