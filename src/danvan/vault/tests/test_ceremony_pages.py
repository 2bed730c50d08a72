"""Keys change hands through the pages: passphrase, holders, recovery; S5 and S7."""

import pytest
from django.utils import timezone

from danvan.vault import officers, services, unit_keys
from danvan.vault.errors import Refused
from danvan.vault.models import Holding, KeyState, UnitKey
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NOW, PASSPHRASE, TOLD

pytestmark = pytest.mark.django_db
OTHER = "mười con vịt bơi sông"
UNIT = "/vault/units/C-1/"


@pytest.fixture
def enter(client, settings, vault):
    """Sign in as one of the officers, with his key open if asked."""
    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(name, *, unlock=False):
        browser = type(client)()
        browser.force_login(vault.users[name])
        if unlock:
            unlock_in(browser)
        return browser

    return sign_in


def unlock_in(browser, passphrase=PASSPHRASE):
    answer = browser.post("/vault/key/unlock/", {"passphrase": passphrase})
    return officers.COOKIE in answer.cookies


def open_key_of(vault, browser, name):
    """Return the key as it lies open in a session, for the services."""
    return officers.unlocked(
        session=browser.session,
        cookie=browser.cookies[officers.COOKIE].value,
        user_id=str(vault.users[name].pk),
        now=timezone.now(),
    )


def holders(vault):
    with scoped(user_id="", units=[vault.commune.pk]):
        held = Holding.objects.filter(key__state=KeyState.ACTIVE, unit=vault.commune)
        return {h.user.username for h in held}


def remove(vault, browser, name, *instead, **data):
    data = {"replacements": [str(vault.users[n].pk) for n in instead], **data}
    return browser.post(f"{UNIT}remove/{vault.users[name].pk}/", data)


# One's own key


def test_a_passphrase_is_changed_and_the_key_stays(vault, case, enter):
    browser = enter("one")
    data = {"old": PASSPHRASE, "new": OTHER, "again": OTHER}

    assert browser.post("/vault/key/passphrase/", data).status_code == 302
    assert not unlock_in(browser)
    assert unlock_in(browser, OTHER)
    ask = vault.ask(case, "one", unlocked=open_key_of(vault, browser, "one"))
    assert services.unseal(ask=ask, now=NOW).fields == {"what": TOLD}


@pytest.mark.parametrize(
    "wrong",
    [
        {"old": "sai cụm mật khẩu"},
        {"again": "không giống nhau"},
        {"new": "ngắn", "again": "ngắn"},
        {"new": "matkhau123456", "again": "matkhau123456"},
    ],
)
def test_a_passphrase_is_not_changed_and_never_sent_back(enter, wrong):
    browser = enter("one")
    data = {"old": PASSPHRASE, "new": OTHER, "again": OTHER} | wrong

    answer = browser.post("/vault/key/passphrase/", data)
    assert answer.status_code == 422
    assert not any(word in answer.content.decode() for word in (PASSPHRASE, OTHER))
    assert unlock_in(browser)


def test_guessing_the_old_passphrase_is_slowed_down_with_unlocking(enter):
    browser = enter("one")
    for _ in range(5):
        browser.post(
            "/vault/key/passphrase/", {"old": "sai", "new": OTHER, "again": OTHER}
        )

    assert not unlock_in(browser)


def test_after_a_forgotten_passphrase_another_holder_gives_the_key_again(
    vault, case, enter
):
    browser = enter("one")
    data = {"passphrase": OTHER, "again": OTHER, "sure": "on"}
    browser.post("/vault/key/enrol/", data)
    unlock_in(browser, OTHER)
    assert "trao lại khóa" in browser.get("/vault/key/").content.decode()

    given = enter("two", unlock=True).post(
        f"{UNIT}add-holder/", {"user": str(vault.users["one"].pk)}
    )
    assert given.status_code == 302
    assert "trao lại khóa" not in browser.get("/vault/key/").content.decode()
    ask = vault.ask(case, "one", unlocked=open_key_of(vault, browser, "one"))
    assert services.unseal(ask=ask, now=NOW).fields == {"what": TOLD}


# Holders


def test_a_holder_with_his_key_open_adds_another(vault, enter):
    user = {"user": str(vault.users["three"].pk)}
    assert enter("one").post(f"{UNIT}add-holder/", user).url == "/vault/key/unlock/"
    assert holders(vault) == {"one", "two"}

    page = enter("one", unlock=True)
    assert "Post three" in page.get(f"{UNIT}add-holder/").content.decode()
    assert page.post(f"{UNIT}add-holder/", user).status_code == 302
    assert holders(vault) == {"one", "two", "three"}


@pytest.mark.parametrize("name", ["two", "curious", "other one"])
def test_who_holds_it_or_may_not_hold_it_is_not_added(vault, enter, name):
    data = {"user": str(vault.users[name].pk)}
    answer = enter("one", unlock=True).post(f"{UNIT}add-holder/", data)

    assert answer.status_code == 422
    assert holders(vault) == {"one", "two"}


def test_a_key_holder_who_holds_nothing_adds_nobody(vault, enter):
    data = {"user": str(vault.users["three"].pk)}

    answer = enter("three", unlock=True).post(f"{UNIT}add-holder/", data)
    assert answer.status_code == 422
    assert holders(vault) == {"one", "two"}


def test_before_a_holder_is_removed_the_page_says_what_it_does(vault, case, enter):
    page = enter("leader")
    shown = page.get(f"{UNIT}remove/{vault.users['one'].pk}/").content.decode()
    assert "Post one" in shown
    assert "phải chuyển: 2" in shown
    assert "nếu không thay: 1" in shown

    assert remove(vault, page, "one", "three").status_code == 422  # not confirmed
    assert remove(vault, page, "one", sure="on").status_code == 422  # one is left
    assert holders(vault) == {"one", "two"}


def test_a_removed_holder_opens_none_of_the_cases_in_his_open_session(vault, enter):
    """S5 through the pages: unlocked before, and still signed in."""
    cases = [vault.seal() for _ in range(3)]
    for case in cases:
        vault.assign(case, "one")
        vault.assign(case, "two")
    his, other = enter("one", unlock=True), enter("two", unlock=True)

    answer = remove(vault, enter("leader"), "one", "three", sure="on")

    assert answer.status_code == 302
    assert holders(vault) == {"two", "three"}
    for case in cases:
        ask = vault.ask(case, "one", unlocked=open_key_of(vault, his, "one"))
        with pytest.raises(Refused, match="key"):
            services.unseal(ask=ask, now=NOW)
        data = {"ground": "verify", "reason": "Xác minh theo quyết định thụ lý"}
        page = his.post(f"/vault/cases/{case.pk}/open/story/", data, follow=True)
        assert TOLD not in page.content.decode()
        seen = other.post(f"/vault/cases/{case.pk}/open/story/", data, follow=True)
        assert TOLD in seen.content.decode()
    his.post(f"{UNIT}hand-over/")
    assert UnitKey.objects.get(unit=vault.commune, epoch=1).state == KeyState.RETIRING
    other.post(f"{UNIT}hand-over/")
    assert UnitKey.objects.get(unit=vault.commune, epoch=1).state == KeyState.DESTROYED


@pytest.mark.parametrize("name", ["other leader", "other one", "curious"])
def test_others_find_no_such_pages(vault, enter, name):
    browser, user = enter(name, unlock=name == "other one"), vault.users["one"].pk

    for address in ("add-holder/", f"remove/{user}/", "recover/"):
        assert browser.get(UNIT + address).status_code in {403, 404}
    assert holders(vault) == {"one", "two"}


def test_who_holds_nothing_cannot_be_removed(vault, enter):
    assert remove(vault, enter("leader"), "three", sure="on").status_code == 404


# Recovery


def recover(vault, browser, *words, names=("three", "two")):
    data = {f"share_{n}": text for n, text in enumerate(words, start=1)}
    chosen = [str(vault.users[name].pk) for name in names]
    return browser.post(f"{UNIT}recover/", data | {"holders": chosen})


def test_two_offices_recover_the_key_and_every_case_is_handed_over(vault, enter):
    """S7 through the page: all holders are gone, two shares of three come."""
    cases = [vault.seal() for _ in range(2)]
    for case in cases:
        vault.assign(case, "three")
    browser = enter("leader")
    assert "Công an tỉnh" in browser.get(f"{UNIT}recover/").content.decode()

    answer = recover(vault, browser, vault.shares[2], vault.shares[0])

    assert answer.status_code == 302
    assert "Đã chuyển: 4 trên 4" in browser.get(UNIT).content.decode()
    assert holders(vault) == {"two", "three"}
    for case in cases:
        ask = vault.ask(case, "three")
        assert services.unseal(ask=ask, now=NOW).fields == {"what": TOLD}


def test_one_share_twice_or_a_slip_of_the_pen_recovers_nothing(vault, enter):
    browser, (first, second, _third) = enter("leader"), vault.shares
    slip = " ".join([*second.split()[:-1], "academic"])

    for words in ([first, first], [first, slip], [first, "một hai ba"], [first, ""]):
        answer = recover(vault, browser, *words)
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert not [text for text in (first, slip) if text in shown]
    assert recover(vault, browser, first, second, names=["two"]).status_code == 422
    assert holders(vault) == {"one", "two"}
    assert unit_keys.progress_of(vault.commune).finished


def test_the_shares_are_neither_in_the_session_nor_in_the_journal(vault, enter):
    from danvan.journal.models import Entry

    browser = enter("leader")
    recover(vault, browser, vault.shares[0], vault.shares[1])

    kept = str(dict(browser.session)) + str(list(Entry.objects.values()))
    assert not [
        w
        for w in vault.shares
        if w in kept or w.split()[5] + " " + w.split()[6] in kept
    ]
