"""The page by which a letter leaves: asked, gone, and nowhere to be found (A6)."""

import re
import uuid

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.petitions import desk, selectors
from danvan.petitions.models import Petition
from danvan.petitions.selectors import Filters
from danvan.petitions.tests.conftest import text, viewer
from danvan.petitions.tests.test_leaving import case_of, hand_over
from danvan.petitions.tests.test_services import CLERK, FEEDBACK, register, walk

pytestmark = pytest.mark.urls("danvan.config.urls_office")
QUEUE = "/petitions/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def answers(petition, **changes):
    said = {"works_here": "no", "kept": "on", "version": petition.version}
    return {name: value for name, value in (said | changes).items() if value != ""}


def address(petition):
    return f"{QUEUE}{petition.pk}/leave/"


def test_a_letter_kept_on_paper_leaves_and_keeps_its_code(sign_in, town):
    petition = walk(register(town), town, "screen")
    client = sign_in(Role.PETITION_CLERK)
    assert address(petition) in text(client.get(f"{QUEUE}{petition.pk}/"))

    page = client.post(address(petition), answers(petition))

    assert page.status_code == 200
    assert petition.number in text(page)
    assert "tố cáo" not in text(page).lower()
    assert case_of(town.committee).number == petition.number
    assert not Petition.objects.exists()


def test_nothing_leaves_before_it_is_on_paper(sign_in, town):
    petition = register(town)

    page = sign_in(Role.PETITION_CLERK).post(
        address(petition), answers(petition, kept="")
    )

    assert page.status_code == 422
    assert "Hãy in đơn" in text(page)
    assert Petition.objects.get().what == FEEDBACK.what


def test_where_the_unit_is_concerned_it_goes_up_in_an_envelope(sign_in, town):
    petition = register(town)

    page = sign_in(Role.PETITION_CLERK).post(
        address(petition), answers(petition, works_here="unsure")
    )

    assert "phong bì" in text(page)
    assert case_of(town.province).number == petition.number
    assert not Petition.objects.exists()


def test_a_colleague_who_was_first_is_told_of(sign_in, town):
    petition = register(town)
    old = petition.version
    walk(petition, town, "screen")

    page = sign_in(Role.PETITION_CLERK).post(
        address(petition), answers(petition, version=old)
    )

    assert page.status_code == 422
    assert "Đồng nghiệp" in text(page)
    assert Petition.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.VERIFIER, 403), (Role.RECEPTION_OFFICER, 403), (Role.AUDITOR, 403)],
)
def test_who_screens_nothing_lets_nothing_leave(sign_in, town, role, status):
    petition = register(town)
    client = sign_in(role)

    assert client.post(address(petition), answers(petition)).status_code == status
    assert Petition.objects.exists()


def test_what_is_closed_or_anothers_has_no_such_page(sign_in, town):
    closed = walk(register(town), town, "withdraw")
    other = register(town, unit=town.stranger)
    client = sign_in(Role.UNIT_LEADER)

    for petition in (closed, other):
        assert client.get(address(petition)).status_code == 404
    assert address(closed) not in text(client.get(f"{QUEUE}{closed.pk}/"))


def test_afterwards_no_page_no_list_and_no_search_knows_of_it(sign_in, town, clerk):
    taken = files.take(data=b"Chuyen canary", name="canary.txt", by=CLERK)
    petition = register(town, attachments=[taken])
    stored = StoredFile.objects.get()
    hand_over(petition, town.committee)
    client = sign_in(Role.UNIT_LEADER)

    gone = [
        f"{QUEUE}{petition.pk}/",
        f"{QUEUE}{petition.pk}/receipt/",
        address(petition),
        f"/files/{stored.pk}/",
    ]
    for path in gone:
        assert client.get(path).status_code == 404
    words = {"number": petition.number, "words": "cong hong"}
    for q in words.values():
        assert desk.search(clerk, q) == []
        assert f'href="{QUEUE}{petition.pk}' not in text(client.get(QUEUE, {"q": q}))
    assert desk.due(clerk) == []
    today = timezone.localdate()
    assert not selectors.queue(clerk, Filters(), today).exists()


PAGES = [QUEUE, f"{QUEUE}?q=DV", "/", "/search/?q=cong"]


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.PETITION_CLERK, PAGES),
        (Role.UNIT_LEADER, PAGES),
        (Role.AUDITOR, ["/", "/journal/"]),
    ],
)
def test_every_page_is_the_same_with_the_case_and_without(sign_in, town, role, pages):
    """S4, at the counter: whoever handles no sealed case sees no trace of one."""
    register(town, key=uuid.UUID(int=1))
    client = sign_in(role)
    before = [bare(client.get(page)) for page in pages]

    by = viewer(town.province, role).actor()
    another = register(town, unit=town.province, by=by)
    hand_over(another, town.province, by=by)

    assert [bare(client.get(page)) for page in pages] == before


def bare(response):
    """The page without what is new at every request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response))
