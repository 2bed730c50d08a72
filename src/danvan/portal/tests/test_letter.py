"""A sealed letter from the public pages: nothing kept, nothing told, nothing lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from danvan.portal import letter_views, services
from danvan.portal.models import SavedForm
from danvan.portal.tests.test_pages import strict
from danvan.vault.tests import intake_of
from danvan.vault.tests.conftest import make_vault
from danvan.vault.tests.intake_of import opened, stored

ADDRESS = "/gui/thu-kin/"
WHAT = "Chuyện mẫu canary-77 về khoản thu\nkhông có thật"
NAME = "Người viết mẫu canary-88"
TYPED = {
    "rows": "3",
    "accused-0-name": "Người mẫu canary-99",
    "accused-0-post": "Hiệu trưởng",
    "accused-0-workplace": "Trường mẫu không có thật",
    "what": WHAT,
    "when_where": "Tháng 3",
    "evidence": "",
    "request": "Xin xem xét",
    "province": "P-1",
    "unit_code": "C-1",
    "name": NAME,
    "address": "Nhà số 0",
    "phone": "0900000088",
    "id_number": "",
    "withhold": "on",
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    from danvan.vault import passphrases, receipts

    monkeypatch.setattr(passphrases, "COST", passphrases.Cost(64, 1, 1))
    monkeypatch.setattr(receipts, "COST", receipts.Cost(64, 1, 1))


@pytest.fixture
def vault(db):
    """A commune and its province that take letters in sealed."""
    made = make_vault()
    intake_of.working_days()
    intake_of.found_province(made)
    for unit in (made.commune, made.province):
        intake_of.decide(unit)
    return made


@pytest.fixture
def visitor(public_pages, settings, vault):
    """A browser at the public's process, under its database role."""
    settings.HOME_PROVINCE = "P-1"
    settings.PROCESS = "portal"
    settings.DENUNCIATIONS_ONLINE = "sealed"
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_portal")
    yield Client()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


@pytest.fixture
def as_owner():
    """Look at what was stored, with the role that may."""

    def become():
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")

    return become


def fields(page):
    """Return the hidden fields of a page, as a browser would send them."""
    text = page.content.decode()
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"[^>]*>', text
    )
    import html

    return {
        name: html.unescape(value)
        for name, value in found
        if name != "csrfmiddlewaretoken"
    }


def press(visitor, act, page=None, **changes):
    first = fields(page or visitor.get(ADDRESS))
    return visitor.post(ADDRESS, first | changes | {"act": act})


def checked(visitor, **changes):
    return press(visitor, "check", **(TYPED | changes))


def send(visitor, page=None, **more):
    return press(visitor, "send", page or checked(visitor), **more)


def codes(page):
    text = page.content.decode()
    number = re.search(r'dv-receipt__number">([^<]+)<', text)[1]
    return number, re.search(r'dv-receipt__code">([^<]+)<', text)[1]


def test_a_letter_goes_from_the_page_into_the_seal(visitor, vault, as_owner):
    page = send(visitor)

    number, code = codes(page)
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", code)
    as_owner()
    (case,) = stored(vault.commune)
    assert case.number == number
    story, _ = opened(vault, case, "story")
    assert story.fields["what"] == WHAT
    assert NAME not in str(story.fields)
    identity, _ = opened(vault, case, "identity")
    assert identity.fields["name"] == NAME
    assert not SavedForm.objects.exists()


def test_the_receipt_says_nothing_of_matter_person_or_unit(visitor):
    text = strict(send(visitor))

    for word in ("tố cáo", "canary", "C-1", "P-1", "Hiệu trưởng", "denunc"):
        assert word.lower() not in text.lower()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_leaves_quickly_has_a_neutral_title_and_is_kept_nowhere(
    visitor, language, monkeypatch, settings
):
    visitor.cookies["danvan_language"] = language
    check = checked(visitor)
    nobody = checked(visitor, **{"accused-0-workplace": "UBND đơn vị P-1"})
    pages = [
        visitor.get("/gui/to-cao/"), visitor.get("/gui/mau-thu/"), visitor.get(ADDRESS),
        press(visitor, "check", what=""), check, nobody, send(visitor, check),
    ]  # fmt: skip
    monkeypatch.setattr(letter_views, "_turn", _down)
    pages.append(send(visitor, check))

    for page in pages:
        text = strict(page)
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1].lower()
        assert "data-quick-exit" in text
        assert 'href="/roi/"' in text
        assert not re.search("tố cáo|tham nhũng|denounce|wrongdoing|accus", title)
        assert "no-store" in page.headers["Cache-Control"]
        assert set(page.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert nobody.status_code == 200


def _down(_request):
    raise OperationalError


def test_leaving_forgets_and_leads_to_a_page_of_no_meaning(visitor, settings):
    answer = visitor.get("/roi/")

    assert answer.status_code == 302
    assert answer.url == settings.EXIT_ADDRESS
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_no_field_is_remembered_by_the_browser(visitor):
    text = visitor.get(ADDRESS).content.decode()

    assert '<form method="post" novalidate autocomplete="off">' in text
    for control in re.findall(r"<(?:input type=\"text\"|textarea)[^>]*>", text):
        assert 'autocomplete="off"' in control


def test_another_person_is_added_without_losing_a_word(visitor):
    page = press(visitor, "add", **TYPED)

    text = page.content.decode()
    assert 'name="accused-3-name"' in text
    assert "canary-77" in text
    assert "canary-99" in text
    assert "govuk-error-summary" not in text
    many = press(visitor, "add", **(TYPED | {"rows": "10"})).content.decode()
    assert 'name="accused-10-name"' not in many
    assert 'value="add"' not in many


def test_one_may_go_back_and_change(visitor):
    page = press(visitor, "back", checked(visitor))

    text = page.content.decode()
    assert "canary-77" in text
    assert re.search(r'name="withhold"[^>]*checked', text)


@pytest.mark.parametrize(
    "changes",
    [
        {"what": ""},
        {"what": "Hai từ"},
        {"unit_code": ""},
        {"accused-0-name": "", "accused-0-post": "", "accused-0-workplace": ""},
        {"name": "x" * 121},
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(visitor, changes):
    page = checked(visitor, **changes)

    text = strict(page)
    assert page.status_code == 400
    assert "govuk-error-summary" in text
    assert "0900000088" in text


def test_signs_that_cannot_be_stored_are_left_out(visitor, vault, as_owner):
    send(visitor, checked(visitor, what=f"{WHAT}\0"))

    as_owner()
    (case,) = stored(vault.commune)
    assert opened(vault, case, "story")[0].fields["what"] == WHAT


def test_pressed_twice_it_is_one_letter_and_one_receipt(visitor, vault, as_owner):
    page = checked(visitor)

    assert codes(send(visitor, page)) == codes(send(visitor, page))
    as_owner()
    assert len(stored(vault.commune)) == 1


def test_the_accused_unit_is_not_named_as_reader(visitor, vault, as_owner):
    page = checked(visitor, **{"accused-0-workplace": "UBND đơn vị C-1"})

    reader = re.search(r"<strong>([^<]*)</strong>, và không ai", page.content.decode())
    assert reader is None or "P-1" in reader[1]
    assert "P-1" in page.content.decode()
    send(visitor, page)
    as_owner()
    assert stored(vault.commune) == []
    assert len(stored(vault.province)) == 1


def test_nobody_to_receive_means_guidance_and_nothing_stored(visitor, vault, as_owner):
    page = checked(visitor, **{"accused-0-workplace": "UBND đơn vị P-1"})

    assert "Thanh tra Chính phủ" in page.content.decode()
    assert "canary-77" in page.content.decode()
    as_owner()
    assert stored(vault.commune, vault.province) == []


def photo(name="ảnh canary-66.jpg"):
    return SimpleUploadedFile(name, intake_of.photo(), "image/jpeg")


def test_files_go_to_who_one_is_unless_one_says_otherwise(visitor, vault, as_owner):
    send(visitor, identity_files=[photo()], story_files=[photo("b.jpg")])

    as_owner()
    (case,) = stored(vault.commune)
    assert list(opened(vault, case, "story")[1]) == ["tep-1.jpg"]
    assert len(opened(vault, case, "identity")[1]) == 2


def test_a_refused_file_comes_back_with_its_cure_and_the_text(visitor, vault, as_owner):
    bad = SimpleUploadedFile("xấu.exe", b"MZ", "application/octet-stream")

    page = send(visitor, identity_files=[bad])

    assert page.status_code == 400
    assert "xấu.exe" in strict(page)
    assert "canary-77" in page.content.decode()
    as_owner()
    assert stored(vault.commune) == []


def test_six_files_are_too_many(visitor):
    page = send(visitor, identity_files=[photo()] * 3, story_files=[photo()] * 3)

    assert page.status_code == 400
    assert "5" in page.content.decode()


def test_no_file_touches_the_disk(visitor, tmp_path, monkeypatch):
    import tempfile

    def refuse(*_a, **_k):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    send(visitor, identity_files=[photo()])

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("act", ["check", "send", "add", "places"])
def test_while_the_database_is_away_nothing_typed_is_lost(visitor, monkeypatch, act):
    page = checked(visitor)
    monkeypatch.setattr(letter_views, "_turn", _down)

    answer = press(visitor, act, page)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "canary-77" in strict(answer)
    monkeypatch.undo()
    assert (
        fields(answer).items()
        >= {
            name: value for name, value in TYPED.items() if value and name != "what"
        }.items()
    )


def test_a_machine_is_told_apart_by_haste_and_the_hidden_field(visitor, monkeypatch):
    import datetime

    page = checked(visitor)
    assert send(visitor, page, website="http://x").status_code == 400
    monkeypatch.setattr(services, "FASTEST", datetime.timedelta(minutes=5))
    assert send(visitor, page).status_code == 400
    assert send(visitor, page, started="forged").status_code == 400


def test_with_the_switch_off_there_is_only_guidance(visitor, settings):
    page = checked(visitor)
    settings.DENUNCIATIONS_ONLINE = "guidance"

    assert visitor.get(ADDRESS).status_code == 302
    assert send(visitor, page).status_code == 302
    assert ADDRESS not in visitor.get("/gui/to-cao/").content.decode()


def test_the_form_to_print_asks_what_the_law_wants_and_stores_nothing(
    visitor, django_assert_num_queries
):
    with django_assert_num_queries(0):
        text = visitor.get("/gui/mau-thu/").content.decode()

    for part in ("Họ và tên", "Địa chỉ", "chức vụ, nơi làm việc", "Hành vi", "Điều 23"):
        assert part in text
    assert "<form" not in text


def test_in_a_flood_a_question_is_asked_and_nothing_is_lost(
    visitor, vault, as_owner, monkeypatch
):
    from danvan.portal import flood

    monkeypatch.setattr(flood, "LIMITS", {"sealed": 0, "country": 9})
    page = checked(visitor)

    asked = send(visitor, page)

    text = strict(asked)
    assert asked.status_code == 400
    assert 'name="digits"' in text
    told = re.search(r"Viết thành chữ số: ([^<]+)", text)[1].strip().split(", ")
    words = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    token = re.search(r'name="token" value="([^"]+)"', text)[1]
    answer = {"token": token, "digits": "".join(str(words.index(w)) for w in told)}
    codes(send(visitor, asked, **answer))
    as_owner()
    assert len(stored(vault.commune)) == 1
