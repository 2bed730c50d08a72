"""Passing on by the pages: redacted by default, checked before it goes."""

import io

import pytest
from PIL import Image

from danvan.vault import services
from danvan.vault.models import SealedBlob, Wrap
from danvan.vault.scope import scoped
from danvan.vault.sealing import Contents, File
from danvan.vault.tests.conftest import NAME, PASSPHRASE, new_case
from danvan.vault.tests.test_case_pages import SAID, allow, at, body, lines

pytestmark = pytest.mark.django_db
PHONE = "0912 000 111"
STORY = f"Tôi là {NAME}, gọi 0912.000.111. Khoản chi mẫu không có thật."
LEGAL = "Điều mẫu, theo văn bản yêu cầu mẫu"


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


def photo():
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Tác giả mẫu"
    Image.new("RGB", (8, 8), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.fixture
def told(vault):
    """A case whose story tells who speaks, with a photo that tells who took it."""
    number = services.seal(
        case=new_case(vault.commune),
        identity=Contents({"name": NAME, "phone": PHONE}),
        story=Contents({"what": STORY}, (File("cua-toi.jpg", "image/jpeg", photo()),)),
        by=vault.by(),
    )
    with scoped(user_id="", units=[vault.commune.pk]):
        from danvan.vault.models import SealedCase

        case = SealedCase.objects.get(number=number)
    vault.assign(case, "one")
    return case


def draft(case, browser):
    browser.post(at(case, "open/story/"), SAID)
    return browser.post(at(case, "pass-on/"))


def given(vault, **changes):
    said = {"to": vault.neighbour.pk, "extract": "Trích: khoản chi mẫu."}
    return {key: v for key, v in (said | changes).items() if v is not None}


def there(vault, case, enter):
    """Read the extract in the other unit."""
    vault.assign(case, "other one", "other leader")
    return enter("other one").post(at(case, "open/extract/"), SAID)


def parts_there(vault):
    with scoped(user_id="", units=[vault.neighbour.pk]):
        return {w.compartment for w in Wrap.objects.all()}


def test_with_the_identity_open_its_words_are_taken_out_of_the_draft(told, enter):
    one, two = enter("one"), enter("two")
    allow(told, one, two)
    one.post(at(told, "open/identity/"))

    page = draft(told, one)
    text = page.context["form"].initial["extract"]
    assert text == "Tôi là […], gọi […]. Khoản chi mẫu không có thật."
    assert page.context["redacted"]


def test_with_the_identity_shut_the_handler_is_told_to_read(told, enter):
    page = draft(told, enter("one"))

    assert page.context["form"].initial["extract"] == STORY
    assert "govuk-warning-text" in body(page)


def test_the_other_unit_reads_the_extract_and_nothing_else(vault, told, enter):
    one = enter("one")
    page = draft(told, one)
    ((chosen, _name),) = page.context["form"].fields["files"].choices
    said = given(vault, files=[chosen])

    checked = one.post(at(told, "pass-on/check/"), said)
    assert "trich-1.jpg" in body(checked)
    assert "cua-toi" not in body(checked)
    assert parts_there(vault) == set()
    assert one.post(at(told, "pass-on/send/"), said).status_code == 302

    answer = there(vault, told, enter)
    assert "khoản chi mẫu" in body(answer)
    assert NAME not in body(answer)
    ((file, ending),) = answer.context["files"]
    assert file.name == "trich-1.jpg"
    other = enter("other one")
    other.post(at(told, "open/extract/"), SAID)
    handed = other.post(at(told, f"open/extract/{file.id}/"), {"ending": ending})
    assert "exif" not in Image.open(io.BytesIO(handed.content)).info
    for part in ("story", "identity"):
        assert other.get(at(told, f"open/{part}/")).status_code == 404
    assert parts_there(vault) == {"extract:C-2"}


def test_the_case_shows_who_was_given_keys_until_they_are_taken_back(
    vault, told, enter
):
    one = enter("one")
    draft(told, one)
    one.post(at(told, "pass-on/send/"), given(vault))
    assert "đơn vị C-2" in body(one.get(at(told)))

    address = at(told, "take-back/C-2/")
    assert one.get(address).status_code == 200
    assert parts_there(vault) == {"extract:C-2"}
    assert one.post(address).status_code == 302
    assert parts_there(vault) == set()
    assert one.get(address).status_code == 404
    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert not SealedBlob.objects.filter(case=told).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"extract": ""},
        {"extract": "", "whole": ["story"]},
        {"whole": ["story"], "legal": "ngắn"},
        {"to": None},
        {"to": "999999"},
        {"whole": ["wrong"], "legal": LEGAL},
    ],
)
def test_what_is_not_complete_is_asked_again(vault, told, enter, changes):
    one = enter("one")
    draft(told, one)

    for address in ("pass-on/check/", "pass-on/send/"):
        answer = one.post(at(told, address), given(vault, **changes))
        assert answer.status_code == 422
    assert parts_there(vault) == set()


def test_the_identity_goes_only_after_a_second_holder_agreed(vault, told, enter):
    one, two = enter("one"), enter("two")
    draft(told, one)
    said = given(vault, extract="", whole=["identity"], legal=LEGAL)
    assert one.post(at(told, "pass-on/send/"), said).status_code == 403
    assert parts_there(vault) == set()

    allow(told, one, two)
    assert one.post(at(told, "pass-on/send/"), said).status_code == 302
    assert parts_there(vault) == {"identity"}


def test_a_unit_the_story_speaks_of_gets_nothing(vault, enter):
    case = vault.seal(accused_units="C-2")
    vault.assign(case, "one")
    one = enter("one")
    draft(case, one)

    assert one.post(at(case, "pass-on/send/"), given(vault)).status_code == 403
    assert parts_there(vault) == set()
    assert lines(case, "vault.pass-on") == 0


@pytest.mark.parametrize("step", ["", "check/", "send/"])
def test_without_an_open_story_nothing_is_passed_on(vault, told, enter, step):
    answer = enter("one").post(at(told, f"pass-on/{step}"), given(vault))

    assert answer["Location"] == at(told, "open/story/")
    assert enter("two").post(at(told, f"pass-on/{step}")).status_code == 404


def test_a_file_that_cannot_be_made_clean_stays(vault, enter):
    number = services.seal(
        case=new_case(vault.commune),
        identity=Contents({"name": NAME}),
        story=Contents({"what": "x"}, (File("a.jpg", "image/jpeg", b"no picture"),)),
        by=vault.by(),
    )
    with scoped(user_id="", units=[vault.commune.pk]):
        from danvan.vault.models import SealedCase

        case = SealedCase.objects.get(number=number)
    vault.assign(case, "one")
    one = enter("one")
    ((chosen, _name),) = draft(case, one).context["form"].fields["files"].choices

    answer = one.post(at(case, "pass-on/send/"), given(vault, files=[chosen]))
    assert answer.status_code == 422
    assert parts_there(vault) == set()
