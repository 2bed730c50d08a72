"""The handlers' pages: listed, assigned, opened by two, closed; nothing for others."""

import uuid

import pytest
from django.db import connection

from danvan.journal.models import Entry
from danvan.vault import desk, services
from danvan.vault.models import Access, Approval
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NAME, PASSPHRASE, REASON, TOLD, new_case

pytestmark = pytest.mark.django_db
SAID = {"ground": "verify", "reason": REASON}
SECRETS = (NAME, TOLD, "handwriting")


@pytest.fixture
def enter(settings, vault):
    """Sign in as one of the officers, each in a browser of his own; unlocked if asked."""
    from django.test import Client

    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(name, *, unlock=True):
        browser = Client()
        browser.force_login(vault.users[name])
        if unlock and name in vault.keys:
            browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
        return browser

    return sign_in


def at(case, rest=""):
    return f"/vault/cases/{case.pk}/{rest}"


def body(answer):
    return answer.content.decode()


def allow(case, asker, second):
    """Ask for the identity, and let the second holder agree on his page."""
    asker.post(at(case, "open/identity/"), SAID)
    (asked,) = waiting(case)
    second.post(f"/vault/requests/{asked.pk}/approve/")


def waiting(case):
    with scoped(user_id="", units=[case.receiver_id]):
        return list(Approval.objects.filter(case=case, given_at=None, declined_at=None))


def lines(case, action):
    return Entry.objects.filter(record=case.record, action=action).count()


# The list and the case


@pytest.mark.parametrize(
    ("who", "listed", "shown"),
    [
        ("leader", True, 200),
        ("one", True, 200),
        ("two", False, 404),
        ("curious", None, 404),
        ("other one", False, 404),
        ("other leader", False, 404),
    ],
)
def test_a_case_is_there_for_its_handlers_alone(case, enter, who, listed, shown):
    browser = enter(who)
    answer = browser.get("/vault/cases/")

    assert answer.status_code == (404 if listed is None else 200)
    assert (case.number in body(answer)) is bool(listed)
    assert browser.get(at(case)).status_code == shown
    assert str(case.pk) not in body(browser.get("/search/", {"q": case.number}))
    assert (case.number in body(browser.get("/"))) is bool(listed)


def test_the_list_is_filtered_by_what_is_neutral(vault, case, enter):
    services.register_paper(case=new_case(vault.commune), by=vault.by())
    browser = enter("leader")

    for query, count in [("", 2), ("kept=paper", 1), ("state=closed", 0)]:
        answer = browser.get(f"/vault/cases/?{query}")
        assert len(answer.context["rows"]) == count
    assert browser.get("/vault/cases/?state=x&page=99").status_code == 200


def test_the_list_has_a_budget(vault, case, enter, django_assert_max_num_queries):
    for _ in range(4):
        vault.seal()
    browser = enter("leader")
    with django_assert_max_num_queries(14):
        browser.get("/vault/cases/")


def test_the_page_of_a_case_has_a_budget(
    vault, case, enter, django_assert_max_num_queries
):
    browser = enter("one")
    for _ in range(3):
        browser.post(at(case, "open/story/"), SAID)
    with django_assert_max_num_queries(36):
        answer = browser.get(at(case))

    assert answer.status_code == 200
    assert len(answer.context["events"]) == 5


def test_the_desk_shows_what_is_due_to_handlers_and_search_finds_nothing(vault, case):
    assert [
        item.title[-len(case.number) :] for item in desk.due(vault.viewer("one"))
    ] == [case.number]
    for name in ("two", "curious", "other one"):
        assert desk.due(vault.viewer(name)) == []
    assert desk.search(vault.viewer("one"), case.number) == []


# Assigning


def test_the_leader_assigns_a_holder_and_ends_it(vault, enter):
    case = vault.seal()
    browser = enter("leader")
    chosen = {"officer": str(vault.users["two"].pk)}

    assert browser.post(at(case, "assign/"), chosen).status_code == 302
    assert "Post two" in body(browser.get(at(case)))
    with scoped(user_id="", units=[vault.commune.pk]):
        access = Access.objects.get(case=case)
    assert enter("two").get(at(case)).status_code == 200

    browser.post(at(case, f"end/{access.pk}/"))
    assert enter("two").get(at(case)).status_code == 404


@pytest.mark.parametrize("name", ["leader", "curious", "other one"])
def test_only_key_holders_of_the_unit_can_be_assigned(vault, case, enter, name):
    chosen = {"officer": str(vault.users[name].pk)}

    assert enter("leader").post(at(case, "assign/"), chosen).status_code == 422


@pytest.mark.parametrize(("who", "code"), [("one", 404), ("other leader", 404)])
def test_nobody_else_assigns(vault, case, enter, who, code):
    chosen = {"officer": str(vault.users["two"].pk)}

    assert enter(who).post(at(case, "assign/"), chosen).status_code == code


# Opening the story


def test_a_story_is_opened_with_ground_and_reason(case, enter):
    answer = enter("one").post(at(case, "open/story/"), SAID)

    assert TOLD in body(answer)
    assert REASON in body(answer)
    assert "Post one" in body(answer)
    assert answer["Cache-Control"].startswith("no-store")
    assert lines(case, "vault.unseal") == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, 422),
        ({"ground": "verify", "reason": "ngắn"}, 422),
        ({"ground": "curiosity", "reason": REASON}, 422),
    ],
)
def test_without_a_reason_no_byte_is_shown(case, enter, said, code):
    """S6."""
    answer = enter("one").post(at(case, "open/story/"), said)

    assert answer.status_code == code
    assert not any(secret in body(answer) for secret in SECRETS)


def test_with_a_locked_key_one_is_sent_to_unlock_and_back(case, enter):
    """S6."""
    browser = enter("one", unlock=False)
    answer = browser.post(at(case, "open/story/"), SAID)

    assert answer.status_code == 302
    assert not answer.content
    back = browser.post(answer["Location"], {"passphrase": PASSPHRASE})
    assert back["Location"] == at(case, "open/story/")


@pytest.mark.parametrize(
    "away", ["//evil.example/", "https://evil.example/vault/", "/x/"]
)
def test_unlocking_leads_to_no_other_house(enter, away):
    browser = enter("one", unlock=False)
    answer = browser.post(f"/vault/key/unlock/?next={away}", {"passphrase": PASSPHRASE})

    assert answer["Location"] == "/vault/key/"


def test_without_a_second_factor_nothing_is_shown(case, enter, settings):
    """S6."""
    browser = enter("one")
    settings.REQUIRE_SECOND_FACTOR = True
    answer = browser.post(at(case, "open/story/"), SAID)

    assert answer["Location"].startswith("/sign-in/")
    assert not any(secret in body(answer) for secret in SECRETS)


def test_when_the_journal_refuses_no_byte_is_shown(case, enter):
    """S6: the journal is really shut, not played."""
    browser = enter("one")
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE journal_entry ADD CONSTRAINT shut CHECK (false) NOT VALID"
        )

    answer = browser.post(at(case, "open/story/"), SAID)
    assert answer.status_code == 500
    assert not any(secret in body(answer) for secret in SECRETS)


@pytest.mark.parametrize("part", ["story", "identity", "extract", "wrong"])
@pytest.mark.parametrize("who", ["two", "leader", "curious", "other one"])
def test_whoever_is_not_assigned_finds_no_door(case, enter, who, part):
    browser = enter(who)

    assert browser.get(at(case, f"open/{part}/")).status_code == 404
    assert browser.post(at(case, f"open/{part}/"), SAID).status_code == 404


# Opening the identity


def test_the_identity_waits_for_a_second_holder(case, enter):
    """S6: without him no byte."""
    browser = enter("one")
    answer = browser.post(at(case, "open/identity/"), SAID, follow=True)

    assert answer.context["asked"].state == "waiting"
    assert "Post two" in body(answer)
    assert not any(secret in body(answer) for secret in SECRETS)
    assert browser.get(at(case, "identity/")).status_code == 302
    assert lines(case, "vault.unseal") == 0


def test_the_second_holder_reads_who_what_and_why(case, enter):
    enter("one").post(at(case, "open/identity/"), SAID)

    locked = body(enter("two", unlock=False).get("/vault/requests/"))
    assert case.number in locked
    assert REASON not in locked
    opened = body(enter("two").get("/vault/requests/"))
    assert REASON in opened
    assert "Post one" in opened
    for name in ("one", "three", "other one"):
        assert case.number not in body(enter(name).get("/vault/requests/"))


def test_the_identity_is_masked_shown_for_a_minute_and_masked_again(case, enter):
    one, two = enter("one"), enter("two")
    allow(case, one, two)

    masked = one.post(at(case, "open/identity/"), follow=True)
    assert masked.request["PATH_INFO"] == at(case, "identity/")
    assert not any(secret in body(masked) for secret in SECRETS)

    shown = one.post(at(case, "identity/"))
    assert NAME in body(shown)
    assert "Post two" in body(shown)
    assert shown["Refresh"] == f"60; url={at(case, 'identity/')}"
    assert shown["Cache-Control"].startswith("no-store")
    assert (lines(case, "vault.unseal"), lines(case, "vault.reveal")) == (1, 1)
    assert NAME not in body(one.get(at(case, "identity/")))


def test_a_declined_request_opens_nothing_and_can_be_asked_again(case, enter):
    one, two = enter("one"), enter("two")
    one.post(at(case, "open/identity/"), SAID)
    (asked,) = waiting(case)
    assert two.post(f"/vault/requests/{asked.pk}/decline/").status_code == 302

    page = one.get(at(case, "open/identity/"))
    assert page.context["asked"].state == "declined"
    one.post(at(case, "open/identity/"), SAID)
    assert len(waiting(case)) == 1
    assert two.post(f"/vault/requests/{asked.pk}/approve/").status_code == 404


@pytest.mark.parametrize(
    ("who", "verb", "code"),
    [
        ("one", "approve", 403),
        ("one", "decline", 403),
        ("three", "approve", 403),
        ("three", "decline", 403),
        ("other one", "approve", 404),
        ("curious", "approve", 404),
        ("leader", "decline", 404),
    ],
)
def test_only_another_holder_of_the_key_gives_his_word(case, enter, who, verb, code):
    enter("one").post(at(case, "open/identity/"), SAID)
    (asked,) = waiting(case)

    answer = enter(who).post(f"/vault/requests/{asked.pk}/{verb}/")
    assert answer.status_code == code
    assert len(waiting(case)) == 1


def test_a_locked_key_closes_what_was_open(case, enter):
    one, two = enter("one"), enter("two")
    allow(case, one, two)
    one.post(at(case, "open/identity/"))
    one.post("/vault/key/lock/")

    answer = one.post(at(case, "identity/"))
    assert answer.status_code == 302
    one.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
    assert one.get(at(case, "identity/")).status_code == 302


def test_the_session_keeps_no_word_of_the_reason(case, enter):
    browser = enter("one")
    browser.post(at(case, "open/story/"), SAID)

    assert REASON not in str(dict(browser.session))


def test_a_file_is_handed_out_under_its_own_line_and_a_neutral_name(case, enter):
    one, two = enter("one"), enter("two")
    allow(case, one, two)
    one.post(at(case, "open/identity/"))
    ((file, ending),) = one.post(at(case, "identity/")).context["files"]
    before = lines(case, "vault.unseal")

    answer = one.post(at(case, f"open/identity/{file.id}/"), {"ending": ending})
    assert b"handwriting" in answer.content
    name = f"{case.number}-{str(file.id)[:4]}.png"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("no-store")
    assert lines(case, "vault.unseal") == before + 1
    assert enter("two").post(at(case, f"open/identity/{file.id}/")).status_code == 404


def test_a_file_without_a_word_at_the_door_sends_back_there(case, enter):
    answer = enter("one").post(at(case, f"open/identity/{uuid.UUID(int=1)}/"))

    assert answer["Location"] == at(case, "open/identity/")


# Conflict of interest


@pytest.mark.parametrize("accused", ["Post one", "ông POST ONE, địa chính", "A B; one"])
def test_whoever_the_story_accuses_is_told_no_more_than_others(vault, enter, accused):
    case = vault.seal(accused=accused)
    vault.assign(case, "one")
    browser = enter("one")
    answer = browser.post(at(case, "open/story/"), SAID)

    assert answer.status_code == 403
    assert not any(secret in body(answer) for secret in SECRETS)
    assert browser.get(at(case)).status_code == 404
    refusal = Entry.objects.get(action="vault.refused", record=case.record)
    assert refusal.why == "accused"


def test_whoever_the_story_accuses_gives_no_word_either(vault, enter):
    case = vault.seal(accused="Post two")
    vault.assign(case, "one")
    enter("one").post(at(case, "open/identity/"), SAID)
    (asked,) = waiting(case)

    answer = enter("two").post(f"/vault/requests/{asked.pk}/approve/")
    assert answer.status_code == 403
    assert len(waiting(case)) == 1


# The end


def test_a_case_is_closed_and_shredded_by_a_decision(case, enter):
    browser = enter("one")
    assert browser.post(at(case, "shred/"), {"decision": "12/QĐ"}).status_code == 403
    assert browser.get(at(case, "close/")).status_code == 200
    assert browser.post(at(case, "close/")).status_code == 302
    assert browser.post(at(case, "shred/"), {"decision": ""}).status_code == 422
    assert (
        browser.post(at(case, "shred/"), {"decision": "12/QĐ-UBND"}).status_code == 302
    )

    assert browser.get(at(case, "open/story/")).status_code == 404
    assert browser.get(at(case)).status_code == 200
    assert lines(case, "vault.shred") == 1


@pytest.mark.parametrize("page", ["close/", "shred/"])
def test_only_the_assigned_end_a_case(vault, case, enter, page):
    said = {"decision": "12/QĐ-UBND"}

    assert enter("two").post(at(case, page), said).status_code == 404
    assert enter("other one").post(at(case, page), said).status_code == 404
