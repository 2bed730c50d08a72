"""Demonstration data: one login for each role, then what the rooms fill in.

Logins are named by role, never by person.
"""

import datetime

from django.conf import settings
from django.db import transaction

from danvan.accounts import services as accounts
from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.host import secrets
from danvan.indicators import demo as indicators
from danvan.orgs import demo as orgs
from danvan.orgs.demo import COMMUNE, PROVINCE
from danvan.orgs.models import Unit
from danvan.petitions import demo as petitions
from danvan.publishing import demo as publishing
from danvan.publishing import draft_demo as drafts
from danvan.receptions import demo as receptions
from danvan.registers import demo as registers
from danvan.reports import demo as reports
from danvan.vault import demo as vault
from danvan.vault.demo import Office

# Since when everyone holds his post: before the oldest petition was received.
SERVED_DAYS = 400
POSTS: dict[Role, tuple[str, str]] = {
    Role.CLERICAL_OFFICER: (COMMUNE, "Văn thư"),
    Role.RECEPTION_OFFICER: (COMMUNE, "Cán bộ tiếp công dân"),
    Role.RECEPTION_HEAD: (COMMUNE, "Phụ trách tiếp công dân"),
    Role.PETITION_CLERK: (COMMUNE, "Chuyên viên xử lý đơn"),
    Role.VERIFIER: (COMMUNE, "Chuyên viên xác minh"),
    Role.ONE_STOP_OFFICER: (COMMUNE, "Công chức một cửa"),
    Role.UNIT_LEADER: (COMMUNE, "Lãnh đạo Ủy ban nhân dân"),
    Role.REPORT_COMPILER: (COMMUNE, "Chuyên viên tổng hợp báo cáo"),
    Role.PROVINCIAL_COMPILER: (f"{PROVINCE}.SNV", "Chuyên viên tổng hợp"),
    Role.COUNCIL_CLERK: (f"{COMMUNE}.HDND", "Chuyên viên"),
    Role.APPROVER: (PROVINCE, "Lãnh đạo duyệt số liệu"),
    Role.SUPERVISOR: (PROVINCE, "Cán bộ giám sát"),
    Role.KEY_HOLDER: (PROVINCE, "Người giữ khóa"),
    Role.OPERATOR: (PROVINCE, "Quản trị vận hành"),
    Role.AUDITOR: (PROVINCE, "Kiểm tra nhật ký"),
}

# More than one of a role: a unit's key needs two holders, and somebody who assigns.
HOLDER, SECOND = "Người giữ khóa", "Người giữ khóa thứ hai"
MORE: tuple[tuple[str, Role, str, str], ...] = (
    ("approver-2", Role.APPROVER, PROVINCE, "Lãnh đạo công bố số liệu"),
    ("city-leader", Role.UNIT_LEADER, PROVINCE, "Lãnh đạo Ủy ban nhân dân"),
    ("key-holder-2", Role.KEY_HOLDER, PROVINCE, SECOND),
    ("ward-key-holder", Role.KEY_HOLDER, COMMUNE, HOLDER),
    ("ward-key-holder-2", Role.KEY_HOLDER, COMMUNE, SECOND),
)


def is_empty() -> bool:
    """Say whether nobody has begun to work with this database."""
    return not User.objects.exists()


@transaction.atomic
def fill(*, today: datetime.date, letters: int = petitions.COUNT) -> None:
    """Make the logins, then let each room fill in what it shows; all or nothing.

    The units and the working days must be loaded.
    """
    orgs.fill(today=today)
    make_logins(today=today)
    petitions.fill(today=today, count=letters)
    receptions.fill(today=today)
    registers.fill(today=today)
    reports.fill(today=today)
    words = vault.fill(**_offices(), passphrase=_passphrase(), today=today)
    folder = settings.DATA_DIR / "secrets"
    secrets.write_private(folder / secrets.SHARES, "\n".join(words) + "\n")
    indicators.fill(today=today)  # it counts what the others filled in
    publishing.fill(today=today)  # last: from those values
    drafts.fill(today=today)


def work(*, today: datetime.date) -> None:
    """Let holders open some sealed cases; after `fill`, outside a transaction."""
    vault.work(**_offices(), passphrase=_passphrase(), today=today)


def make_logins(*, today: datetime.date) -> None:
    """Make one login for each role, all with the password that is printed."""
    password = secrets.read(settings.DATA_DIR, secrets.DEMONSTRATION)
    units = Unit.objects.in_bulk(
        {code for code, _ in POSTS.values()}, field_name="code"
    )
    posts = [(username(role), role, *post) for role, post in POSTS.items()]
    for name, role, code, post in (*posts, *MORE):
        user = accounts.create_user(
            username=name,
            label=f"{post}, {units[code].name}",
            password=password,
            by=system(),
        )
        accounts.grant_role(
            user=user,
            unit=units[code],
            role=role,
            valid_from=today - datetime.timedelta(days=SERVED_DAYS),
            by=system(),
        )


def username(role: Role) -> str:
    """Give the login of the demonstration's user with ``role``.

    >>> username(Role.PETITION_CLERK)
    'petition-clerk'
    """
    return role.value.replace("_", "-")


def logins() -> list[tuple[str, str]]:
    """List the demonstration's logins with their posts, in the order of roles."""
    labels = dict(User.objects.values_list("username", "label"))
    names = [*(username(role) for role in POSTS), *(name for name, *_ in MORE)]
    return [(name, labels[name]) for name in names if name in labels]


def _offices() -> dict[str, Office]:
    """Return who handles sealed cases in the city and in the ward."""
    users = User.objects.in_bulk(field_name="username")
    units = Unit.objects.in_bulk((PROVINCE, COMMUNE), field_name="code")

    def office(code: str, leader: str, holder: str) -> Office:
        holders = (users[holder], users[f"{holder}-2"])
        return Office(units[code], users[leader], holders)

    return {
        "province": office(PROVINCE, "city-leader", username(Role.KEY_HOLDER)),
        "commune": office(COMMUNE, username(Role.UNIT_LEADER), "ward-key-holder"),
    }


def _passphrase() -> str:
    return secrets.read(settings.DATA_DIR, secrets.PHRASE)
