"""Whatever happens at receptions, the forms add up; and each column counts its rows."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.casework.workflow import Kind as Content
from danvan.core.forms import engine, load
from danvan.indicators import sources
from danvan.petitions import onward, screening
from danvan.petitions.tests.conftest import viewer
from danvan.petitions.tests.test_services import CLERK, COMPLAINT, register, walk
from danvan.receptions import planning, services
from danvan.receptions.models import State
from danvan.receptions.tests.conftest import at, session, told, visit
from danvan.receptions.visits import Competence, Outcome, Visit

FORMS = {form.id: form for form in load.known()}
QUARTERS = [periods.by_key(key) for key in ("2025-q1", "2025-q2")]
HALF = periods.by_key("2025-6m")
FIRST = QUARTERS[0].start
DAYS = (HALF.end - FIRST).days


def row(form, period, units):
    """Fill a form from the database; what is not counted was nothing."""
    leaves = {c.number: Decimal(0) for c in FORMS[form].numbers if not c.is_derived}
    return engine.fill(FORMS[form], leaves | dict(sources.totals(form, period, units)))


def cell(form, column, period, units):
    return row(form, period, units).cells[str(column)]


@pytest.fixture
def spring(town):
    """An officer's and a leader's session of one day, in the first quarter."""
    day = FIRST + datetime.timedelta(days=30)
    return day, session(town, on=day), session(town, on=day, leader=True)


def test_visits_people_and_matters_are_three_numbers(town, spring):
    day, held, _led = spring
    first = visit(held, when=at(day), people=3)
    visit(held, when=at(day, 10), matter=first.matter_id)
    visit(held, when=at(day, 11), matter=first.matter_id, people=7)
    unit = [town.committee.pk]

    counted = [cell("01/TCD/2024", n, QUARTERS[0], unit) for n in range(4, 12)]

    #                  visits people first again | the crowd's
    assert counted == [3, 11, 1, 1, 1, 7, 0, 1]


def test_who_was_refused_was_not_received(town, spring):
    day, held, _led = spring
    visit(held, when=at(day), outcome=Outcome.REFUSED, ground="threatening")
    assert cell("01/TCD/2024", 1, QUARTERS[0], [town.committee.pk]) == 0


def test_a_visit_kept_apart_counts_and_shows_nothing(town, spring):
    day, held, _led = spring
    services.register_sealed(session=held, by=system("x"), now=at(day))
    unit = [town.committee.pk]

    assert [cell("01/TCD/2024", n, QUARTERS[0], unit) for n in (4, 5, 6)] == [1, 1, 1]
    officer = viewer(town.committee, Role.RECEPTION_OFFICER)
    assert sources.records("01/TCD/2024", "4", QUARTERS[0], unit, officer) == []


@pytest.mark.parametrize(
    ("state", "sessions", "visits"), [(State.HELD, 12, 13), (State.DELEGATED, 21, 22)]
)
def test_a_leaders_session_counts_even_when_nobody_came(
    town, spring, state, sessions, visits
):
    _day, _held, led = spring
    said = {"by": system("x"), "today": led.on, "delegate": "Phó Chủ tịch"}
    planning.close(session=led.pk, state=state, **said)
    unit = [town.committee.pk]

    assert cell("01/TCD/2024", sessions, QUARTERS[0], unit) == 1
    assert cell("01/TCD/2024", visits, QUARTERS[0], unit) == 0


def test_the_rows_behind_a_number_are_the_viewers_own(town, spring):
    day, held, _led = spring
    visit(held, when=at(day))
    unit = [town.committee.pk]
    mine = viewer(town.committee, Role.RECEPTION_OFFICER)
    other = viewer(town.stranger, Role.RECEPTION_OFFICER)

    assert len(sources.records("01/TCD/2024", "4", QUARTERS[0], unit, mine)) == 1
    assert sources.records("01/TCD/2024", "4", QUARTERS[0], unit, other) == []


VISITS = st.fixed_dictionaries(
    {
        "day": st.integers(0, DAYS),
        "where": st.sampled_from(["officer", "leader", "deputy"]),
        "own": st.sampled_from([True, True, False]),
        "people": st.sampled_from([1, 1, 2, 5, 12]),
        "content": st.sampled_from([Content.COMPLAINT, Content.FEEDBACK]),
        "letter": st.booleans(),
        "forwarded_to": st.sampled_from(["", "Sở Xây dựng"]),
        "outcome": st.sampled_from([Outcome.ANSWERED, Outcome.TAKEN, Outcome.REFUSED]),
        "again": st.integers(0, 3),
        "apart": st.sampled_from([False] * 5 + [True]),
    }
)


def tell(town, history):
    """Let a history happen in the database; ``again`` points to an earlier matter."""
    sessions, made = {}, []
    for n, said in enumerate(sorted(history, key=lambda x: x["day"])):
        day = FIRST + datetime.timedelta(days=said["day"])
        where, unit = said["where"], town.committee if n % 3 else town.stranger
        place = (where, unit.pk, day)
        if place not in sessions:
            start = datetime.time(6 if where == "deputy" else 12)
            of = {"starts": start, "ends": datetime.time(18), "unit": unit}
            # One post has one session at an hour: the deputy's is another.
            sessions[place] = session(town, on=day, leader=where != "officer", **of)
            if where == "deputy":
                planning.close(
                    session=sessions[place].pk,
                    state=State.DELEGATED,
                    by=system("x"),
                    today=day,
                    delegate="Phó Chủ tịch",
                )
        if said["apart"]:
            services.register_sealed(
                session=sessions[place], by=system("x"), now=at(day)
            )
            continue
        theirs = [v for v in made if v.unit_id == unit.pk]
        earlier = theirs[-said["again"]] if 0 < said["again"] <= len(theirs) else None
        made.append(_visit(sessions[place], day, said, earlier))


def _visit(of, day, said, earlier):
    refused = said["outcome"] == Outcome.REFUSED
    return visit(
        of,
        when=at(day),
        matter=earlier.matter_id if earlier else None,
        ground="threatening" if refused else "",
        competence=Competence.OWN if said["own"] else Competence.OTHER,
        **{
            k: said[k]
            for k in ("people", "content", "letter", "forwarded_to", "outcome")
        },
    )


def test_in_random_histories_every_identity_holds(town):
    """The printed formulas and the further ones, and the sum over units."""
    units = [town.committee.pk, town.stranger.pk]

    @settings(
        max_examples=24,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(history=st.lists(VISITS, max_size=9))
    def holds(history):
        with transaction.atomic():
            tell(town, history)
            for form in ("01/TCD/2021", "01/TCD/2024", "02/TCD/2021"):
                parts = [row(form, HALF, [unit]) for unit in units]
                whole = row(form, HALF, units)
                assert engine.check(whole) == ()
                assert engine.total(parts).filled.cells == whole.cells
            visits = Visit.objects.exclude(outcome=Outcome.REFUSED)
            apart = sum(x["apart"] for x in history)
            assert row("01/TCD/2024", HALF, units).cells["1"] == visits.count() + apart
            transaction.set_rollback(True)

    holds()


def test_told_is_the_whole_of_a_visit():
    """A new column of the book is written by the counter too."""
    columns = {f.name for f in Visit._meta.get_fields() if f.concrete}
    written = {name for name in told().__slots__ if name != "present"}
    assert written <= columns


def test_letters_urged_and_replied_to_are_counted_by_their_steps(town, spring):
    """What became of a letter handed in is told by the petition it became."""
    day, held, _led = spring
    petition = walk(register(town, COMPLAINT, now=at(day)), town, "screen")
    other = {"competence": Competence.OTHER, "content": Content.COMPLAINT}
    visit(held, when=at(day), letter=True, petition=petition, **other)
    turn = {"by": CLERK, "now": at(day + datetime.timedelta(days=1))}
    demanded = onward.demand(
        petition=petition.pk, version=petition.version, to_name="UBND xã", **turn
    )
    screening.note_reply(petition=petition.pk, version=demanded.version, **turn)
    unit = [town.committee.pk]

    counted = [cell("02/TCD/2021", n, QUARTERS[0], unit) for n in range(11, 17)]

    #                  letters matters guided forwarded urged replies
    assert counted == [1, 1, 0, 0, 1, 1]
    clerk = viewer(town.committee, Role.PETITION_CLERK, Role.RECEPTION_OFFICER)
    (shown,) = sources.records("02/TCD/2021", "16", QUARTERS[0], unit, clerk)
    assert shown.title == petition.number
