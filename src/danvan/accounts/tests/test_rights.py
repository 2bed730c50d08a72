"""What a viewer may do, where, and in whose chain it is written."""

import pytest

from danvan.accounts.rights import NOBODY, RIGHTS, Right, Role, Seat, Viewer

CLERK_HERE = Seat(1, "U1", Role.PETITION_CLERK)
AUDITOR_THERE = Seat(2, "U2", Role.AUDITOR)
BOTH = Viewer("7", "Post", (CLERK_HERE, AUDITOR_THERE))


@pytest.mark.parametrize(
    ("right", "unit", "may"),
    [
        (Right.PETITIONS_SCREEN, 1, True),
        (Right.PETITIONS_SCREEN, 2, False),
        (Right.JOURNAL_READ, 1, False),
        (Right.JOURNAL_READ, 2, True),
        (Right.JOURNAL_READ, None, True),
        (Right.ACCOUNTS_EDIT, None, False),
        (Right.HOME, 3, False),
    ],
)
def test_a_right_holds_in_the_unit_of_the_role_that_gives_it(right, unit, may):
    assert BOTH.may(right, unit) is may


def test_nobody_may_nothing():
    assert not any(NOBODY.may(right) for right in Right)


@pytest.mark.parametrize(("unit", "chain"), [(1, "U1"), (2, "U2"), (None, "U1")])
def test_an_act_is_written_in_the_chain_of_the_unit_it_was_done_for(unit, chain):
    actor = BOTH.actor(unit)

    assert (actor.id, actor.label, actor.unit_code) == ("user:7", "Post", chain)


def test_who_looks_after_accounts_sees_no_petitions_and_no_journal():
    """Separation of duties: giving roles, doing the work, checking the journal."""
    watched = {Right.ACCOUNTS_EDIT, Right.JOURNAL_READ, Right.PETITIONS_READ}

    assert all(len(rights & watched) <= 1 for rights in RIGHTS.values())


def test_every_role_has_its_rights_written_down():
    assert set(RIGHTS) == set(Role)
