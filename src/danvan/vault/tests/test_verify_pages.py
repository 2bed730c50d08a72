"""The verifier's pages: given the content by a holder, never the identity."""

import pytest

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.vault import officers
from danvan.vault.tests.conftest import NAME, NOW, PASSPHRASE, TOLD
from danvan.vault.tests.test_case_pages import SAID, at, body, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(settings, vault):
    from django.test import Client

    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(name):
        browser = Client()
        browser.force_login(vault.users[name])
        browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
        return browser

    return sign_in


@pytest.fixture
def checker(vault):
    """A verifier of the commune with a key of his own."""
    user = User.objects.create(username="checker", label="Post checker")
    Membership.objects.create(
        user=user, unit=vault.commune, role=Role.VERIFIER, valid_from=NOW.date()
    )
    officers.enrol_officer(user=user, passphrase=PASSPHRASE, by=vault.by(), now=NOW)
    vault.users["checker"] = user
    return user


def give(case, holder, user):
    holder.post(at(case, "open/story/"), SAID)
    return holder.post(at(case, "verify/story/"), {"officer": str(user.pk)})


def test_a_verifier_reads_the_content_a_holder_gave_him(case, checker, enter):
    chosen = {"officer": str(checker.pk)}
    assert enter("leader").post(at(case, "assign/"), chosen).status_code == 302
    verifier = enter("checker")
    before = verifier.get(at(case))
    assert [way.url for way in before.context["ways"]] == [""]
    assert verifier.post(at(case, "open/story/"), SAID).status_code == 403

    assert give(case, enter("one"), checker).status_code == 302
    assert lines(case, "vault.let-verify") == 1
    opened = verifier.post(at(case, "open/story/"), SAID)
    assert TOLD in body(opened)
    assert NAME not in body(opened)
    assert "may_let" not in opened.context


@pytest.mark.parametrize(
    "path",
    ["open/identity/", "identity/", "pass-on/", "close/", "shred/", "verify/story/"],
)
def test_a_verifier_comes_to_no_other_door(vault, case, checker, enter, path):
    vault.assign(case, "checker")
    give(case, enter("one"), checker)

    assert enter("checker").post(at(case, path), SAID).status_code == 404
    assert enter("checker").get("/vault/requests/").status_code == 404


def test_a_verifier_who_is_not_assigned_is_given_nothing(case, checker, enter):
    assert give(case, enter("one"), checker).status_code == 403
    assert lines(case, "vault.let-verify") == 0
    assert enter("checker").get(at(case)).status_code == 404


def test_the_content_is_given_only_by_one_who_has_it_open(case, checker, vault, enter):
    vault.assign(case, "checker")
    said = {"officer": str(checker.pk)}

    answer = enter("one").post(at(case, "verify/story/"), said)
    assert answer["Location"] == at(case, "open/story/")
    assert enter("two").post(at(case, "verify/story/"), said).status_code == 404
