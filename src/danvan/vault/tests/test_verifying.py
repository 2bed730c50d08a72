"""A verifier reads the story he is assigned to, and never who told it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from danvan.accounts.models import Membership
from danvan.accounts.selectors import viewer_for
from danvan.journal.models import Entry
from danvan.vault import context, officers, providers, selectors, services, unit_keys
from danvan.vault.errors import DoesNotOpen, Refused
from danvan.vault.models import Access, Approval, VerifierKey
from danvan.vault.scope import scoped
from danvan.vault.sealing import Contents
from danvan.vault.tests.conftest import NOW, PASSPHRASE, TOLD

pytestmark = pytest.mark.django_db


def let(vault, case, holder="one", user="verifier", compartment="story"):
    return services.let_verify(
        ask=vault.ask(case, holder, compartment), user=vault.users[user], now=NOW
    )


def read(vault, case, compartment="story", **changes):
    ask = vault.ask(case, "verifier", compartment, **changes)
    return services.unseal(ask=ask, now=NOW).fields


@pytest.fixture
def given(vault, case):
    """The verifier is assigned to the case and has its story's key."""
    vault.assign(case, "verifier")
    return let(vault, case)


def test_he_reads_the_story_through_the_same_door(vault, case, given):
    assert read(vault, case) == {"what": TOLD}

    lines = Entry.objects.filter(chain="vault:C-1").order_by("seq")
    assert [line.action for line in lines][-3:] == [
        "vault.unseal",
        "vault.let-verify",
        "vault.unseal",
    ]
    assert lines.last().actor_label == "Post verifier"
    assert len(selectors.cases(vault.viewer("verifier"))) == 1


@pytest.mark.parametrize(
    ("code", "compartment", "changes"),
    [
        ("key", "identity", {}),
        ("reason", "story", {"reason": "ngắn"}),
        ("locked", "story", {"unlocked": None}),
    ],
)
def test_without_its_ground_he_opens_nothing(
    vault, case, given, code, compartment, changes
):
    with pytest.raises(Refused, match=code):
        read(vault, case, compartment, **changes)


def test_without_a_holders_word_an_assignment_opens_nothing(vault, case):
    vault.assign(case, "verifier")

    with pytest.raises(Refused, match="key"):
        read(vault, case)


@pytest.mark.parametrize(
    ("code", "holder", "user", "compartment"),
    [
        ("assignment", "one", "verifier", "story"),  # he is not assigned
        ("verifier", "one", "curious", "story"),
        ("verifier", "one", "two", "story"),  # a holder is no verifier
        ("verifier", "one", "other one", "story"),
        ("absent", "one", "verifier", "identity"),
        ("absent", "other one", "verifier", "story"),
        ("absent", "leader", "verifier", "story"),
    ],
)
def test_what_is_not_given(vault, case, code, holder, user, compartment):
    with pytest.raises(Refused, match=code):
        let(vault, case, holder, user, compartment)

    assert Entry.objects.get(action="vault.refused").why == code
    assert not Entry.objects.filter(action="vault.unseal").exists()


def test_an_officer_without_a_key_of_his_own_is_given_none(vault, case):
    user = vault.users["curious"]
    Membership.objects.filter(user=user).update(role="verifier")
    vault.assign(case, "curious")

    with pytest.raises(Refused, match="not_enrolled"):
        let(vault, case, user="curious")


def test_the_database_refuses_the_key_of_an_identity(vault, case, given):
    with (
        pytest.raises(IntegrityError, match="no_identity"),
        scoped(user_id="", units=[vault.commune.pk]),
        transaction.atomic(),
    ):
        VerifierKey.objects.filter(pk=given.pk).update(compartment="identity")


def test_he_neither_gives_nor_passes_it_on(vault, case, given):
    with pytest.raises(Refused, match="absent"):
        services.let_verify(
            ask=vault.ask(case, "verifier"), user=vault.users["verifier"], now=NOW
        )
    with pytest.raises(Refused, match="role"):
        services.pass_on(
            ask=vault.ask(case, "verifier"),
            to=vault.neighbour,
            extract=Contents({"what": "x"}),
            now=NOW,
        )


def test_it_ends_with_the_assignment_for_good(vault, case, given):
    with scoped(user_id="", units=[vault.commune.pk]):
        access = Access.objects.get(user=vault.users["verifier"])
    services.end_assignment(access_id=access.pk, viewer=vault.viewer("leader"), now=NOW)
    with pytest.raises(Refused, match="assignment"):
        read(vault, case)

    vault.assign(case, "verifier")
    with pytest.raises(Refused, match="key"):
        read(vault, case)
    with scoped(user_id="", units=[vault.commune.pk]):
        assert not VerifierKey.objects.exists()


def test_it_is_cut_with_the_role_on_the_next_request(vault, case, given):
    user = vault.users["verifier"]
    before = NOW.date() - datetime.timedelta(days=1)
    Membership.objects.filter(user=user).update(valid_to=before)
    viewer = viewer_for(user, today=NOW.date())

    with pytest.raises(Refused, match="absent"):
        read(vault, case, viewer=viewer)


def test_it_outlives_a_new_epoch_of_the_unit(vault, case, given):
    """Wrapped to his own key: a rotation touches neither it nor the case's key."""
    unit_keys.rotate(
        unit=vault.commune,
        holders=[vault.users["two"], vault.users["one"]],
        unlocked=vault.keys["one"],
        by=vault.by("one"),
        now=NOW,
    )

    assert read(vault, case) == {"what": TOLD}


def test_after_a_new_key_of_his_own_a_holder_gives_it_again(vault, case, given):
    user = vault.users["verifier"]
    officers.enrol_officer(
        user=user, passphrase=PASSPHRASE, by=vault.by("verifier"), now=NOW
    )
    vault.keys["verifier"] = officers.open_key(user=user, passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="key"):
        read(vault, case)

    let(vault, case)
    assert read(vault, case) == {"what": TOLD}


def test_it_opens_in_its_own_place_alone(vault, case, given):
    wrapped, key = bytes(given.wrapped), vault.keys["verifier"]
    own = [case.pk, "C-1", "story", key.key_id]
    place = context.verifying(*own)
    assert providers.unwrap(wrapped, key.private, place)
    other = [vault.seal().pk, "C-2", "extract:C-1", vault.keys["one"].key_id]

    for position in range(4):
        moved = [*own[:position], other[position], *own[position + 1 :]]
        with pytest.raises(DoesNotOpen):
            providers.unwrap(wrapped, key.private, context.verifying(*moved))


def test_after_shredding_there_is_none(vault, case, given):
    viewer = vault.viewer("one")
    services.close(case_id=case.pk, viewer=viewer)
    services.shred(case_id=case.pk, viewer=viewer, decision="12/QĐ-UBND")

    with scoped(user_id="", units=[vault.commune.pk]):
        assert not VerifierKey.objects.exists()


def test_the_story_that_names_him_is_not_shown(vault):
    case = vault.seal(accused="Post verifier")
    vault.assign(case, "one")
    vault.assign(case, "verifier")

    with pytest.raises(Refused, match="accused_officer"):
        let(vault, case)
    with pytest.raises(Refused, match="key"):
        read(vault, case)
    with scoped(user_id="", units=[vault.commune.pk]):
        assert not VerifierKey.objects.exists()
        assert not Approval.objects.exists()


def test_a_verifier_there_reads_the_extract_his_unit_was_given(vault, case):
    user = vault.users["other leader"]
    Membership.objects.create(
        user=user, unit=vault.neighbour, role="verifier", valid_from=NOW.date()
    )
    officers.enrol_officer(user=user, passphrase=PASSPHRASE, by=vault.by(), now=NOW)
    key = officers.open_key(user=user, passphrase=PASSPHRASE)
    services.pass_on(
        ask=vault.ask(case, "one"),
        to=vault.neighbour,
        extract=Contents({"what": "Trích"}),
        now=NOW,
    )
    vault.assign(case, "other one", "other leader")
    with scoped(user_id="", units=[vault.neighbour.pk]):
        Access.objects.create(case=case, unit=vault.neighbour, user=user, made_at=NOW)
    let(vault, case, "other one", "other leader", "extract:C-2")

    ask = vault.ask(case, "other leader", "extract:C-2", unlocked=key)
    assert services.unseal(ask=ask, now=NOW).fields == {"what": "Trích"}


def test_a_verifier_makes_and_unlocks_his_key_in_the_office(vault, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(vault.users["verifier"])
    other = "mười con vịt bơi sông"

    made = client.post(
        "/vault/key/enrol/", {"passphrase": other, "again": other, "sure": "on"}
    )
    answer = client.post("/vault/key/unlock/", {"passphrase": other})
    assert made.status_code == 302
    assert officers.COOKIE in answer.cookies
