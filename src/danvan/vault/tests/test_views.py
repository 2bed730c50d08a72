"""The pages of keys, from the first passphrase to a new epoch."""

import base64

import pytest

from danvan.vault import officers, shares, unit_keys
from danvan.vault.models import KeyState, RecoveryKey, UnitKey
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, settings, vault):
    """Sign in as one of the officers."""
    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(name):
        client.force_login(vault.users[name])
        return client

    return sign_in


def test_an_officer_makes_unlocks_and_locks_his_key(vault, enter):
    browser = enter("one")
    other = "mười con vịt bơi sông"
    data = {"passphrase": other, "again": other}
    assert browser.post("/vault/key/enrol/", data).status_code == 422  # has one
    answer = browser.post("/vault/key/enrol/", data | {"sure": "on"})
    assert answer.status_code == 302

    wrong = browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
    assert (wrong.status_code, officers.COOKIE in wrong.cookies) == (422, False)
    right = browser.post("/vault/key/unlock/", {"passphrase": other})

    cookie = right.cookies[officers.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert "/vault/key/lock/" in browser.get("/vault/key/").content.decode()
    browser.post("/vault/key/lock/")
    assert "/vault/key/lock/" not in browser.get("/vault/key/").content.decode()


@pytest.mark.parametrize(
    ("passphrase", "again"),
    [
        ("ngắn", "ngắn"),
        (PASSPHRASE, PASSPHRASE + "x"),
        ("matkhau123456",) * 2,
        ("", ""),
    ],
)
def test_a_poor_passphrase_is_asked_for_again(enter, passphrase, again):
    data = {"passphrase": passphrase, "again": again, "sure": "on"}

    assert enter("one").post("/vault/key/enrol/", data).status_code == 422


def test_guessing_the_passphrase_is_slowed_down(enter):
    browser = enter("one")
    for _ in range(5):
        browser.post("/vault/key/unlock/", {"passphrase": "sai rồi"})

    answer = browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
    assert officers.COOKIE not in answer.cookies


def test_the_leader_names_holders_and_a_holder_hands_over(vault, case, enter):
    chosen = [str(vault.users[n].pk) for n in ("one", "three")]
    answer = enter("leader").post("/vault/units/C-1/", {"holders": chosen})
    assert answer.status_code == 302

    browser = enter("one")
    browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
    assert "hand-over" in browser.get("/vault/key/").content.decode()
    browser.post("/vault/units/C-1/hand-over/")

    states = UnitKey.objects.filter(unit=vault.commune).order_by("epoch")
    assert [k.state for k in states] == [KeyState.DESTROYED, KeyState.ACTIVE]
    assert "hand-over" not in browser.get("/vault/key/").content.decode()
    with scoped(user_id="", units=[vault.commune.pk]):
        assert unit_keys.progress_of(vault.commune).finished


def test_one_holder_is_refused_with_the_reason(vault, enter):
    chosen = [str(vault.users["one"].pk)]

    answer = enter("leader").post("/vault/units/C-1/", {"holders": chosen})
    assert answer.status_code == 422


def test_a_leader_of_another_unit_finds_nothing(enter):
    browser = enter("other leader")

    assert browser.get("/vault/units/C-1/").status_code == 404
    assert browser.get("/vault/recovery/").status_code == 404
    assert enter("other one").post("/vault/units/C-1/hand-over/").status_code == 404


def test_the_province_takes_in_the_public_key_of_a_ceremony(vault, enter):
    from danvan.accounts.models import Membership
    from danvan.accounts.rights import Role
    from danvan.vault.tests.conftest import NOW

    Membership.objects.create(
        user=vault.users["curious"], unit=vault.province, role=Role.UNIT_LEADER,
        valid_from=NOW.date(),
    )  # fmt: skip
    public = shares.hold_ceremony().public
    data = {"public": base64.b64encode(public).decode()}
    data |= {f"office_{n}": f"Cơ quan {n}" for n in (1, 2, 3)}
    browser = enter("curious")

    assert browser.post("/vault/recovery/", data | {"public": "x"}).status_code == 422
    assert (
        browser.post("/vault/recovery/", data | {"office_3": "Cơ quan 1"}).status_code
        == 422
    )
    assert browser.post("/vault/recovery/", data).status_code == 302
    assert bytes(RecoveryKey.objects.get(retired_at=None).public) == public
