"""S4: the unit complained of sees the same bytes with and without the case.

Every page of every address, for every role in that unit, before a case against it
is taken in by another unit, worked on there and passed on to a third one, and
after. Time stands still, so that nothing else may differ.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from tests.access.addresses import addresses
from tests.access.conftest import (  # noqa: F401
    ROLES,
    _house,
    as_role,
    browser_of,
    house,
    make_records,
    make_units,
    public_process,
    taken_back,
)
from tests.sealing import world

from danvan.accounts import second_factor
from danvan.core.actor import PUBLIC, system
from danvan.core.desk import Item
from danvan.journal.services import write
from danvan.office import selectors as office
from danvan.orgs.models import Kind, Level, Unit
from danvan.vault import passphrases

NOW = timezone.now().replace(hour=3, minute=0, second=0, microsecond=0)
# Drawn anew for every form: the token, and the key against pressing twice.
_DRAWN = re.compile(
    rb'name="(?:csrfmiddlewaretoken|key)" value="[\w-]+"|"token": "\w+"'
)
# Sequences whose numbers stand in no page of a unit that has no part in the case.
OF_THE_CASE = {"vault_access_id_seq", "vault_wrap_id_seq", "journal_entry_id_seq"}


class Stood(NamedTuple):
    """What stood before the case: units by name, their records, who holds keys."""

    units: dict[str, Unit]
    records: dict[str, dict[str, Any]]
    held: dict[str, tuple[Unit, list[world.Holder]]]


@pytest.fixture(scope="module")
def still() -> Iterator[None]:
    """Time stands still for the program, and so does what it draws for a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        patch.setattr(second_factor.secrets, "token_hex", lambda size: "5e" * size)
        patch.setattr(passphrases, "COST", passphrases.Cost(64, 1, 1))
        yield


@pytest.fixture(scope="module")
def stood(still, django_db_setup, django_db_blocker, house) -> Iterator[Stood]:  # noqa: F811
    """Made once for a module, while time stands still, and taken back at its end.

    Each test works inside this transaction in one of its own: no case, no session and
    no line of the journal is left to the next, only numbers that sequences gave.
    """
    with django_db_blocker.unblock(), taken_back():
        with override_settings(**house):
            units = make_units()
            records = make_records(units)
            made = Stood(units, records, _held(units, records))
        yield made


@pytest.fixture
def units(stood, db):
    return stood.units


@pytest.fixture
def records(stood, db):
    return stood.records


@pytest.fixture(params=["own", "parent"])
def accused(request):
    """A commune, whose case goes to its province; and the province itself."""
    return request.param


@pytest.fixture
def held(stood, db):
    """Everybody has a vault, the accused too; ``above`` takes the province's case."""
    return stood.held


def _held(units, records):
    above = Unit.objects.create(
        code="T-above", name="Cấp trên", level=Level.PROVINCE, kind=Kind.INSPECTORATE
    )
    world.found_recovery(above)
    held = {name: (units[name], records[name]["holders"]) for name in units}
    return {**held, "above": (above, world.found_vault(above))}


def take_in(held, accused, settings):
    """Take a case in online and one over the accused's own counter, and work on both."""
    unit = held[accused][0]
    receiver, holders = held["parent" if accused == "own" else "above"]
    cases = []
    for process, by in (("portal", PUBLIC), ("office", system(unit.code))):
        settings.PROCESS = process
        cases.append(world.seal(receiver, unit.code, by))
        settings.PROCESS = "office"
        world.live(cases[-1], holders, held["sibling"][0], unit)
    return cases


def pages(browser, site, records):
    """Ask every address for every page, of which nothing stays; say what came."""
    found = {}
    for address in addresses(site):
        with transaction.atomic():
            path, query = address.fill(records), address.query(records)
            response = browser.get(path, query)
            parts = (
                response.streaming_content if response.streaming else [response.content]
            )
            body = _DRAWN.sub(b"", b"".join(parts))
            transaction.set_rollback(True)
        found[address.name] = (response.status_code, _heads(response), body)
    return found


def _heads(response):
    return sorted(
        (k, v) for k, v in response.items() if k not in {"Set-Cookie", "Expires"}
    )


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def look(role, accused, browser_of, records, as_role):  # noqa: F811
    browser = browser_of(role, accused)

    def everything():
        as_role("danvan_office")
        return pages(browser, "office", records[accused])

    return everything


@pytest.mark.parametrize("role", ROLES)
def test_its_officers_see_the_same_bytes(
    role, accused, held, records, browser_of, as_role, settings  # noqa: F811
):  # fmt: skip
    seen_by = look(role, accused, browser_of, records, as_role)
    before = seen_by()
    as_role("NONE")

    take_in(held, accused, settings)

    assert changed(before, seen_by()) == set()
    assert {status for status, _heads, _body in before.values()} & {200, 302}


def test_the_public_sees_the_same_bytes(
    held, records, browser_of, as_role, public_process, settings  # noqa: F811
):  # fmt: skip
    browser = browser_of("nobody")
    office = settings.ROOT_URLCONF
    public_process()
    before = pages(browser, "portal", records["own"])
    as_role("NONE")
    settings.ROOT_URLCONF = office

    take_in(held, "own", settings)

    public_process()
    assert changed(before, pages(browser, "portal", records["own"])) == set()


def test_no_key_of_the_accused_opens_anything_of_it(held, accused, settings):
    cases = take_in(held, accused, settings)
    unit = held[accused][0]

    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "SELECT set_config('danvan.units', string_agg(id::text, ','), true)"
            " FROM orgs_unit"
        )
        cursor.execute(
            "SELECT unit_id, count(*) FROM vault_wrap WHERE case_id = ANY (%s)"
            " GROUP BY unit_id",
            [cases],
        )
        wraps = dict(cursor.fetchall())
    assert sum(wraps.values()) == 2 * 3
    assert unit.pk not in wraps


def test_no_number_of_the_accused_is_left_out(held, accused, settings):
    """Running numbers rise by what stands in the unit's own records alone."""
    chain, before = _chain(held[accused][0]), _sequences()

    take_in(held, accused, settings)

    after = _sequences()
    assert {name for name in after if after[name] != before[name]} <= OF_THE_CASE
    assert _chain(held[accused][0]) == chain


def _sequences():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        return dict(cursor.fetchall())


def _chain(unit):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, action FROM journal_entry WHERE chain = %s", [unit.code]
        )
        return sorted(cursor.fetchall())


def test_a_count_on_the_first_page_would_be_noticed(
    held, records, browser_of, as_role, settings, monkeypatch  # noqa: F811
):  # fmt: skip
    """A planted leak: how many keys there are in the whole house."""

    def counting(viewer):
        as_role("NONE")
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM vault_wrap_id_seq")
            (keys,) = cursor.fetchone()
        as_role("danvan_office")
        return [Item("petition", str(keys), "/", datetime.date(2026, 1, 2))]

    monkeypatch.setattr(office, "due", counting)
    seen_by = look("one_stop_officer", "own", browser_of, records, as_role)
    before = seen_by()
    as_role("NONE")

    take_in(held, "own", settings)

    assert changed(before, seen_by()) == {"office /"}


def test_a_line_in_its_journal_would_be_noticed(
    held, records, browser_of, as_role, settings, monkeypatch  # noqa: F811
):  # fmt: skip
    seen_by = look("auditor", "own", browser_of, records, as_role)
    before = seen_by()
    as_role("NONE")

    # Written where its ordinary lines stand, it would be told there.
    by = system(records["own"]["unit"].code)
    write(by=by, action="petition.receive", record="petitions.petition:1")

    assert "office /journal/" in changed(before, seen_by())
