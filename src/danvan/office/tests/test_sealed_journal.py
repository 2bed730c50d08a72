"""Lines of sealed cases: for those who handle them in that unit, and nobody else."""

import re
from pathlib import Path

import pytest

from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.core.actor import Actor, system
from danvan.journal.services import write
from danvan.office.actions import ACTIONS
from danvan.orgs.models import Kind, Level, Unit

pytestmark = pytest.mark.django_db
CASE = "vault.case:0b54f1a2"
OLD, NEW = "vault.acts-of-old", "vault.acts-today"


@pytest.fixture
def province(commune):
    made = Unit.objects.create(
        code="P-1", name="Tỉnh Thử", level=Level.PROVINCE, kind=Kind.PEOPLES_COMMITTEE
    )
    commune.parent = made
    commune.save()
    return made


def ordinary():
    write(by=system("T-1"), action="acts.of.all", record="a.b:1")
    write(by=system("T-1"), action="vault.enrol", record="vault.officer-key:1")


def today():
    for action in (NEW, "vault.unlock", "vault.rewrap"):
        write(by=system("T-1"), action=action, record=CASE, sealed=True)


def of_old():
    """As they were written before sealed cases had a chain of their own."""
    write(by=system("T-1"), action=OLD, record=CASE)
    write(by=system("T-1"), action="vault.unlock", record="vault.officer-key:1")
    write(by=system("T-1"), action="vault.rewrap", record="vault.unit-key:T-1")
    write(by=system("portal"), action=OLD, record=CASE)


def shown(browser, **query):
    text = browser.get("/journal/", query).content.decode()
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text)  # what differs on each form


@pytest.mark.parametrize("lines", [today, of_old])
@pytest.mark.parametrize("where", ["commune", "province"])
def test_an_auditor_sees_the_same_page_with_and_without_sealed_cases(
    signed_in, commune, province, where, lines
):
    """No line, no count, no chain; S4 for the journal."""
    unit = {"commune": commune, "province": province}[where]
    browser = signed_in(Role.AUDITOR, unit=unit)
    ordinary()
    before = shown(browser)

    lines()

    assert "acts.of.all" in before
    assert shown(browser) == before
    for query in ({"action": "vault.a"}, {"record": CASE}):
        assert "vault.acts" not in shown(browser, **query)
    assert "vault:T-1</" not in shown(browser, chain="vault:T-1")


@pytest.mark.parametrize("role", [Role.KEY_HOLDER, Role.UNIT_LEADER])
def test_who_handles_sealed_cases_reads_their_lines_and_no_others(signed_in, role):
    ordinary()
    today()
    of_old()

    page = shown(signed_in(role))
    assert NEW in page
    assert OLD in page
    assert "acts.of.all" not in page
    assert page.count("</tr>") == 1 + 6  # the head, and not the portal's line


def test_whom_a_story_accuses_reads_no_more_than_he_was_told(signed_in):
    browser, other = signed_in(Role.KEY_HOLDER), signed_in(Role.UNIT_LEADER)
    user = User.objects.get(username="key_holder")
    write(
        by=Actor(f"user:{user.pk}", user.label, "T-1"),
        action="vault.refused", record=CASE, why="accused", sealed=True,
    )  # fmt: skip

    accused = "Không thể chuyển cho đơn vị này: nội dung có nói đến đơn vị đó."
    assert accused not in shown(browser)
    assert "Hồ sơ này không giao cho ông/bà." in shown(browser)
    assert accused in shown(other)


def test_handlers_of_another_unit_read_nothing(signed_in, province):
    today()
    of_old()

    for role in (Role.KEY_HOLDER, Role.UNIT_LEADER):
        assert "vault.acts" not in shown(signed_in(role, unit=province))


@pytest.mark.parametrize("role", [Role.PETITION_CLERK, Role.REPORT_COMPILER])
def test_others_do_not_reach_the_page(signed_in, role):
    assert signed_in(role).get("/journal/").status_code == 403


@pytest.mark.parametrize(
    ("role", "chain", "status"),
    [
        (Role.AUDITOR, "vault:T-1", 403),
        (Role.KEY_HOLDER, "vault:T-1", 200),
        (Role.KEY_HOLDER, "T-1", 403),
        (Role.KEY_HOLDER, "vault:P-1", 403),
    ],
)
def test_a_sealed_chain_is_checked_by_its_readers_alone(
    signed_in, settings, tmp_path, role, chain, status
):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors"
    today()

    answer = signed_in(role).post("/journal/check/", {"chain": chain}, follow=True)
    assert answer.status_code == status
    if status == 200:
        assert "vault:T-1 nguyên vẹn" in answer.content.decode()


def test_every_act_of_the_vault_has_words():
    room = Path(__file__).parents[2] / "vault"
    files = [f for f in room.rglob("*.py") if f.parent.name != "tests"]
    named = re.findall(
        r'(?:action=|, )"(vault\.[a-z-]+)"',
        "".join(f.read_text("utf-8") for f in files),
    )

    assert len(set(named)) > 15
    assert set(named) <= set(ACTIONS)
