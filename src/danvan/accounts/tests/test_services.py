"""Who may give which role, to whom and for how long; the operator's pages."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.accounts import selectors, services
from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Right, Role
from danvan.accounts.tests.conftest import FIRST, PASSWORD
from danvan.core.actor import Actor, system
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _optional(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def make(username="new", label="Cán bộ", password=PASSWORD):
    return services.create_user(
        username=username, label=label, password=password, by=system()
    )


def test_a_new_user_is_written_down_by_id_alone():
    user = make(username=" New.User ")

    entry = Entry.objects.get()
    assert user.username == "new.user"
    assert (entry.action, entry.record, entry.changes) == (
        "accounts.create-user",
        user.record,
        {},
    )


def test_a_post_is_one_line_that_any_history_can_hold():
    """A soft hyphen or a line break out of Word would lock its owner out of all work."""
    user = make(label="Trưởng\u00ad phòng\r\n Nội vụ\u200b\u202e")

    assert user.label == "Trưởng phòng Nội vụ"
    with pytest.raises(ValidationError):
        make(username="other", label="\u200b\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "TAKEN"},
        {"password": "matkhau123456"},
        {"username": ""},
        {"label": ""},
        {"label": "x" * 121},
    ],
)
def test_a_wrong_user_is_refused(wrong):
    make(username="taken")

    with pytest.raises(ValidationError):
        make(**wrong)

    assert User.objects.count() == 1


def grant(user, unit, first=FIRST, last=None, role=Role.VERIFIER, by=None):
    return services.grant_role(
        user=user,
        unit=unit,
        role=role,
        valid_from=first,
        valid_to=last,
        by=by or system(),
    )


def test_nobody_gives_a_role_to_himself(clerk, commune):
    by = Actor(id=f"user:{clerk.pk}", label="", unit_code="T-1")

    with pytest.raises(services.NotForOneself):
        grant(clerk, commune, by=by)


@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        (FIRST - 9 * DAY, FIRST - DAY, True),
        (FIRST - 9 * DAY, FIRST, False),
        (FIRST + 2 * DAY, FIRST + 3 * DAY, False),
        (FIRST + 5 * DAY, None, False),
        (FIRST - 9 * DAY, None, False),
        (FIRST + 6 * DAY, None, True),
    ],
)
def test_a_role_is_held_once_at_a_time(make_user, commune, first, last, taken):
    user = make_user("new")
    grant(user, commune, FIRST, FIRST + 5 * DAY)

    if taken:
        grant(user, commune, first, last)
    else:
        with pytest.raises(services.AlreadyHeld):
            grant(user, commune, first, last)

    assert user.memberships.count() == 1 + taken


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (FIRST - 2 * DAY, False),
        (FIRST - DAY, True),  # it never held
        (FIRST, True),
        (FIRST + 8 * DAY, True),
        (FIRST + 9 * DAY, False),
        (FIRST + 10 * DAY, False),
    ],
)
def test_a_role_ends_within_its_days(make_user, commune, day, allowed):
    membership = grant(make_user("new"), commune, FIRST, FIRST + 9 * DAY)

    if allowed:
        services.end_role(membership=membership, last_day=day, by=system())
    else:
        with pytest.raises(services.NotThatDay):
            services.end_role(membership=membership, last_day=day, by=system())

    membership.refresh_from_db()
    assert membership.valid_to == (day if allowed else FIRST + 9 * DAY)
    assert Membership.objects.on(FIRST - DAY).count() == 0


def test_the_database_refuses_days_out_of_order(clerk, commune):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=clerk,
            unit=commune,
            role=Role.VERIFIER,
            valid_from=FIRST,
            valid_to=FIRST - 2 * DAY,
        )


def test_giving_and_ending_write_who_where_and_when(make_user, commune):
    user = make_user("new")
    membership = grant(user, commune)
    services.end_role(membership=membership, last_day=FIRST, by=system())

    given, ended = Entry.objects.order_by("pk")
    assert given.changes == {
        "unit": [None, "T-1"],
        "role": [None, "verifier"],
        "valid_from": [None, "2026-01-01"],
        "valid_to": [None, None],
    }
    assert ended.changes["valid_to"] == [None, "2026-01-01"]
    assert given.record == ended.record == user.record


class TestOperator:
    """An operator looks after his units and those below, and nobody else's."""

    @pytest.fixture
    def elsewhere(self):
        return Unit.objects.create(
            code="E-1", name="Xã Khác", level=Level.COMMUNE, kind=Kind.PEOPLES_COMMITTEE
        )

    @pytest.fixture
    def operator(self, make_user, client, enter):
        made = make_user("operator", Role.OPERATOR)
        enter("operator")
        return made

    def give(self, client, user, unit="T-1", day="01", role="verifier"):
        data = {"role": role, "unit": unit, "valid_from_day": day}
        data |= {"valid_from_month": "1", "valid_from_year": "2026"}
        return client.post(f"/people/{user.pk}/", data)

    def test_sees_his_people_and_newcomers(
        self, client, operator, clerk, make_user, elsewhere
    ):
        make_user("newcomer")
        make_user("stranger", Role.VERIFIER, unit=elsewhere)

        page = client.get("/people/").content.decode()

        assert all(f">{name}<" in page for name in ("clerk", "newcomer", "operator"))
        assert ">stranger<" not in page
        assert "Chuyên viên xử lý đơn · Xã Thử" in page

    def test_the_list_costs_the_same_for_many(
        self, operator, make_user, django_assert_num_queries
    ):
        for number in range(20):
            make_user(f"u{number}", Role.VERIFIER)
        viewer = selectors.viewer_for(operator, today=FIRST)

        with django_assert_num_queries(2):
            found = list(selectors.people(viewer, today=FIRST))

        assert len(found) == 21

    def test_adds_a_user_and_gives_a_role(self, client, operator):
        data = {"username": "moi", "label": "Cán bộ", "password": PASSWORD}
        client.post("/people/new/", data)
        user = User.objects.get(username="moi")

        assert self.give(client, user).status_code == 302

        assert user.memberships.get().role == Role.VERIFIER
        assert "Người xác minh" in client.get(f"/people/{user.pk}/").content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"username": "Operator"},
            {"password": "matkhau123456"},
            {"label": ""},
            {"username": "x" * 61},
            {"username": "a\0b"},
        ],
    )
    def test_a_wrong_user_is_asked_again(self, client, operator, wrong):
        data = {"username": "moi", "label": "Cán bộ", "password": PASSWORD} | wrong

        assert client.post("/people/new/", data).status_code == 422
        assert User.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [{"unit": "E-1"}, {"unit": "none"}, {"role": "king"}, {"day": "32"}],
    )
    def test_a_wrong_role_is_asked_again(
        self, client, operator, clerk, elsewhere, wrong
    ):
        assert self.give(client, clerk, **wrong).status_code == 422
        assert clerk.memberships.count() == 1

    def test_a_role_held_already_is_told_so(self, client, operator, clerk):
        answer = self.give(client, clerk, role="petition_clerk")

        assert answer.status_code == 422
        assert "đã giữ vai trò" in answer.content.decode()

    def test_gives_himself_nothing(self, client, operator):
        answer = self.give(client, operator)

        assert answer.status_code == 422
        assert "tự giao vai trò" in answer.content.decode()

    def test_ends_a_role_at_once(self, client, operator, clerk):
        membership = clerk.memberships.get()

        client.post(f"/people/roles/{membership.pk}/end/")

        assert not clerk.memberships.on(timezone.localdate()).exists()
        client.post(f"/people/roles/{membership.pk}/end/")
        assert Entry.objects.filter(action="accounts.end-role").count() == 1

    def test_takes_a_coming_role_back(self, client, operator, make_user, commune):
        user, later = make_user("new"), timezone.localdate() + 30 * DAY
        membership = grant(user, commune, first=later)

        client.post(f"/people/roles/{membership.pk}/end/")

        assert not user.memberships.on(later).exists()

    def test_shuts_out_and_lets_in_again(self, client, operator, clerk):
        for word, active in (("no", False), ("no", False), ("yes", True)):
            client.post(f"/people/{clerk.pk}/active/", {"active": word})
            clerk.refresh_from_db()
            assert clerk.is_active is active

        assert Entry.objects.filter(action="accounts.set-active").count() == 2

    def test_does_not_shut_himself_out(self, client, operator):
        client.post(f"/people/{operator.pk}/active/", {"active": "no"})

        operator.refresh_from_db()
        assert operator.is_active

    def test_the_people_of_others_are_not_there(
        self, client, operator, make_user, elsewhere
    ):
        stranger = make_user("stranger", Role.VERIFIER, unit=elsewhere)
        membership = stranger.memberships.get()

        answers = [
            client.get(f"/people/{stranger.pk}/"),
            client.post(f"/people/{stranger.pk}/active/", {"active": "no"}),
            client.post(f"/people/{stranger.pk}/second-factor/"),
            client.post(f"/people/roles/{membership.pk}/end/"),
        ]

        assert [a.status_code for a in answers] == [404] * 4


def test_a_right_reaches_below_but_not_above(make_user, commune):
    province = Unit.objects.create(
        code="P", name="Tỉnh", level=Level.PROVINCE, kind=Kind.TERRITORY
    )
    commune.parent = province
    commune.save()
    hamlet = Unit.objects.create(
        code="H", name="Ấp", level=Level.COMMUNE, kind=Kind.HAMLET, parent=commune
    )
    user = make_user("operator", Role.OPERATOR)
    viewer = selectors.viewer_for(user, today=FIRST)

    found = selectors.units_under(viewer, Right.ACCOUNTS_EDIT)

    assert {u.code for u in found} == {commune.code, hamlet.code}
    assert not selectors.units_under(viewer, Right.JOURNAL_READ).exists()
