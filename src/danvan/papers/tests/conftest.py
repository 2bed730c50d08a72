"""A commune with its committee, and one paper's worth of facts."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from danvan.accounts import sessions
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Seat, Viewer
from danvan.core.actor import Actor
from danvan.orgs.models import Kind, Level, Unit
from danvan.papers import services

TODAY = datetime.date(2026, 9, 15)
OWNER = "petitions.petition:00000000-0000-0000-0000-000000000001"
FACTS = {
    "number": "DV26-2222-2222-K",
    "received": "05/09/2026",
    "written": "01/09/2026",
    "matter": "khiếu nại",
    "Matter": "Khiếu nại",
    "sender": "Người dân mẫu 001",
    "sender_or": "ông/bà Người dân mẫu 001",
    "address": "Khu phố 3, phường Mẫu",
    "decision": "Quyết định số 12/QĐ-UBND ngày 01/8/2026",
    "office": "Ủy ban nhân dân phường Mẫu",
    "head": "Chủ tịch Ủy ban nhân dân phường Mẫu",
    "forwarder": "Đoàn đại biểu Quốc hội thành phố Mẫu",
    "forward_letter": "45/ĐĐBQH",
    "forward_date": "03/09/2026",
    "due": "16/09/2026",
    "ground": "Điều 27, Luật Khiếu nại 02/2011/QH13",
    "remedy": "Nếu không đồng ý, có quyền khởi kiện vụ án hành chính.",
    "files": "don.pdf\nquyet-dinh.pdf",
    "today": "15/09/2026",
    "originals": "có",
    "many": "7",
    "term": "Thời hạn 30 ngày, đến hết ngày 15/10/2026.",
    "subject": "Khiếu nại việc thu hồi 120 m2 đất tại khu phố 3.",
    "body": "Chủ tịch Ủy ban nhân dân xã Khác",
    "reasons": "Đơn không có chữ ký\nHết thời hiệu khiếu nại",
    "proposal": "Thụ lý giải quyết theo thẩm quyền.",
    "parts": "Khiếu nại về đất: Chủ tịch UBND phường\nPhản ánh về ô nhiễm: Sở Nông nghiệp",
    "papers": "Giấy chứng nhận quyền sử dụng đất (bản chính)",
    "unit": "Phòng Kinh tế",
    "until": "30/09/2026",
    "place": "Phòng họp số 2",
    "time": "08 giờ 00, ngày 25/09/2026",
    "invited": "Người khiếu nại\nPhòng Kinh tế",
    "present": "Ông Chủ tịch\nNgười khiếu nại",
    "absent": "Đại diện Mặt trận (có lý do)",
    "opinions": "Người khiếu nại đề nghị đo lại\nPhòng Kinh tế đồng ý đo lại",
    "result": "Thống nhất đo lại thửa đất.",
    "findings": "Diện tích thu hồi thực tế là 118 m2.",
    "law": "Căn cứ Điều 75 Luật Đất đai.",
    "outcome": "đúng một phần",
    "orders": "Công nhận một phần nội dung khiếu nại.\nĐiều chỉnh diện tích thu hồi.",
    "text": "Phường sẽ sửa cống trước ngày 30/09/2026.",
    "executors": "Phòng Kinh tế",
}


@pytest.fixture
def town(db):
    place, committee = Kind.TERRITORY, Kind.PEOPLES_COMMITTEE

    def unit(code, name, level, kind, parent=None):
        return Unit.objects.create(
            code=code, name=name, level=level, kind=kind, parent=parent
        )

    province = unit("P92", "Thành phố Mẫu", Level.PROVINCE, place)
    return {
        "province": province,
        "commune": unit("C1", "Phường Mẫu", Level.COMMUNE, place, province),
        "other": unit("C2", "Xã Khác", Level.COMMUNE, committee, province),
    }


def actor(unit):
    return Actor(id="user:1", label="Chuyên viên", unit_code=unit.code)


@pytest.fixture
def make(town):
    """Make a draft in the commune."""

    def draft(template="TCD_11", unit="commune", **changes):
        return services.make(
            template=template,
            owner=OWNER,
            unit=town[unit],
            values=FACTS | changes,
            by=actor(town[unit]),
            today=TODAY,
        )

    return draft


@pytest.fixture
def viewer(town):
    def look(role, unit="commune"):
        seat = Seat(town[unit].pk, town[unit].code, role)
        return Viewer(user_id="1", label="Văn thư", seats=(seat,))

    return look


@pytest.fixture
def sign_in(client, town, settings):
    """Sign in somebody with a role in a unit."""
    settings.REQUIRE_SECOND_FACTOR = False

    def enter(role, unit="commune"):
        user = User.objects.create(username=f"{role}-{unit}", label="Văn thư")
        day = datetime.date(2020, 1, 1)
        Membership.objects.create(user=user, unit=town[unit], role=role, valid_from=day)
        client.force_login(user, backend="danvan.accounts.backends.Backend")
        session = client.session
        sessions.begin(session, now=timezone.now())
        session.save()
        return client

    return enter


@pytest.fixture
def as_role(db):
    """Act under another role of the database, as the running processes do."""

    def become(role):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")

    yield become
    become("NONE")
