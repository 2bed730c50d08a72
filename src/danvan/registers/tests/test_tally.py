"""The database adds up as the reference does, whatever the book and the edition."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.calendar import periods
from danvan.core.registers import feeds, load
from danvan.core.registers.feeds import Line
from danvan.core.registers.kind import Type
from danvan.core.registers.read import stored
from danvan.registers import counts, tally
from danvan.registers.models import Entry, Source
from danvan.registers.tally import Span
from danvan.registers.tests.conftest import DAY, NOW, line
from danvan.registers.tests.test_services import cancel, correct

pytestmark = pytest.mark.django_db
NAMED = {"vi": "Số", "en": "Number", "unit": "person"}
# Two editions: one subject more in the second, other conditions, another scale; arithmetic in a condition.
ODD = load.kind_of(
    {
        "id": "odd",
        "name": {"vi": "Sổ thử", "en": "Odd"},
        "group": "words",
        "day": {"vi": "Ngày", "en": "Day"},
        "keepers": ["peoples_committee"],
        "levels": ["commune"],
        "edition": [
            {
                "from": datetime.date(2025, 1, 1),
                "to": datetime.date(2025, 12, 31),
                "fields": [
                    *(
                        fields := [
                            {
                                "key": k,
                                "type": "measure",
                                "unit": "person",
                                "vi": k,
                                "en": k,
                            }
                            for k in ("a", "b")
                        ]
                    ),
                    {
                        "key": "sort",
                        "type": "choice",
                        "vi": "Loại",
                        "en": "Sort",
                        "choices": [["x", "X", "X"], ["y", "Y", "Y"], ["z", "Z", "Z"]],
                    },
                ],
                "feeds": [
                    {
                        **NAMED,
                        "id": "so/odd:lines",
                        "how": "entries",
                        "where": {"sort": "x"},
                    },
                    {**NAMED, "id": "so/odd:sum", "how": "sum", "field": "a"},
                    {**NAMED, "id": "so/odd:state", "how": "last", "field": "a"},
                ],
            },
            {
                "from": datetime.date(2026, 1, 1),
                "fields": [
                    *fields,
                    {
                        "key": "sort",
                        "type": "choice",
                        "subject": True,
                        "vi": "Loại",
                        "en": "Sort",
                        "choices": [["x", "X", "X"], ["y", "Y", "Y"], ["z", "Z", "Z"]],
                    },
                ],
                "feeds": [
                    {
                        **NAMED,
                        "id": "so/odd:lines",
                        "how": "entries",
                        "where": {"sort": ["x", "y"]},
                        "when": ["2 × a - b ≥ 1", "a + b ≤ 12"],
                    },
                    {
                        **NAMED,
                        "id": "so/odd:sum",
                        "how": "sum",
                        "field": "a",
                        "scale": "0.001",
                    },
                    {
                        **NAMED,
                        "id": "so/odd:state",
                        "how": "last",
                        "field": "b",
                        "when": ["a = b"],
                    },
                    {
                        **NAMED,
                        "id": "so/odd:met",
                        "how": "last",
                        "where": {"sort": "z"},
                    },
                ],
            },
        ],
    }
)
FIRST, LAST = datetime.date(2025, 12, 20), datetime.date(2026, 1, 12)


def values(edition):
    """Values of an entry as an edition has them, some of them missing."""
    drawn = {}
    for field in edition.fields:
        if field.is_number:
            drawn[field.key] = st.integers(0, 20).map(Decimal)
        elif field.type is Type.CHOICE:
            drawn[field.key] = st.sampled_from([c.code for c in field.choices])
    return st.fixed_dictionaries({}, optional=drawn)


def lines(kind, first, last):
    """Lines of two units, some before and after the period."""
    around = datetime.timedelta(days=3)
    days = st.dates(first - around, last + around).filter(lambda d: kind.on(d))
    one = days.flatmap(
        lambda day: st.tuples(
            st.integers(0, 1), st.just(day), values(kind.on(day)), st.booleans()
        )
    )
    return st.lists(one, max_size=14)


def written(kind, units, drawn):
    """Put drawn lines in the database; return those that stand as the reference has them."""
    made = [
        Entry(
            kind=kind.id,
            unit=units[which],
            day=day,
            values=stored(found),
            standing=standing,
            key=uuid.uuid4(),
            source=Source.FORM,
            made_at=NOW + datetime.timedelta(minutes=n // 2),
            row=n,
            actor_label="x",
            digest="x",
        )
        for n, (which, day, found, standing) in enumerate(drawn)
    ]
    Entry.objects.bulk_create(made)
    return [
        Line(units[which].pk, day, n, found)
        for n, (which, day, found, standing) in enumerate(drawn)
        if standing
    ]


def hold(kind, drawn, first, last, town):
    """Hold every number of a book to the reference, in a transaction taken back."""
    with transaction.atomic():
        kept = written(kind, [town.commune, town.stranger], drawn)
        of_period = [x for x in kept if first <= x.day <= last]
        found = tally.totals(kind, kind.feeds, Span(first, last))
        expected = {name: feeds.of_kind(kind, name, of_period) for name in kind.feeds}
        transaction.set_rollback(True)
    assert found == expected


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn=lines(ODD, FIRST, LAST))
def test_the_database_adds_up_as_the_reference_does(town, drawn):
    hold(ODD, drawn, FIRST, LAST, town)


@pytest.mark.parametrize("kind", load.known().values(), ids=lambda kind: kind.id)
def test_every_book_adds_up_as_the_reference_does(town, kind):
    first, last = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)

    @settings(max_examples=6, deadline=None)
    @given(drawn=lines(kind, first, last))
    def held(drawn):
        hold(kind, drawn, first, last, town)

    held()


def test_only_what_stands_counts(town, meetings):
    wrong = line(meetings, town.commune, people="900")
    right = correct(wrong, people="200")
    gone = line(meetings, town.commune, people="7")
    cancel(gone)

    found = tally.totals(meetings, ["TX02"], Span(DAY, DAY))

    assert found == {"TX02": {town.commune.pk: Decimal(200)}}
    assert list(tally.behind(meetings, "TX02", Span(DAY, DAY))) == [right]


def test_the_lines_behind_a_state_are_the_last_ones(town):
    kind = load.known()["new-rural-criteria"]
    said = {"set": "basic", "recognised": "no"}
    first = datetime.date(2024, 5, 14)
    days = [first, first + datetime.timedelta(days=9)]
    line(kind, town.commune, days[0], written=said | {"met": "19"})
    last = line(kind, town.commune, days[1], written=said | {"met": "17"})
    span = Span(days[0], days[1])

    assert not tally.behind(kind, "NTM02", span).exists()
    assert list(tally.behind(kind, "NTM04", span)) == [last]


def test_flows_of_a_book_are_one_query_and_states_one(town, django_assert_num_queries):
    for kind in load.known().values():
        hows = {f.how == "last" for e in kind.editions for f in e.feeds}
        with django_assert_num_queries(len(hows)):
            tally.totals(kind, kind.feeds, Span(DAY, DAY, [town.commune.pk]))


class TestCounts:
    """What indicators are counted from."""

    def count(self, name):
        return next(c for c in counts.COUNTS if c.id == name)

    def test_every_number_of_every_book_is_a_count(self):
        assert {c.id for c in counts.COUNTS} == {
            name for kind in load.known().values() for name in kind.feeds
        }

    def test_an_indicator_counts_the_lines_of_its_period(self, town, meetings):
        line(meetings, town.commune, people="200")
        line(meetings, town.commune, datetime.date(2026, 12, 15), people="5")
        line(meetings, town.stranger, people="7")
        year = periods.of("inspectorate", periods.Kind.YEAR, 2026)

        count = self.count("TX02")

        both = {town.commune.pk: Decimal(200), town.stranger.pk: Decimal(7)}
        assert count.totals(year) == both
        assert count.totals(year, [town.stranger.pk]) == {town.stranger.pk: 7}

    def test_who_may_not_see_a_line_does_not_see_it_behind_a_number(
        self, town, meetings, compiler, stranger
    ):
        entry = line(meetings, town.commune)
        year = periods.of("inspectorate", periods.Kind.YEAR, 2026)

        (shown,) = self.count("TX01").records(year, [town.commune.pk], compiler)

        assert str(entry.pk) in shown.url
        assert not self.count("TX01").records(year, [town.commune.pk], stranger)
