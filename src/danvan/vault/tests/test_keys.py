"""Officers' keys, units' keys: two holders, new epochs, shares; S5 and S7."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.vault import officers, passphrases, providers, services, shares, unit_keys
from danvan.vault.errors import DoesNotOpen, KeyCeremonyRefused, Refused
from danvan.vault.models import Holding, KeyState, OfficerSecret, UnitKey, Wrap
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NOW, PASSPHRASE, TOLD, settle

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def refused(code):
    return pytest.raises(KeyCeremonyRefused, match=f"^{code}$")


def users(vault, *names):
    return [vault.users[name] for name in names]


def read(vault, case, name):
    return services.unseal(ask=vault.ask(case, name), now=NOW).fields["what"]


# Officers


def test_a_passphrase_is_kept_nowhere_and_costs_64_mebibytes(db, monkeypatch):
    monkeypatch.undo()
    shut = passphrases.shut(b"private", PASSPHRASE, b"place")

    assert shut.cost.memory >= 64 * 1024
    assert PASSPHRASE.encode() not in shut.sealed
    assert passphrases.open_shut(shut, PASSPHRASE, b"place") == b"private"
    with pytest.raises(DoesNotOpen):
        passphrases.open_shut(shut, PASSPHRASE + "x", b"place")
    with pytest.raises(DoesNotOpen):
        passphrases.open_shut(shut, PASSPHRASE, b"elsewhere")


@pytest.mark.parametrize(
    ("code", "passphrase"),
    [("short", "chín con mèo"[:11]), ("short", " " * 20), ("known", "matkhau123456"),
     ("known", "mật khẩu đăng nhập")],
)  # fmt: skip
def test_a_poor_passphrase_is_refused(vault, code, passphrase):
    user = vault.users["three"]
    user.set_password("mật khẩu đăng nhập")

    with refused(code):
        officers.enrol_officer(user=user, passphrase=passphrase, by=vault.by(), now=NOW)


def test_a_changed_passphrase_opens_the_same_key(vault):
    user = vault.users["one"]
    other = "mười con vịt bơi sông"
    officers.change_passphrase(
        user=user, old=PASSPHRASE, new=other, by=vault.by("one"), now=NOW
    )

    assert officers.open_key(user=user, passphrase=other) == vault.keys["one"]
    with pytest.raises(officers.WrongPassphrase):
        officers.open_key(user=user, passphrase=PASSPHRASE)


def test_an_officer_without_a_key_has_a_wrong_passphrase(vault):
    with pytest.raises(officers.WrongPassphrase):
        officers.open_key(user=vault.users["curious"], passphrase=PASSPHRASE)


def unlock(vault, session, name="one"):
    return officers.unlock(
        session=session,
        user=vault.users[name],
        passphrase=PASSPHRASE,
        by=vault.by(name),
        now=NOW,
    )


def look(vault, session, cookie, name="one", now=NOW):
    return officers.unlocked(
        session=session, cookie=cookie, user_id=str(vault.users[name].pk), now=now
    )


def test_the_session_opens_with_the_browsers_key_alone(vault):
    session = {}
    cookie = unlock(vault, session)
    private = vault.keys["one"].private

    assert look(vault, session, cookie) == vault.keys["one"]
    assert cookie not in str(session)
    assert private.hex() not in str(session)
    for wrong in ("", "xx", cookie[::-1]):
        assert look(vault, session, wrong) is None
    assert look(vault, session, cookie, name="two") is None


def test_an_idle_half_hour_locks_and_work_puts_it_off(vault):
    session = {}
    cookie = unlock(vault, session)

    assert look(vault, session, cookie, now=NOW + 29 * MINUTE)
    assert look(vault, session, cookie, now=NOW + 58 * MINUTE)
    assert look(vault, session, cookie, now=NOW + 89 * MINUTE) is None
    assert look(vault, session, cookie, now=NOW + 89 * MINUTE) is None


def test_locking_and_a_new_enrolment_end_the_session(vault):
    session = {}
    cookie = unlock(vault, session)
    officers.enrol_officer(
        user=vault.users["one"], passphrase=PASSPHRASE, by=vault.by("one"), now=NOW
    )
    assert look(vault, session, cookie) is None

    cookie = unlock(vault, session)
    officers.lock(session=session)
    assert look(vault, session, cookie) is None


# Units


@pytest.mark.parametrize(
    ("code", "names"),
    [("holders", []), ("holders", ["three"]), ("holders", ["three", "three"]),
     ("role", ["three", "curious"]), ("role", ["three", "other one"])],
)  # fmt: skip
def test_a_key_needs_two_enrolled_holders_of_the_unit(vault, code, names):
    with refused(code):
        unit_keys.begin_rotation(
            unit=vault.commune, holders=[*users(vault, *names)], by=vault.by(), now=NOW
        )


def test_a_unit_is_founded_once_and_under_a_recovery_key(vault):
    holders = users(vault, "one", "two")
    with refused("founded"):
        unit_keys.found_unit_key(
            unit=vault.commune, holders=holders, by=vault.by(), now=NOW
        )
    assert UnitKey.objects.get(unit=vault.commune).recovery.province == vault.province


def test_the_database_itself_wants_two_holders(vault):
    settle()
    with scoped(user_id="", units=[vault.commune.pk]):
        Holding.objects.filter(user=vault.users["one"]).delete()

    with pytest.raises(IntegrityError, match="two holders"), transaction.atomic():
        settle()
    with scoped(user_id="", units=[vault.commune.pk]):
        UnitKey.objects.filter(unit=vault.commune).update(state=KeyState.RETIRING)
    settle()


def test_an_added_holder_opens_what_came_before(vault, case):
    unit_keys.add_holder(
        unit=vault.commune,
        user=vault.users["three"],
        unlocked=vault.keys["one"],
        by=vault.by("one"),
        now=NOW,
    )
    vault.assign(case, "three")

    assert read(vault, case, "three") == TOLD


def test_only_a_holder_adds_a_holder(vault):
    with refused("nobody"):
        unit_keys.add_holder(
            unit=vault.commune,
            user=vault.users["three"],
            unlocked=vault.keys["other one"],
            by=vault.by("other one"),
            now=NOW,
        )


def rotate(vault, *names, by="one", told=lambda progress: None):
    return unit_keys.rotate(
        unit=vault.commune,
        holders=users(vault, *names),
        unlocked=vault.keys[by],
        by=vault.by(by),
        now=NOW,
        told=told,
    )


def test_a_new_epoch_alone_opens_the_old_cases(vault, case):
    with scoped(user_id=str(vault.users["one"].pk), units=[vault.commune.pk]):
        old = UnitKey.objects.get(unit=vault.commune)
        before = unit_keys.by_holding(vault.keys["one"])(old)
    rotate(vault, "one", "two")

    assert read(vault, case, "one") == TOLD
    with scoped(user_id="", units=[vault.commune.pk]):
        old.refresh_from_db()
        assert (old.state, bytes(old.recovery_wrap)) == (KeyState.DESTROYED, b"")
        assert not Holding.objects.filter(key=old).exists()
        for wrap in Wrap.objects.filter(case=case):
            with pytest.raises(DoesNotOpen):
                providers.unwrap(bytes(wrap.wrapped), before, b"any place")
    settle()


def test_progress_is_told_batch_by_batch(vault, monkeypatch):
    monkeypatch.setattr(unit_keys.handing_over, "BATCH", 4)
    for _ in range(3):
        vault.seal()
    told = []

    rotate(vault, "one", "two", told=lambda p: told.append((p.done, p.total)))

    assert told == [(0, 6), (4, 6), (6, 6)]


def test_a_broken_off_handing_over_leaves_cases_readable(vault, case):
    vault.seal()
    unit_keys.begin_rotation(
        unit=vault.commune, holders=users(vault, "one", "two"), by=vault.by(), now=NOW
    )
    progress = unit_keys.rewrap(
        unit=vault.commune,
        opener=unit_keys.by_holding(vault.keys["two"]),
        by=vault.by("two"),
        now=NOW,
        limit=1,
    )

    assert not progress.finished
    assert read(vault, case, "one") == TOLD


def test_what_is_sealed_during_a_handing_over_is_under_the_new_key(vault):
    key = unit_keys.begin_rotation(
        unit=vault.commune, holders=users(vault, "one", "two"), by=vault.by(), now=NOW
    )
    case = vault.seal()

    with scoped(user_id="", units=[vault.commune.pk]):
        assert set(Wrap.objects.filter(case=case).values_list("key", flat=True)) == {
            key.pk
        }


def test_a_removed_holder_opens_none_of_the_cases(vault):
    """S5: with his old key open in his session, before any case is handed over."""
    cases = [vault.seal() for _ in range(3)]
    for case in cases:
        vault.assign(case, "one")
        vault.assign(case, "two")
    assert read(vault, cases[0], "one") == TOLD

    unit_keys.remove_holder(
        unit=vault.commune,
        user=vault.users["one"],
        replacements=users(vault, "three"),
        by=vault.by(),
        now=NOW,
    )

    for case in cases:
        with pytest.raises(Refused, match="key"):
            read(vault, case, "one")
        assert read(vault, case, "two") == TOLD
    with scoped(user_id="", units=[vault.commune.pk]):
        assert not Holding.objects.filter(user=vault.users["one"]).exists()


def test_two_holders_are_left_or_nobody_is_removed(vault):
    with refused("holders"):
        unit_keys.remove_holder(
            unit=vault.commune, user=vault.users["one"], by=vault.by(), now=NOW
        )


def test_a_key_is_not_taken_from_all_who_could_hand_over(vault, case):
    vault.seal()
    user = vault.users["one"]
    for name in ("one", "two"):
        officers.enrol_officer(
            user=vault.users[name], passphrase=PASSPHRASE, by=vault.by(), now=NOW
        )
    with refused("nobody"):
        unit_keys.begin_rotation(
            unit=vault.commune,
            holders=users(vault, "one", "two"),
            by=vault.by(),
            now=NOW,
        )
    assert OfficerSecret.objects.filter(user=user).count() == 0  # outside the scope


# Recovery


def recover(vault, words):
    return unit_keys.recover(
        unit=vault.commune,
        words=words,
        holders=users(vault, "three", "two"),
        by=vault.by(),
        now=NOW,
    )


def test_two_shares_of_three_open_everything(vault):
    """S7: nobody who held the key is needed, whichever two come."""
    cases = [vault.seal() for _ in range(2)]
    for case in cases:
        vault.assign(case, "three")
    recover(vault, [vault.shares[2], vault.shares[0]])

    assert [read(vault, case, "three") for case in cases] == [TOLD, TOLD]
    settle()


@pytest.mark.parametrize("number", range(3))
def test_one_share_of_three_opens_nothing(vault, case, number):
    """S7."""
    for words in ([vault.shares[number]], [vault.shares[number]] * 2):
        with refused("recovery"):
            recover(vault, words)
    assert read(vault, case, "one") == TOLD


def test_shares_of_another_ceremony_open_nothing(vault):
    other = shares.hold_ceremony()

    with refused("recovery"):
        recover(vault, other.shares[:2])
    with refused("recovery"):
        recover(vault, [vault.shares[0], other.shares[1]])


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_a_ceremony_needs_no_database(pair, django_assert_num_queries):
    with django_assert_num_queries(0):
        ceremony = shares.hold_ceremony()
        words = [ceremony.shares[i].upper() + " \n" for i in pair]
        found = shares.put_together(words, ceremony.public)

    assert found.public == ceremony.public
    assert ceremony.shares[0] not in repr(ceremony)


def test_three_different_offices_keep_the_shares(vault):
    with refused("holders"):
        unit_keys.found_recovery(
            province=vault.province,
            public=shares.hold_ceremony().public,
            offices=["A", "A ", "B"],
            by=vault.by(),
            now=NOW,
        )


def test_no_share_and_no_private_key_is_in_the_database(vault):
    """Every column of every table of the room, read as the owner of all scopes."""
    units = [vault.commune.pk, vault.neighbour.pk]
    words = [share.encode() for share in vault.shares]
    secrets = [*words, *(k.private[1:] for k in vault.keys.values())]
    with scoped(user_id="", units=units), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'vault\\_%%' AND relkind = 'r'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        told = b""
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            for row in cursor.fetchall():
                told += b"".join(
                    v if isinstance(v, bytes) else bytes(v) if isinstance(v, memoryview) else str(v).encode()
                    for v in row
                )  # fmt: skip

    assert len(tables) >= 11
    assert not [s for s in secrets if s in told]
