"""Coming in, staying in and leaving."""

import datetime
import unicodedata

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from danvan.accounts import services, sessions
from danvan.accounts.models import Throttle, User
from danvan.accounts.rights import Role
from danvan.accounts.tests.conftest import PASSWORD
from danvan.core.actor import system
from danvan.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _optional(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def test_the_right_password_leads_to_the_page_one_wanted(client, clerk):
    answer = client.post(
        "/sign-in/?next=/account/", {"username": "clerk", "password": PASSWORD}
    )

    assert (answer.status_code, answer.url) == (302, "/account/")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"],
)
def test_nobody_is_led_out_of_the_site(client, clerk, address):
    answer = client.post(
        f"/sign-in/?next={address}", {"username": "clerk", "password": PASSWORD}
    )

    assert answer.url == "/"


@pytest.mark.parametrize("username", ["Clerk", " clerk ", "\uff43lerk"])
def test_a_user_name_is_one_however_it_is_typed(enter, clerk, username):
    assert enter(username).status_code == 302


def test_a_password_is_one_however_the_keyboard_composes_it(enter, clerk):
    decomposed = unicodedata.normalize("NFD", PASSWORD)

    assert decomposed != PASSWORD
    assert enter("clerk", decomposed).status_code == 302


def test_known_and_unknown_users_get_the_same_answer(enter, clerk, monkeypatch):
    hashed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, real=real, **kwargs):
            hashed.append(1)
            return real(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)

    answers = []
    for username in ("clerk", "ghost"):
        hashed.clear()
        answer = enter(username, "wrong wrong wrong")
        page = answer.content.decode().replace(username, "")
        token = answer.context["csrf_token"]
        answers.append((answer.status_code, page.replace(str(token), ""), len(hashed)))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert answers[0][2] == 1


def test_who_was_shut_out_is_out_at_once(client, enter, clerk):
    enter("clerk")
    services.set_active(user=clerk, active=False, by=system())

    assert client.get("/account/").status_code == 302
    assert enter("clerk").status_code == 422


def test_the_session_gets_a_new_key_when_somebody_signs_in(client, enter, clerk):
    client.get("/sign-in/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    enter("clerk")

    assert client.session.session_key != before


def test_leaving_ends_the_session_and_is_written_down(client, enter, clerk):
    enter("clerk")
    answer = client.post("/sign-out/")

    assert "storage" in answer["Clear-Site-Data"]
    assert client.get("/account/").status_code == 302
    actions = Entry.objects.filter(chain="T-1").order_by("seq")
    assert list(actions.values_list("action", flat=True)) == [
        "accounts.sign-in",
        "accounts.sign-out",
    ]


def test_a_link_cannot_sign_somebody_out(client, enter, clerk):
    enter("clerk")

    assert client.get("/sign-out/").status_code == 405
    assert client.get("/account/").status_code == 200


def test_a_wrong_try_is_written_down_without_what_was_typed(enter, clerk):
    enter("clerk", "bí mật riêng")
    enter("my password in the wrong field", "x")

    rows = Entry.objects.filter(action="accounts.sign-in-failed").order_by("seq")
    assert [(r.record, r.why) for r in rows] == [
        (clerk.record, "password"),
        ("accounts.user:unknown", "password"),
    ]


def test_pages_of_staff_are_not_kept_by_the_browser(client, enter, clerk):
    enter("clerk")

    assert "no-store" in client.get("/account/")["Cache-Control"]


def test_a_role_holds_and_ends_on_the_next_request(client, enter, make_user, commune):
    enter(make_user("new").username)
    assert client.get("/account/").status_code == 403

    user = User.objects.get(username="new")
    today = timezone.localdate()
    membership = services.grant_role(
        user=user, unit=commune, role=Role.VERIFIER, valid_from=today, by=system()
    )
    assert client.get("/account/").status_code == 200

    services.end_role(
        membership=membership,
        last_day=today - datetime.timedelta(days=1),
        by=system(),
    )
    assert client.get("/account/").status_code == 403


def test_who_looks_costs_no_query_beyond_session_and_user(
    client, enter, clerk, django_assert_num_queries
):
    """Session, user with memberships; the page itself reads roles and device."""
    enter("clerk")

    with django_assert_num_queries(4):
        client.get("/account/")


def test_a_refused_page_is_written_down(client, enter, clerk):
    enter("clerk")

    assert client.get("/people/").status_code == 403

    entry = Entry.objects.get(action="accounts.refused")
    assert (entry.actor_id, entry.record) == (
        f"user:{clerk.pk}",
        "accounts.right:accounts.edit",
    )


def test_a_page_part_asked_for_by_script_leads_the_whole_page_to_sign_in(client):
    answer = client.get(
        "/account/",
        headers={
            "HX-Request": "true",
            "Referer": "http://testserver/petitions/",
        },
    )

    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fpetitions%2F"


class TestSession:
    """A session lasts while one works, and no longer than twelve hours."""

    NOW = datetime.datetime(2026, 7, 1, 8, tzinfo=datetime.UTC)

    @pytest.fixture
    def session(self):
        session = Client().session
        sessions.begin(session, now=self.NOW)
        session.modified = False
        return session

    @pytest.mark.parametrize(
        ("minutes", "lasts", "written"),
        [(5, True, False), (11, True, True), (719, True, True), (721, False, False)],
    )
    def test_it_is_renewed_while_in_use(self, session, minutes, lasts, written):
        later = self.NOW + datetime.timedelta(minutes=minutes)

        assert sessions.renew(session, now=later) is lasts
        assert session.modified is written

    def test_one_that_nobody_began_begins_when_first_seen(self):
        session = Client().session
        later = self.NOW + sessions.LONGEST * 2

        assert sessions.renew(session, now=self.NOW)
        assert not sessions.renew(session, now=later)

    def test_a_session_past_its_time_is_signed_out(self, client, enter, clerk):
        enter("clerk")
        session = client.session
        long_ago = timezone.now() - sessions.LONGEST * 2
        sessions.begin(session, now=long_ago)
        session.save()

        assert client.get("/account/").status_code == 302


class TestPassword:
    """Changing one's own password."""

    NEW = "mười hai con voi bay"

    def change(self, client, old=PASSWORD, new=NEW):
        return client.post("/account/password/", {"old": old, "new": new})

    def test_it_ends_the_other_sessions(self, client, enter, clerk):
        enter("clerk")
        other = Client()
        other.post("/sign-in/", {"username": "clerk", "password": PASSWORD})

        assert self.change(client).status_code == 302

        assert client.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302
        assert Entry.objects.get(action="accounts.change-password").changes == {
            "password": [None, "changed"]
        }

    def test_it_asks_for_the_old_one_and_counts_wrong_guesses(
        self, client, enter, clerk
    ):
        enter("clerk")

        statuses = [
            self.change(client, old="wrong wrong").status_code for _ in range(6)
        ]

        assert statuses == [422] * 5 + [429]

    @pytest.mark.parametrize("new", ["short", "Matkhau@123456", "password1234"])
    def test_a_known_one_is_refused(self, client, enter, clerk, new):
        enter("clerk")

        assert self.change(client, new=new).status_code == 422
        assert not Throttle.objects.filter(failures__gt=0).exists()
