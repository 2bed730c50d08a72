"""The pages of the course: for its handlers, step by step; papers without a person."""

import io

import pytest
from docx import Document

from danvan.journal.models import Entry
from danvan.vault import services
from danvan.vault.models import SealedStep, Wrap
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NAME, PASSPHRASE, TOLD, new_case
from danvan.vault.tests.intake_of import working_days
from danvan.vault.tests.test_case_pages import SAID, allow, at, body, lines
from danvan.vault.tests.test_course import NOTE, course, stored

pytestmark = pytest.mark.django_db
ADDRESS = "Nhà số 0, đường Mẫu"


@pytest.fixture(autouse=True)
def _calendar():
    working_days()


@pytest.fixture
def enter(settings, vault):
    from django.test import Client

    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(name, *, unlock=True):
        browser = Client()
        browser.force_login(vault.users[name])
        if unlock and name in vault.keys:
            browser.post("/vault/key/unlock/", {"passphrase": PASSPHRASE})
        return browser

    return sign_in


def say(browser, case, step, **said):
    page = browser.get(at(case, f"course/{step}/"))
    form = page.context["form"]
    day = form.initial["on"]
    given = {
        "seq": form.initial["seq"],
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
    }
    return browser.post(at(case, f"course/{step}/"), {**given, **said})


def text_of(answer):
    document = Document(io.BytesIO(answer.content))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_course_is_taken_on_its_pages(vault, case, enter):
    browser, leader = enter("one"), enter("leader")
    assert say(browser, case, "screen", danger="on").status_code == 302
    assert say(browser, case, "accept", decision="9/QĐ-UBND").status_code == 302
    officer = vault.users["verifier"].pk
    assert say(leader, case, "assign", officer=officer).status_code == 302
    assert say(enter("verifier"), case, "verify").status_code == 302
    assert say(browser, case, "conclude", outcome="justified").status_code == 302

    page = body(browser.get(at(case, "course/")))
    assert "Điều 30 khoản 1" in page
    assert "9/QĐ-UBND" in page
    assert "ngày" in page
    assert stored(vault, case).stage == "concluded"
    assert "concluded" not in body(leader.get("/vault/cases/"))


def test_a_step_that_lacks_something_is_asked_again(case, enter):
    browser = enter("one")
    say(browser, case, "screen")

    answer = say(browser, case, "refuse")
    assert answer.status_code == 422
    assert answer.context["form"].errors["reasons"]
    assert say(browser, case, "transfer").status_code == 422


@pytest.mark.parametrize(
    ("who", "course_page", "screen_page"),
    [
        ("one", 200, 200),
        ("leader", 200, 200),
        ("two", 404, 404),
        ("curious", 404, 404),
        ("other one", 404, 404),
        ("other leader", 404, 404),
    ],
)
def test_the_course_is_there_for_its_handlers_alone(
    case, enter, who, course_page, screen_page
):
    browser = enter(who)
    assert browser.get(at(case, "course/")).status_code == course_page
    assert browser.get(at(case, "course/screen/")).status_code == screen_page
    assert browser.get(at(case, "course/accept/")).status_code == 404
    assert browser.get(at(case, "course/no-such-step/")).status_code == 404
    assert browser.post(at(case, "paper/decision/")).status_code == 404


def test_who_was_too_late_is_told(case, enter):
    browser = enter("one")
    say(browser, case, "screen")
    late = browser.get(at(case, "course/accept/")).context["form"].initial
    given = {
        "seq": late["seq"] - 1,
        "on_day": late["on"].day,
        "on_month": late["on"].month,
        "on_year": late["on"].year,
    }
    assert browser.post(at(case, "course/accept/"), given).status_code == 422


def test_a_note_is_typed_where_the_content_is_open_and_read_there(case, enter):
    browser = enter("one")
    assert "note" not in browser.get(at(case, "course/screen/")).context["form"].fields
    browser.post(at(case, "open/story/"), SAID)
    say(browser, case, "screen", note=NOTE)

    assert NOTE not in body(browser.get(at(case, "course/")))
    assert NOTE not in body(browser.get(at(case)))
    assert NOTE in body(browser.post(at(case, "open/story/"), SAID))


def test_the_danger_is_told_to_the_head(case, enter):
    say(enter("one"), case, "screen", danger="on")

    assert enter("leader").get(at(case)).context["danger"]


def test_the_pages_have_a_budget(case, enter, django_assert_max_num_queries):
    browser = enter("one")
    for step in ("screen", "accept"):
        say(browser, case, step)
    with django_assert_max_num_queries(40):
        browser.get(at(case, "course/"))
    with django_assert_max_num_queries(40):
        browser.get(at(case))


def test_a_case_on_paper_has_its_course_too(vault, enter):
    number = services.register_paper(case=new_case(vault.commune), by=vault.by())
    leader = enter("leader")
    case = next(
        row["case"] if isinstance(row, dict) else row.case
        for row in leader.get("/vault/cases/").context["rows"]
    )
    assert case.number == number

    say(leader, case, "screen")
    say(leader, case, "transfer", outside="on")
    say(leader, case, "close")
    assert stored(vault, case).state == "closed"


# Forwarding by the page


def test_the_forwarding_goes_by_the_page_of_passing_on(vault, case, enter):
    browser = enter("one")
    say(browser, case, "screen")
    browser.post(at(case, "open/story/"), SAID)
    given = {"to": vault.neighbour.pk, "forward": "on", "legal": "Khoản 2 Điều 24 Luật"}
    part = browser.post(at(case, "pass-on/send/"), {**given, "whole": ["story"]})
    assert part.status_code == 403
    allow(case, browser, enter("two"))
    whole = {**given, "whole": ["story", "identity"]}
    assert browser.post(at(case, "pass-on/send/"), whole).status_code == 302

    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert Wrap.objects.filter(case=case, unit=vault.neighbour).count() == 2
        assert SealedStep.objects.filter(case=case, unit=vault.neighbour).count() == 1
    assert course(vault, case).at.standing.state == "transferred"
    again = browser.post(at(case, "pass-on/send/"), whole)
    assert again.status_code == 422
    assert again.context["form"].errors["forward"]


# Papers


@pytest.fixture
def concluded(vault, enter):
    case = vault.seal(identity={"address": ADDRESS})
    vault.assign(case, "one")
    browser, leader = enter("one"), enter("leader")
    say(browser, case, "screen")
    say(browser, case, "accept")
    say(leader, case, "assign", officer=vault.users["verifier"].pk)
    say(browser, case, "conclude", outcome="unjustified")
    return case, browser


@pytest.mark.parametrize("name", ["proposal", "decision", "notice", "conclusion"])
def test_a_paper_tells_nothing_of_who_speaks(concluded, enter, name):
    case, browser = concluded
    allow(case, browser, enter("two"))
    browser.post(at(case, "open/identity/"), SAID)  # even with it open
    answer = browser.post(at(case, f"paper/{name}/"))

    text = text_of(answer)
    assert answer.status_code == 200
    assert case.number in text or name == "notice"
    for secret in (NAME, ADDRESS, TOLD):
        assert secret not in text
    assert "no-store" in answer["Cache-Control"]
    assert f'"{case.number}-{name}.docx"' in answer["Content-Disposition"]


def test_a_paper_for_the_sender_wants_his_identity_open(concluded, enter):
    case, browser = concluded
    answer = browser.post(at(case, "paper/notice-sender/"))
    assert answer.status_code == 302
    assert answer.url.endswith("open/identity/")

    allow(case, browser, enter("two"))
    browser.post(at(case, "open/identity/"), SAID)
    before = lines(case, "vault.unseal")
    answer = browser.post(at(case, "paper/notice-sender/"))
    assert NAME in text_of(answer)
    assert lines(case, "vault.unseal") == before + 1
    assert "no-store" in answer["Cache-Control"]
    assert NAME not in answer["Content-Disposition"]


def test_a_paper_comes_after_its_step(case, enter):
    browser = enter("one")
    for name in ("proposal", "decision", "forward", "conclusion", "not-accepted"):
        assert browser.post(at(case, f"paper/{name}/")).status_code == 404
    assert not Entry.objects.filter(action="vault.unseal").exists()


# What each decision about the time follows, and what it must say.
DECISIONS = [
    ("extension", "extend", {"criteria": ["a"], "decision": "9/QĐ"}, "điểm a"),
    ("suspension", "suspend", {"reasons": ["expert_opinion"]}, "giám định"),
    ("termination", "terminate", {"reasons": ["accused_dead"]}, "Đình chỉ giải quyết"),
]


@pytest.mark.parametrize(("name", "step", "said", "told"), DECISIONS)
def test_a_decision_about_the_time_is_a_paper(vault, enter, name, step, said, told):
    case = vault.seal(identity={"address": ADDRESS})
    vault.assign(case, "one")
    browser = enter("one")
    for first in ("screen", "accept"):
        say(browser, case, first)
    assert browser.post(at(case, f"paper/{name}/")).status_code == 404
    say(browser, case, step, **said)

    text = text_of(browser.post(at(case, f"paper/{name}/")))

    assert told in text
    assert case.number in text
    assert "124/2020" not in text  # the decree on complaints
    for secret in (NAME, ADDRESS, TOLD):
        assert secret not in text


def test_what_was_stopped_goes_on_by_a_decision_on_paper(vault, enter):
    case = vault.seal()
    vault.assign(case, "one")
    browser = enter("one")
    for step, said in [
        ("screen", {}),
        ("accept", {}),
        ("suspend", {"reasons": ["other_result"]}),
        ("resume", {}),
    ]:
        say(browser, case, step, **said)

    text = text_of(browser.post(at(case, "paper/resumption/")))

    assert "Tiếp tục giải quyết" in text
