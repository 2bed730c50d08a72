"""Demonstration data: one login for each role, then what the rooms fill in.

Logins are named by role, never by person. The roles of a commune sit in one
commune, the others in its province.
"""

import datetime
from importlib import import_module

from django.conf import settings
from django.db import transaction

from danvan.accounts import services as accounts
from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.host import secrets
from danvan.orgs.models import Unit

PROVINCE, COMMUNE = "P92", "C31135"  # Cần Thơ; Phường Ninh Kiều
# Rooms with data of their own to show; each has demo.fill(today=…).
ROOMS: tuple[str, ...] = ("petitions", "reports")
POSTS: dict[Role, tuple[str, str]] = {
    Role.CLERICAL_OFFICER: (COMMUNE, "Văn thư"),
    Role.RECEPTION_OFFICER: (COMMUNE, "Cán bộ tiếp công dân"),
    Role.RECEPTION_HEAD: (COMMUNE, "Phụ trách tiếp công dân"),
    Role.PETITION_CLERK: (COMMUNE, "Chuyên viên xử lý đơn"),
    Role.VERIFIER: (COMMUNE, "Chuyên viên xác minh"),
    Role.ONE_STOP_OFFICER: (COMMUNE, "Công chức một cửa"),
    Role.UNIT_LEADER: (COMMUNE, "Lãnh đạo Ủy ban nhân dân"),
    Role.REPORT_COMPILER: (COMMUNE, "Chuyên viên tổng hợp báo cáo"),
    Role.PROVINCIAL_COMPILER: (PROVINCE, "Chuyên viên tổng hợp, Sở Nội vụ"),
    Role.COUNCIL_CLERK: (COMMUNE, "Chuyên viên Văn phòng Hội đồng nhân dân"),
    Role.APPROVER: (PROVINCE, "Lãnh đạo duyệt số liệu"),
    Role.SUPERVISOR: (PROVINCE, "Cán bộ giám sát"),
    Role.KEY_HOLDER: (PROVINCE, "Người giữ khóa"),
    Role.OPERATOR: (PROVINCE, "Quản trị vận hành"),
    Role.AUDITOR: (PROVINCE, "Kiểm tra nhật ký"),
}


def is_empty() -> bool:
    """Say whether nobody has begun to work with this database."""
    return not User.objects.exists()


@transaction.atomic
def fill(*, today: datetime.date) -> None:
    """Make the logins, then let each room fill in what it shows; all or nothing."""
    password = secrets.read(settings.DATA_DIR, secrets.DEMONSTRATION)
    units = {u.code: u for u in Unit.objects.filter(code__in=[PROVINCE, COMMUNE])}
    for role, (code, post) in POSTS.items():
        label = f"{post}, {units[code].name}"
        user = accounts.create_user(
            username=username(role), label=label, password=password, by=system()
        )
        since = today - datetime.timedelta(days=400)
        accounts.grant_role(
            user=user, unit=units[code], role=role, valid_from=since, by=system()
        )
    for room in ROOMS:
        import_module(f"danvan.{room}.demo").fill(today=today)


def username(role: Role) -> str:
    """Give the login of the demonstration's user with ``role``.

    >>> username(Role.PETITION_CLERK)
    'petition-clerk'
    """
    return role.value.replace("_", "-")


def logins() -> list[tuple[str, str]]:
    """List the demonstration's logins with their posts, in the order of roles."""
    labels = dict(User.objects.values_list("username", "label"))
    names = [username(role) for role in POSTS]
    return [(name, labels[name]) for name in names if name in labels]
