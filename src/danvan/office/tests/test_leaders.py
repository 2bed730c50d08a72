"""The leaders' page: what is late and where, numbers only, and a unit urged in one tap."""

import datetime
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from danvan.accounts import scope, selectors
from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.core.actor import system
from danvan.core.casework.workflow import Kind as Letters
from danvan.journal.models import Entry
from danvan.office import leaders, leaders_desk, leaders_page, urging
from danvan.office.models import Urging
from danvan.orgs.models import Kind, Level, Unit
from danvan.orgs.selectors import calendar_of
from danvan.petitions import demo_sources
from danvan.petitions import services as petitions
from danvan.petitions.models import Channel
from danvan.petitions.services import Letter

TODAY = timezone.localdate()
NAME = "Người Mẫu Kín Danh"
CLERK = f"{Role.PETITION_CLERK}-{Role.REPORT_COMPILER}"  # as `signed_in` names him
CALENDAR = calendar_of(
    {datetime.date(year, 1, 1): "Tết dương lịch" for year in range(2020, 2031)}, {}
)


@pytest.fixture
def province(db):
    return Unit.objects.create(
        code="T", name="Tỉnh Thử", level=Level.PROVINCE, kind=Kind.TERRITORY
    )


@pytest.fixture
def commune(province):
    return below(province, "T.1", "Xã Chậm")


@pytest.fixture
def other(province):
    return below(province, "T.2", "Xã Đúng Hạn")


def below(province, code, name, kind=Kind.TERRITORY):
    return Unit.objects.create(
        code=code, name=name, level=Level.COMMUNE, kind=kind, parent=province
    )


def letter(unit, days_ago, people=1):
    """A letter of feedback that came so many days ago, and is still waiting."""
    return petitions.register(
        letter=Letter(
            kind=Letters.FEEDBACK,
            channel=Channel.POST,
            what="Đường hỏng",
            name=NAME,
            people=people,
        ),
        unit=unit,
        by=system(),
        now=timezone.now() - datetime.timedelta(days=days_ago),
        key=uuid.uuid4(),
        calendar=CALENDAR,
    )


@pytest.fixture
def leader(signed_in, province):
    return signed_in(Role.APPROVER, unit=province)


@pytest.fixture
def viewer(leader):
    return selectors.viewer_for(User.objects.get(), today=TODAY)


def board(viewer, province):
    return leaders.board(viewer, province, TODAY)


def test_a_late_letter_makes_its_unit_late_and_no_other(
    viewer, province, commune, other
):
    letter(commune, days_ago=90)
    letter(other, days_ago=0)

    found = board(viewer, province)

    assert found.row(commune.pk).late == 1
    assert found.row(other.pk).late == 0
    assert found.letters_late()[-1] == 1


def test_the_trend_tells_since_when_a_letter_is_late(viewer, province, commune):
    letter(commune, days_ago=80)

    row = board(viewer, province).row(commune.pk)

    assert row.trend[0] == 0
    assert (row.before, row.late) == (1, 1)
    assert row.worse == 0


def test_it_gets_worse_where_more_is_late_than_a_month_ago(viewer, province, commune):
    for days in (40, 42):
        letter(commune, days_ago=days)

    found = board(viewer, province)

    assert [row.unit for row in found.worse] == [commune]
    assert found.worse[0].worse == 2


def test_the_unit_with_the_most_that_is_late_stands_first(
    viewer, province, commune, other
):
    letter(other, days_ago=90)
    for _n in range(3):
        letter(commune, days_ago=90)

    late = [row.unit for row in board(viewer, province).late if row.late]

    assert late[:2] == [commune, other]


def test_groups_are_a_hot_spot(viewer, province, commune):
    letter(commune, days_ago=1, people=7)

    (row,) = board(viewer, province).hot

    assert (row.unit, row.groups) == (commune, 1)


def test_vertical_bodies_stand_beside(viewer, province):
    police = below(province, "T.CA", "Công an", Kind.POLICE)

    assert police.pk not in {row.unit.pk for row in board(viewer, province).rows}


def test_a_sheet_nobody_sent_is_late(viewer, province, commune):
    sheets = board(viewer, province).row(commune.pk).sheets

    assert all(one.due < TODAY for one in sheets)
    assert {one.sheet.id for one in sheets} >= {"inspectorate"}


def test_a_board_takes_the_same_queries_however_many_units(
    viewer, province, commune, django_assert_max_num_queries
):
    for number in range(3, 20):
        letter(below(province, f"T.{number}", f"Xã {number}"), days_ago=90)

    # Ten over data; the others say in whose name the connection counts.
    with django_assert_max_num_queries(16):
        board(viewer, province)


def test_who_sits_elsewhere_reads_no_board(signed_in, commune, other):
    browser = signed_in(Role.UNIT_LEADER, unit=other)

    assert browser.get(f"/leaders/{commune.pk}/").status_code == 404
    assert browser.post(f"/leaders/{commune.pk}/urge/").status_code == 404


def test_a_clerk_has_no_leaders_page(signed_in, province):
    browser = signed_in(Role.PETITION_CLERK, unit=province)

    assert browser.get("/leaders/").status_code == 403


def test_no_page_names_a_person(leader, commune, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    letter(commune, days_ago=90, people=7)
    names = {NAME, *(person.name for person in demo_sources.GROUP)}

    for address in ("/leaders/", f"/leaders/{commune.pk}/"):
        body = leader.get(address).content.decode()
        assert commune.name in body
        assert not [name for name in names if name in body]
        assert "Đường hỏng" not in body


def test_three_taps_urge_a_unit_once_a_day(leader, commune):
    letter(commune, days_ago=90)

    page = leader.get("/leaders/").content.decode()
    assert f"/leaders/{commune.pk}/" in page
    unit = leader.get(f"/leaders/{commune.pk}/").content.decode()
    assert "Đôn đốc</button>" in unit
    said = leader.post(f"/leaders/{commune.pk}/urge/", follow=True).content.decode()
    assert "Đã đôn đốc hôm nay" in said
    assert "Đôn đốc</button>" not in said
    leader.post(f"/leaders/{commune.pk}/urge/")

    assert Urging.objects.count() == 1
    assert Entry.objects.filter(action="leaders.urge").count() == 1


def test_a_unit_with_nothing_late_is_not_urged(viewer, leader, province, commune):
    row = leaders.Row(commune, [0] * leaders.MONTHS, [], 0, 0, None)

    with pytest.raises(urging.NothingLate):
        urging.urge(
            place=province, row=row, by=system(), now=timezone.now(), today=TODAY
        )


def test_nobody_urges_his_own_place(leader, province):
    letter(province, days_ago=90)

    assert leader.post(f"/leaders/{province.pk}/urge/").status_code == 404
    assert not Urging.objects.exists()


def test_an_urging_stands_on_the_units_desk(signed_in, leader, commune):
    letter(commune, days_ago=90)
    leader.post(f"/leaders/{commune.pk}/urge/")
    clerk = signed_in(Role.PETITION_CLERK, unit=commune)

    home = clerk.get("/").content.decode()

    assert "Tỉnh Thử đôn đốc Xã Chậm" in home


def test_an_urging_is_never_changed(leader, commune):
    letter(commune, days_ago=90)
    leader.post(f"/leaders/{commune.pk}/urge/")

    for statement in (
        "UPDATE office_urging SET letters = 9",
        "DELETE FROM office_urging",
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_database_shows_an_urging_to_the_unit_and_its_place_alone(
    leader, commune, other, signed_in, viewer
):
    letter(commune, days_ago=90)
    leader.post(f"/leaders/{commune.pk}/urge/")
    seen = {}
    for name, unit in {"unit": commune, "other": other}.items():
        signed_in(Role.PETITION_CLERK, Role.REPORT_COMPILER, unit=unit)
        clerk = User.objects.get(username=CLERK)
        seen[name] = _rows_of(selectors.viewer_for(clerk, today=TODAY))
        User.objects.filter(pk=clerk.pk).update(username=f"gone-{name}")

    assert seen == {"unit": 1, "other": 0}
    assert _rows_of(viewer) == 1


def _rows_of(viewer):
    """Count the urgings that the office's process sees for a viewer."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE danvan_office")
        scope.shut()
        scope.open_for(viewer)
        try:
            return Urging.objects.count()
        finally:
            scope.reset()
            cursor.execute("SET ROLE NONE")


def test_what_is_late_is_said_in_words():
    assert leaders_desk.what(2, 1) == "2 đơn quá hạn, 1 biểu chưa gửi"


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([None, None], ""),
        ([5, 5], "3.0,29.0 117.0,29.0"),
        ([0, 10], "3.0,29.0 117.0,3.0"),
    ],
)
def test_a_trend_is_drawn_through_what_is_known(values, drawn):
    assert leaders_page.points(values) == drawn
