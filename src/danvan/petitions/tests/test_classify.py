"""The panel: what it writes down, what it proposes, what the clerk's press does."""

import datetime
import itertools

import pytest
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.casework.classify import Competence
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.routing import Action, Forwarder, Progress
from danvan.core.casework.workflow import Kind, State, check
from danvan.journal.models import Entry
from danvan.papers.templates import templates
from danvan.petitions import drafts, routing, screening
from danvan.petitions.classification import Classification
from danvan.petitions.errors import NotHere
from danvan.petitions.models import Channel, Link, LinkKind, Petition
from danvan.petitions.screening import Found
from danvan.petitions.services import SomebodyWasFirst
from danvan.petitions.tests.test_services import COMPLAINT, FEEDBACK, register

pytestmark = pytest.mark.urls("danvan.config.urls_office")
BY = Actor(id="user:1", label="Cán bộ xử lý đơn", unit_code="UB-31117")


def turn(petition):
    petition.refresh_from_db()
    return {
        "petition": petition.pk,
        "version": petition.version,
        "by": BY,
        "now": timezone.now(),
    }


def classify(petition, **found):
    kind = found.pop("kind", Kind(petition.kind))
    said = {"kind": kind, "subject": str(kind), "parts": [str(kind)]}
    if found.get("competence", "own") == "own":
        said["own"] = [str(kind)]
    return screening.classify(found=Found(**(said | found)), **turn(petition))


def way(petition):
    petition.refresh_from_db()
    return routing.propose(petition, petition.classification)


_SUBJECTS = {
    "feedback": (Kind.FEEDBACK, ["feedback"]),
    "regulation": (Kind.FEEDBACK, ["feedback"]),
    "complaint": (Kind.COMPLAINT, ["complaint"]),
    "mixed": (Kind.COMPLAINT, ["complaint", "feedback"]),
    "other": (Kind.FEEDBACK, []),
}
_FAILING = [[], [Reason.NO_DATE], [Reason.NO_NAME, Reason.NO_ADDRESS], list(Reason)]


@pytest.mark.parametrize("subject", _SUBJECTS)
def test_every_combination_of_the_panel_has_one_way_with_papers_that_exist(subject):
    kind, parts = _SUBJECTS[subject]
    axes = itertools.product(
        Competence,
        Progress,
        Forwarder,
        _FAILING,
        [[], ["court"]] if kind is Kind.COMPLAINT else [[]],
        [Channel.COUNTER, Channel.POST],
        [True, False],
        [datetime.date(2026, 6, 30), datetime.date(2026, 7, 1)],
    )
    for whose, progress, sender, failing, cases, channel, originals, day in axes:
        petition = Petition(
            kind=kind,
            channel=channel,
            received_on=day,
            failing=[str(r) for r in failing],
            forwarder="" if sender is Forwarder.NONE else sender,
            originals=originals,
            people=7 if originals else 1,
        )
        said = Classification(
            subject=subject,
            parts=parts,
            own=parts if whose is Competence.OWN else [],
            competence=whose,
            progress=progress,
            cases=cases,
        )

        found = routing.propose(petition, said)

        assert set(found.papers) <= set(templates())
        check(State.SCREENED, found.step, kind)
        if found.route.action is not Action.ASSIGN:
            assert drafts.reply(petition, said, found) or found.step in {
                "accept",
                "demand",
            }


def test_a_complaint_is_never_forwarded():
    for whose, sender in itertools.product(Competence, Forwarder):
        petition = Petition(
            kind="complaint",
            channel="post",
            received_on=datetime.date(2026, 9, 1),
            forwarder="" if sender is Forwarder.NONE else sender,
        )
        said = Classification(
            subject="complaint", parts=["complaint"], competence=whose, progress="new"
        )

        action = routing.propose(petition, said).route.action

        assert action is not Action.FORWARD
        if whose is Competence.OTHER:
            sent_on = sender is not Forwarder.NONE
            assert action is (Action.RETURN if sent_on else Action.GUIDE)


def test_classifying_fills_the_columns_and_screens_the_letter(town):
    petition = register(town, COMPLAINT)

    classify(
        petition,
        failing=["no_date", "no_name"],
        body="administration",
        people=7,
        originals=True,
        instance=1,
        against="commune_chair",
        competent="commune_chair",
    )

    petition.refresh_from_db()
    assert petition.state == State.SCREENED
    assert (petition.condition, petition.failing) == (
        "ineligible",
        ["no_date", "no_name"],
    )
    assert (petition.competence, petition.body) == ("own", "administration")
    assert (petition.people, petition.originals, petition.instance) == (7, True, 1)
    assert Entry.objects.filter(action="petition.classify").count() == 1


def test_a_letter_is_classified_again_until_its_way_is_taken(town):
    petition = register(town)
    classify(petition)
    classify(petition, competence="other", own=[])

    assert way(petition).route.action is Action.FORWARD
    assert [s.verb for s in petition.steps.all()] == ["receive", "screen", "reclassify"]
    assert Classification.objects.count() == 1


def test_a_denunciation_is_not_classified_here(town):
    petition = register(town)

    with pytest.raises(NotHere):
        classify(petition, parts=["feedback", "denunciation"])

    assert not Classification.objects.exists()


_WAYS = [
    (FEEDBACK, {}, "accepted", {}),
    (FEEDBACK, {"competence": "other"}, "transferred", {"to_name": "Sở Xây dựng"}),
    (FEEDBACK, {"failing": ["no_name"]}, "filed", {"reply": "Xếp lưu"}),
    (FEEDBACK, {"failing": ["unclear"]}, "guided", {"reply": "Bổ sung"}),
    (
        FEEDBACK,
        {"competence": "subordinate", "progress": "overdue"},
        "demanded",
        {"to_name": "UBND xã"},
    ),
    (FEEDBACK, {"progress": "final"}, "guided", {"reply": "Đã giải quyết"}),
    (COMPLAINT, {}, "accepted", {}),
    (COMPLAINT, {"cases": ["court"]}, "refused", {"reply": "Không thụ lý"}),
    (COMPLAINT, {"competence": "other"}, "guided", {"reply": "Hướng dẫn"}),
    (COMPLAINT, {"failing": ["too_late"]}, "filed", {"reply": "Hết thời hiệu"}),
]


@pytest.mark.parametrize(("letter", "found", "state", "words"), _WAYS)
def test_one_press_takes_the_way_the_law_names(town, letter, found, state, words):
    petition = register(town, letter)
    classify(petition, **found)

    screening.follow(branch=way(petition).route.branch, **words, **turn(petition))

    petition.refresh_from_db()
    assert petition.state == state


def test_a_complaint_deputies_sent_on_goes_back_to_them(town):
    petition = register(town, COMPLAINT)
    Petition.objects.filter(pk=petition.pk).update(
        forwarder="deputy", forwarded_by="Đoàn đại biểu Quốc hội"
    )
    classify(petition, competence="other")

    assert way(petition).route.papers == ("XLD_04",)
    screening.follow(
        branch=way(petition).route.branch,
        to_name="Đoàn đại biểu Quốc hội",
        reply="Đã trả lại",
        **turn(petition),
    )

    petition.refresh_from_db()
    assert petition.state == State.RETURNED


def test_a_way_that_is_no_longer_the_law_s_is_not_taken(town):
    petition = register(town)
    classify(petition)

    with pytest.raises(SomebodyWasFirst):
        screening.follow(branch="feedback_elsewhere", **turn(petition))

    petition.refresh_from_db()
    assert petition.state == State.SCREENED


def test_a_letter_that_nobody_classified_has_no_way(town):
    with pytest.raises(SomebodyWasFirst):
        screening.follow(branch="feedback_own", **turn(register(town)))


@pytest.fixture
def mixed(town):
    return mixed_letter(town)


def mixed_letter(town):
    """A complaint with feedback in it, of which the feedback alone is ours."""
    petition = register(
        town, COMPLAINT, now=timezone.now() - datetime.timedelta(days=3)
    )
    classify(
        petition,
        subject="mixed",
        parts=["complaint", "feedback"],
        own=["feedback"],
        competence="other",
    )
    return petition


def test_a_mixed_letter_is_guided_to_be_written_separately(mixed):
    mixed.refresh_from_db()

    assert mixed.mixed
    assert way(mixed).route.papers == ("XLD_08",)
    assert way(mixed).step == "guide"


def test_a_part_of_our_own_is_opened_on_the_day_the_letter_came(mixed):
    part = screening.open_part(kind=Kind.FEEDBACK, what="Cống bị nghẹt", **turn(mixed))

    link = Link.objects.get(petition=part)
    assert (link.of, link.kind) == (mixed, LinkKind.PART)
    assert part.received_on == mixed.received_on
    assert part.deadlines.first().start == mixed.received_on


def test_a_part_that_is_not_ours_is_not_opened(mixed):
    with pytest.raises(NotHere):
        screening.open_part(kind=Kind.COMPLAINT, what="x", **turn(mixed))


def test_a_mixed_letter_is_counted_once(mixed, town):
    from danvan.core.calendar.periods import Period
    from danvan.petitions.counts import COUNTS

    screening.open_part(kind=Kind.FEEDBACK, what="Cống bị nghẹt", **turn(mixed))
    received = next(c for c in COUNTS if c.id == "01/XLD/2024:3")
    day = mixed.received_on
    period = next(p for p in periods_around(day) if isinstance(p, Period))

    assert sum(received.totals(period).values()) == 1


def periods_around(day):
    from danvan.core.calendar import periods

    return [
        found
        for key in (f"{day.year}-q{n}" for n in (1, 2, 3, 4))
        if (found := periods.by_key(key)).start <= day <= found.end
    ] or [periods.by_key(f"{day.year + 1}-q1")]


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, set()),
        ({"name": "", "anonymous": True, "address": ""}, {"no_name", "no_address"}),
        ({"address": ""}, {"no_address"}),
        ({"channel": "post"}, {"no_date"}),
        ({"channel": "post", "written_on": datetime.date(2026, 1, 5)}, set()),
    ],
)
def test_the_panel_begins_with_what_the_record_says(town, changes, reasons):
    petition = register(town)
    for name, value in {"name": "A", "address": "B", **changes}.items():
        setattr(petition, name, value)

    assert {str(r) for r in routing.foreseen(petition)} == reasons


@pytest.mark.parametrize(("days", "late"), [(90, False), (91, True)])
def test_a_complaint_is_late_after_ninety_days(town, days, late):
    petition = register(town, COMPLAINT)
    petition.decision_received = petition.received_on - datetime.timedelta(days=days)

    assert (Reason.TOO_LATE in routing.foreseen(petition)) is late


@pytest.mark.parametrize(
    ("instance", "against", "day", "office"),
    [
        (1, "commune_chair", datetime.date(2026, 1, 5), "commune_chair"),
        (2, "commune_chair", datetime.date(2025, 6, 30), "district_chair"),
        (2, "commune_chair", datetime.date(2025, 7, 1), "province_chair"),
        (1, "", datetime.date(2026, 1, 5), None),
        (1, "district_chair", datetime.date(2026, 1, 5), None),
    ],
)
def test_competence_is_dated(instance, against, day, office):
    found = routing.competent(Kind.COMPLAINT, instance, against, day)

    assert (found and str(found.office)) == office
