"""Who may see and do what, over every address there is (docs/security.md)."""

import os

import pytest
from tests.access import addresses, table
from tests.access.conftest import NOBODY, ROLES
from tests.access.walk import walk

from danvan.accounts.rights import RIGHTS, Right, Role

OVERSIGHT = {"operator", "auditor"}


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


def test_the_office_answers_as_the_table_says(role, records, browser_of, as_role):
    browser = browser_of(role)
    as_role("danvan_office")

    _compare("office", role, walk(browser, "office", role, records))


def test_the_public_pages_answer_staff_as_they_answer_everybody(
    role, records, browser_of, public_process
):
    browser = browser_of(role)
    public_process()

    _compare("portal", role, walk(browser, "portal", role, records))


def _compare(site, role, found):
    expected = table.read()
    mine = {k: v for k, v in expected.items() if _is_of(k, site, role)}
    if os.environ.get("DANVAN_ACCEPT_ACCESS"):  # then review the difference
        others = {k: v for k, v in expected.items() if k not in mine}
        table.write(others | found)
        return
    wrong = {key: (mine.get(key), found.get(key)) for key in {*mine, *found}}
    assert {k: pair for k, pair in wrong.items() if pair[0] != pair[1]} == {}


def _is_of(key, site, role):
    return key.role == role and key.address.startswith(f"{site} ")


@pytest.mark.parametrize("site", addresses.SITES)
def test_every_address_stands_in_the_table_for_every_role_and_method(site):
    asked = {
        (address.name, method, role)
        for address in addresses.addresses(site)
        for method in table.METHODS
        for role in ROLES
    }
    known = {(k.address, k.method, k.role) for k in table.read()}

    assert asked == {row for row in known if row[0].startswith(f"{site} ")}


def test_an_address_of_an_unknown_kind_is_not_passed_over(monkeypatch):
    new = [("secrets/<uuid:pk>/", {})]
    monkeypatch.setattr(addresses, "routes", lambda site: new)

    with pytest.raises(LookupError):
        addresses.addresses("office")


# Laws over the reviewed table itself, so that no review lets these through.


def test_cases_and_reports_of_other_units_are_shown_to_nobody():
    shown = {unit for answer in elsewhere().values() for unit in answer.shows}

    mine = {"own", "assigned", "handled", "passed"}
    assert {u for u in shown if not u.startswith("post:")} == mine


def test_books_of_the_units_below_are_shown_to_the_provincial_compiler_alone():
    """A book holds counts and no person; who adds them up reads them."""
    books = {r: a for r, a in table.read().items() if " /registers/" in r[0]}
    wider = {row for row, answer in books.items() if set(answer.shows) - {"own"}}

    assert {unit for answer in books.values() for unit in answer.shows} == PLACE
    assert {row[3] for row in wider} == {Role.PROVINCIAL_COMPILER}


def test_sheets_of_the_units_below_are_shown_to_who_reads_the_whole_place_alone():
    """A sheet holds counts and no person; the level above approves it."""
    sheets = {r: a for r, a in table.read().items() if r[0].startswith(SHEETS)}
    wider = {row for row, answer in sheets.items() if set(answer.shows) - {"own"}}

    assert {unit for answer in sheets.values() for unit in answer.shows} <= PLACE
    assert {row[3] for row in wider} <= BELOW


# Of books and sheets, values, drafts and editions a place reads those of its units too.
# The unit `own` is the committee of the place `parent`, in which all others stand.
SHEETS = table.WHOLE
PLACE = {"own", "parent", "sibling", "child"}
PUBLISHED = ("portal /so-lieu/", "portal /tin/")
BELOW = {role for role, rights in RIGHTS.items() if Right.FORMS_BELOW in rights}


def elsewhere():
    """Return the rows of the table but for those of books, sheets and what is public."""
    return {
        row: answer
        for row, answer in table.read().items()
        if " /registers/" not in row[0] and not row[0].startswith((*SHEETS, *PUBLISHED))
    }


def test_a_case_against_the_unit_is_as_if_it_did_not_exist():
    """Asked for by its very address it says what any stranger's case says."""
    known = table.read()
    against = {key: a for key, a in known.items() if key.relation == "accused"}

    assert len(against) > 500
    for key, answer in against.items():
        assert answer.shows == (), key
        assert answer == known[key._replace(relation="sibling")], key


def test_people_of_other_units_are_shown_to_oversight_and_only_downwards():
    posts = {
        (key.role in OVERSIGHT, unit)
        for key, answer in table.read().items()
        for unit in answer.shows
        if unit.startswith("post:")
    }

    # Who assigns a sealed case sees whom of his own unit he may assign.
    allowed = {(True, "post:own"), (True, "post:child"), (False, "post:own")}
    assert posts == allowed


def test_colleagues_are_shown_where_a_sealed_case_is_assigned_and_nowhere_else():
    seen_by = {
        (key.address, key.role)
        for key, answer in table.read().items()
        for unit in answer.shows
        if unit == "post:own" and key.role not in OVERSIGHT
    }

    case = "office /vault/cases/<uuid:pk>/"
    leaders = ("reception_head", "unit_leader")
    assert {role for _address, role in seen_by} <= set(leaders)
    assert all(address.startswith(case) for address, _role in seen_by)


def test_a_strangers_record_is_as_if_it_did_not_exist():
    """Forbidden is 404: nothing is learned from the status."""
    of_strangers = {
        answer.said
        for key, answer in table.read().items()
        if key.relation in {"sibling", "parent", "child"}
        and ("<uuid:pk>" in key.address or "<int:unit>" in key.address)
        and key.address.startswith(
            ("office /petitions/", "office /reports/", "office /forms/")
        )
        # Without htmx it leads everybody to the case's page, whatever stands there.
        and not key.address.endswith("/pane/")
        and not (key.role in BELOW and key.address.startswith(SHEETS))
    }

    assert of_strangers == {"404", "403", "405", "sign-in"}


def test_nobody_sees_nothing():
    rows = table.read().items()
    rows = [(k, a) for k, a in rows if not k.address.startswith(PUBLISHED)]
    shown = [a for k, a in rows if k.role == NOBODY and a.shows]

    assert shown == []


def test_no_answer_is_an_error_of_ours():
    assert [k for k, a in table.read().items() if a.said.startswith("5")] == []


def test_whoever_may_do_anything_with_petitions_may_read_them():
    """The database's second lock opens by the right to read alone."""
    for rights in RIGHTS.values():
        for room in ("petitions", "reports", "forms"):
            some = {right for right in rights if right.startswith(f"{room}.")}
            assert not some or Right(f"{room}.read") in some
