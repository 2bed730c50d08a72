"""One step for many petitions: looked at beforehand, done once, told afterwards."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.core.casework.workflow import Step
from danvan.journal.models import Entry
from danvan.orgs.models import Unit
from danvan.petitions import bulk
from danvan.petitions.batches import Fate, Why
from danvan.petitions.models import Batch, Execution, Petition
from danvan.petitions.tests.conftest import text, viewer
from danvan.petitions.tests.test_services import register, take, walk

pytestmark = pytest.mark.urls("danvan.config.urls_office")
NOW = timezone.now
TODAY = timezone.localdate


@pytest.fixture
def head(town):
    """Somebody of the committee who may screen and assign."""
    return member(town, Role.RECEPTION_HEAD)


def member(town, role):
    looker = viewer(town.committee, role)
    User.objects.create(id=looker.user_id, username=looker.user_id, label="x")
    return looker


def batch_of(town, looker, *petitions):
    return bulk.start(
        petitions=[Petition.objects.get(pk=p.pk) for p in petitions],
        owner=looker.user_id,
        unit=town.committee,
        query="",
        now=NOW(),
    )


def preview(batch, looker, verb, **words):
    return [line.why for line in bulk.preview(batch, looker, verb, words, TODAY())]


def settle(batch, looker, verb, now=None, **words):
    by = looker.actor()
    bulk.decide(batch=batch, verb=verb, words=words, by=by, now=now or NOW())
    batch.refresh_from_db()
    while bulk.run(batch=batch, viewer=looker, now=NOW(), today=TODAY()):
        pass
    return list(batch.items.values_list("fate", "why"))


def test_what_is_left_out_is_said_beforehand_with_its_reason(town, head):
    fresh = register(town)
    screened = walk(register(town), town, "screen")
    touched = register(town)
    batch = batch_of(town, head, fresh, screened, touched)
    take("screen", touched, town)

    assert preview(batch, head, Step.SCREEN) == ["", Why.STATE, Why.CHANGED]
    assert settle(batch, head, Step.SCREEN, kind="", field="land", note="") == [
        (Fate.DONE, ""),
        (Fate.SKIPPED, Why.STATE),
        (Fate.SKIPPED, Why.CHANGED),
    ]
    fresh.refresh_from_db()
    assert (fresh.state, fresh.field) == ("screened", "land")


def test_who_may_not_take_the_step_is_told_so(town):
    clerk = member(town, Role.PETITION_CLERK)
    accepted = walk(register(town), town, "screen", "accept")
    batch = batch_of(town, clerk, accepted)

    words = {"unit": town.department.pk, "note": ""}
    assert preview(batch, clerk, Step.ASSIGN, **words) == [Why.RIGHT]
    assert settle(batch, clerk, Step.ASSIGN, **words) == [(Fate.SKIPPED, Why.RIGHT)]
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_a_unit_that_is_not_below_is_refused(town, head):
    accepted = walk(register(town), town, "screen", "accept")
    batch = batch_of(town, head, accepted)

    words = {"unit": town.stranger.pk, "note": ""}
    assert preview(batch, head, Step.ASSIGN, **words) == [Why.UNIT]


def order_something(petition):
    Execution.objects.create(
        petition=petition,
        kind="work",
        what="Sửa cống",
        who="Phòng Kinh tế",
        ordered=1,
        made_on=TODAY(),
    )


def test_what_the_law_does_not_allow_is_left_out_with_its_reason(town, head):
    """Nothing of one case stops the others, and its own reason is told."""
    leader = member(town, Role.UNIT_LEADER)
    done, left, later = (walk(register(town), town, "screen", "answer") for _ in "123")
    order_something(left)
    batch = batch_of(town, leader, done, left, later)
    assert preview(batch, leader, Step.CLOSE, note="") == ["", Why.LAW, ""]
    lines = bulk.preview(batch, leader, Step.CLOSE, {}, TODAY())
    assert lines[1].said["vi"] == "Còn việc phải thi hành chưa xong."

    assert settle(batch, leader, Step.CLOSE, note="") == [
        (Fate.DONE, ""),
        (Fate.SKIPPED, Why.LAW),
        (Fate.DONE, ""),
    ]


def test_what_the_law_forbids_only_when_it_is_done_is_told_too(town, monkeypatch):
    """What the preview did not see stops one case alone."""
    leader = member(town, Role.UNIT_LEADER)
    left = walk(register(town), town, "screen", "answer")
    order_something(left)
    batch = batch_of(town, leader, left)
    monkeypatch.setattr(bulk, "_unfinished", lambda keys, verb: frozenset())

    assert settle(batch, leader, Step.CLOSE, note="") == [(Fate.SKIPPED, Why.LAW)]
    assert batch.items.get().said["en"] == "Something is left to execute."


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"condition": "ineligible", "failing": ["unclear"]}, Why.FAILING),
        ({"competence": "other"}, Why.FOREIGN),
        ({"condition": "eligible", "competence": "own"}, ""),
        ({}, ""),
    ],
)
def test_many_are_not_accepted_against_what_is_on_record(town, head, columns, why):
    petition = walk(register(town), town, "screen")
    Petition.objects.filter(pk=petition.pk).update(**columns)
    batch = batch_of(town, head, petition)

    assert preview(batch, head, Step.ACCEPT, note="") == [why]
    settle(batch, head, Step.ACCEPT, note="")
    petition.refresh_from_db()
    assert petition.state == ("screened" if why else "accepted")


def test_each_step_has_its_own_line_in_the_journal(town, head):
    batch = batch_of(town, head, register(town), register(town))
    before = Entry.objects.filter(action="petition.screen").count()

    settle(batch, head, Step.SCREEN, kind="", field="", note="")

    assert Entry.objects.filter(action="petition.screen").count() == before + 2
    assert (
        Entry.objects.filter(action="petition.bulk", record=batch.record).count() == 1
    )


def test_sent_twice_it_is_done_once(town, head):
    petition = register(town)
    batch = batch_of(town, head, petition)
    settle(batch, head, Step.SCREEN, kind="", field="", note="")

    assert bulk.run(batch=batch, viewer=head, now=NOW(), today=TODAY()) == 0
    with pytest.raises(bulk.Decided):
        settle(batch, head, Step.ACCEPT, note="")

    assert petition.steps.count() == 2


def test_a_batch_goes_on_where_it_stood(town, head, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    batch = batch_of(town, head, *(register(town) for _ in range(5)))
    words = {"kind": "", "field": "", "note": "Ghi chú"}
    now, by = NOW(), head.actor()
    bulk.decide(batch=batch, verb=Step.SCREEN, words=words, by=by, now=now)
    batch.refresh_from_db()

    left = [
        bulk.run(batch=batch, viewer=head, now=now, today=TODAY()) for _ in range(3)
    ]

    assert left == [3, 1, 0]
    assert {fate for (fate,) in batch.items.values_list("fate")} == {Fate.DONE}
    batch.refresh_from_db()
    assert "note" not in batch.words


def test_what_is_given_anew_can_be_given_back_for_ten_minutes(town, head):
    petition = walk(register(town), town, "screen", "accept", "assign")
    batch = batch_of(town, head, petition)
    (line,) = bulk.preview(
        batch, head, Step.ASSIGN, {"unit": town.committee.pk}, TODAY()
    )
    assert line.back_to == town.department
    settle(batch, head, Step.ASSIGN, unit=town.committee.pk, note="")
    assert bulk.may_undo(batch, NOW())

    bulk.undo(batch=batch, viewer=head, now=NOW())
    bulk.undo(batch=batch, viewer=head, now=NOW())

    units = [a.unit for a in petition.assignments.order_by("pk")]
    assert units == [town.department, town.committee, town.department]
    assert batch.items.get().fate == Fate.UNDONE


def test_after_ten_minutes_nothing_is_taken_back(town, head):
    petition = walk(register(town), town, "screen", "accept", "assign")
    batch = batch_of(town, head, petition)
    settle(batch, head, Step.ASSIGN, unit=town.committee.pk, note="")
    later = NOW() + datetime.timedelta(minutes=11)

    assert not bulk.may_undo(batch, later)
    with pytest.raises(bulk.TooLate):
        bulk.undo(batch=batch, viewer=head, now=later)


def test_what_went_on_since_is_not_taken_back(town, head):
    petition = walk(register(town), town, "screen", "accept", "assign")
    batch = batch_of(town, head, petition)
    settle(batch, head, Step.ASSIGN, unit=town.committee.pk, note="")
    take("conclude", petition, town)

    bulk.undo(batch=batch, viewer=head, now=NOW())

    assert petition.assignments.count() == 2


def test_a_preview_of_many_costs_as_much_as_of_few(
    town, head, django_assert_num_queries
):
    few = batch_of(town, head, register(town))
    many = batch_of(town, head, *(register(town) for _ in range(6)))
    for batch in (few, many):
        with django_assert_num_queries(3):
            preview(batch, head, Step.SCREEN, kind="", field="", note="")


def test_no_more_than_the_most_are_taken(town, head, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)

    batch = batch_of(town, head, *(register(town) for _ in range(3)))

    assert batch.items.count() == 2


def start(client, **sent):
    return client.post(reverse("petitions:bulk"), sent)


def test_a_whole_filter_is_looked_at_and_done(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    letters = [register(town) for _ in range(3)]
    page = start(client, all="1", query="state=received")["Location"]
    assert "3 hồ sơ" in text(client.get(page))

    sent = {"verb": "screen", "field": "land"}
    looked = text(client.post(page, sent))
    assert "3 hồ sơ sẽ sang bước này." in looked
    assert "không hoàn tác được" in looked
    assert Petition.objects.filter(state="received").count() == 3
    client.post(page, {**sent, "sure": "1"})
    client.post(f"{page}go/")

    assert "3 hồ sơ đã sang bước này." in text(client.get(page))
    assert {p.field for p in Petition.objects.all()} == {"land"}
    assert letters[0].steps.count() == 2


def test_nothing_selected_is_told(sign_in, town):
    register(town)
    client = sign_in(Role.PETITION_CLERK)

    for sent in ({}, {"id": "x"}, {"id": str(uuid.uuid4())}):
        answer = client.post(reverse("petitions:bulk"), sent, follow=True)
        assert "Hãy chọn ít nhất một đơn." in text(answer)
    assert not Batch.objects.exists()


def test_the_page_tells_why_the_law_left_one_out(sign_in, town):
    client = sign_in(Role.UNIT_LEADER)
    order_something(walk(register(town), town, "screen", "answer"))
    page = start(client, all="1")["Location"]

    assert "Còn việc phải thi hành chưa xong." in text(
        client.post(page, {"verb": "close"})
    )
    client.post(page, {"verb": "close", "sure": "1"})
    client.post(f"{page}go/")
    assert "Còn việc phải thi hành chưa xong." in text(client.get(page))


def test_a_strangers_petition_is_not_taken_in(sign_in, town):
    petition = register(town)
    client = sign_in(Role.UNIT_LEADER, unit=town.stranger)

    start(client, id=str(petition.pk))

    assert not Batch.objects.exists()


def test_a_batch_is_its_makers_alone(sign_in, town):
    register(town)
    page = start(sign_in(Role.PETITION_CLERK), all="1")["Location"]
    colleague = sign_in(Role.UNIT_LEADER)

    assert colleague.get(page).status_code == 404
    assert colleague.post(f"{page}go/").status_code == 404
    assert colleague.post(f"{page}undo/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"verb": "transfer"}, "Hãy chọn đơn vị hoặc ghi tên cơ quan."),
        ({"verb": "assign", "unit": "x"}, "x"),
        ({"verb": "screen", "kind": "denunciation"}, "denunciation"),
    ],
)
def test_a_form_not_in_order_says_why(sign_in, town, sent, message):
    client = sign_in(Role.UNIT_LEADER)
    register(town)
    page = start(client, all="1")["Location"]

    answer = client.post(page, {**sent, "sure": "1"})

    assert answer.status_code == 422
    assert message in text(answer)
    assert Batch.objects.get().verb == ""


def test_a_transfer_of_many_arrives(sign_in, town):
    sign_in(Role.PETITION_CLERK, unit=town.stranger)
    client = sign_in(Role.PETITION_CLERK)
    for _ in range(2):
        walk(register(town), town, "screen")
    page = start(client, all="1")["Location"]
    sent = {"verb": "transfer", "to_unit": town.stranger.pk, "sure": "1"}

    client.post(page, sent)
    client.post(f"{page}go/")

    there = Unit.objects.get(pk=town.stranger.pk)
    assert Petition.objects.filter(unit=there).count() == 2
