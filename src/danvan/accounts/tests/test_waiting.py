"""Words sent after the session had ended wait for the same person's sign-in, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.accounts import waiting
from danvan.accounts.rights import Role
from danvan.accounts.tests.conftest import PASSWORD
from danvan.petitions.register_forms import RegisterForm

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("danvan.config.urls_office"),
]
NEW = "/petitions/new/"
WHAT = "Đường <ngập> mỗi khi mưa, dân đi lại khổ"


@pytest.fixture(autouse=True)
def _optional(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def sign_in(client, make_user):
    """Sign in through the page, as people do; return where it leads."""
    for name in ("clerk", "other"):
        make_user(name, Role.PETITION_CLERK)

    def enter(name="clerk", then=NEW):
        said = {"username": name, "password": PASSWORD}
        return client.post(f"/sign-in/?next={then}", said).url

    return enter


@pytest.fixture
def away(client, sign_in):
    """The session of somebody who had signed in is over."""
    sign_in()
    del client.cookies["danvan_office"]
    return client


def send(client, path=NEW, **said):
    return client.post(path, {"what": WHAT, "kind": "feedback"} | said)


def test_the_words_come_back_once_and_go_where_they_were_going(away, sign_in):
    answer = send(away)
    assert "đăng nhập lại bằng đúng tên" in away.get(answer.url).content.decode()

    assert sign_in() == "/sign-in/words/"

    page = away.get("/sign-in/words/").content.decode()
    assert "Đường &lt;ngập&gt; mỗi khi mưa" in page
    assert f">{RegisterForm.base_fields['what'].label}</label>" in page
    assert f'action="{NEW}"' in page
    assert '<input type="hidden" name="kind" value="feedback">' in page
    assert away.get("/sign-in/words/").url == "/"


def test_nobody_else_is_shown_them_not_even_after(away, sign_in):
    send(away)

    assert sign_in("other") == NEW
    away.post("/sign-out/")
    assert sign_in("clerk") == NEW


def test_they_lie_encrypted_where_they_wait(away):
    send(away)

    kept = away.session["typed"]
    assert "ngập" not in kept
    assert "clerk" not in kept


def test_after_half_an_hour_they_are_gone(away, sign_in, monkeypatch):
    send(away)
    monkeypatch.setattr(waiting, "WAITS", -1)

    assert sign_in() == NEW
    assert "typed" not in away.session


def test_who_signed_out_leaves_nothing_behind(client, sign_in):
    sign_in()
    client.post("/sign-out/")

    send(client)

    assert "typed" not in client.session


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/vault/receive/", {}),
        ("/account/password/", {}),
        (NEW, {"what": "x " * waiting.LONGEST}),
        (NEW, {"what": "", "kind": "feedback"}),
    ],
    ids=["sealed", "a password", "too long", "no words"],
)
def test_what_may_not_wait_does_not(away, path, said):
    assert send(away, path, **said).status_code == 302

    assert "typed" not in away.session


def test_secrets_are_left_out_and_files_asked_for_again(away, sign_in):
    file = SimpleUploadedFile("a.txt", b"x")

    send(away, password="tuyệt mật lắm", files=file)

    sign_in()
    page = away.get("/sign-in/words/").content.decode()
    assert "tuyệt mật" not in page
    assert "chọn lại các tệp" in page


def test_a_stranger_fills_no_session(client):
    send(client)

    assert "typed" not in client.session
