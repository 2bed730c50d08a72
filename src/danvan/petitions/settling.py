"""Settling what was accepted: from the verification to the decision."""

import datetime
from collections.abc import Collection, Sequence
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from danvan.core.casework import competence, complexity, courses
from danvan.core.casework.changes import NotAllowed
from danvan.core.casework.competence import NobodyCompetent, Office, Remedy
from danvan.core.casework.complexity import Criterion
from danvan.core.casework.workflow import Kind
from danvan.core.casework.workflow import Step as Verb
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level, Unit
from danvan.petitions import course
from danvan.petitions.course import Turn, Words
from danvan.petitions.models import Petition, Step
from danvan.petitions.needs import Given
from danvan.petitions.settlement import Conclusion, Determination, Dialogue


@transaction.atomic
def refuse(
    *, reasons: Sequence[str] = (), reply: str = "", **turn: Unpack[Turn]
) -> Petition:
    """Refuse to accept a complaint, for cases of article 11 by their codes."""
    words = Words(reasons=reasons, reply=reply, given=Given(reasons=reasons))
    return course.take(Verb.REFUSE, words, turn)


@transaction.atomic
def determine(
    *,
    criteria: Collection[str] = (),
    document: str = "",
    note: str = "",
    **turn: Unpack[Turn],
) -> Petition:
    """Put on file that the matter is complex; its term is the longer one from now.

    ``criteria`` are letters of `complexity.Criterion`. Raises NotAllowed where they
    are too few, or the term is lengthened or over already.
    """
    today = timezone.localdate(turn["now"])
    found = _determined(turn, criteria, today)

    def keep(petition: Petition, step: Step) -> None:
        Determination.objects.create(
            petition=petition,
            step=step,
            on=today,
            criteria=sorted(found.criteria),
            level=found.level,
            sentence_vi=found.sentence["vi"],
            sentence_en=found.sentence["en"],
            act=found.act,
            article=found.article,
            document=document,
        )

    words = Words(note=note, document=document, determination=found, file=keep)
    return course.take(Verb.DETERMINE, words | {"changes": {"hard": True}}, turn)


def _determined(
    turn: Turn, criteria: Collection[str], today: datetime.date
) -> complexity.Determination:
    kind = Petition.objects.values_list("kind", flat=True).get(pk=turn["petition"])
    try:
        return complexity.determine(Kind(kind), map(Criterion, criteria), today)
    except complexity.NothingToDetermine:
        raise NotAllowed(
            "Pháp luật không có vụ việc phức tạp với loại đơn này.",
            "The law knows no complex matters of this kind.",
        ) from None


@transaction.atomic
def verify(*, note: str = "", document: str = "", **turn: Unpack[Turn]) -> Petition:
    """Report what was verified; ``document`` is the number of the report."""
    return course.take(Verb.VERIFY, Words(note=note, to_name=document), turn)


@transaction.atomic
def invite(
    *,
    planned_on: datetime.date,
    place: str,
    letter: str = "",
    reason: str = "",
    **turn: Unpack[Turn],
) -> Petition:
    """Invite to a dialogue, at least as long before as the law says (DL-KN-09).

    ``reason``: why another date, where there was an invitation already.
    """
    today = timezone.localdate(turn["now"])
    if planned_on < today:
        raise NotAllowed(
            "Ngày đối thoại không thể ở trước hôm nay.", "That day is over already."
        )

    def keep(petition: Petition, step: Step) -> None:
        Dialogue.objects.create(
            petition=petition,
            step=step,
            invited_on=today,
            planned_on=planned_on,
            place=place,
            letter=letter,
            reason=reason,
        )

    given = Given(planned_on=planned_on, reasons=[reason] if reason else [])
    return course.take(Verb.INVITE, Words(given=given, file=keep), turn)


@transaction.atomic
def dialogue(
    *,
    held_on: datetime.date,
    present: str,
    minutes: str = "",
    absent: str = "",
    excused: str = "",
    why: str = "",
    **turn: Unpack[Turn],
) -> Petition:
    """Put the minutes of the dialogue on file: who was there, who not and why.

    ``why`` it was held on another day than the one it was called for.
    """
    today = timezone.localdate(turn["now"])

    def keep(petition: Petition, step: Step) -> None:
        talk = petition.dialogues.order_by("-id").first()
        if talk is None or not talk.invited_on <= held_on <= today or not present:
            raise NotAllowed(
                "Ngày đối thoại phải sau ngày mời và không sau hôm nay; ghi rõ ai có"
                " mặt.",
                "A dialogue is held after the invitation, today at the latest, with"
                " somebody present.",
            )
        if held_on != talk.planned_on and not why:
            raise NotAllowed(
                f"Giấy mời ghi ngày {talk.planned_on:%d/%m/%Y}; ghi lý do đối thoại"
                " vào ngày khác.",
                f"The invitation names {talk.planned_on:%d/%m/%Y}; say why the"
                " dialogue was held on another day.",
            )
        talk.why_then = why if held_on != talk.planned_on else ""
        talk.held, talk.held_on, talk.minutes = step, held_on, minutes
        talk.present, talk.absent, talk.excused = present, absent, excused
        talk.save()

    return course.take(Verb.DIALOGUE, Words(file=keep), turn)


@transaction.atomic
def suspend(
    *, ground: str = "", note: str = "", document: str = "", **turn: Unpack[Turn]
) -> Petition:
    """Stop the clock by a decision, for a ground the law names."""
    words = Words(note=note, document=document, given=Given(ground=ground))
    return course.take(Verb.SUSPEND, words | {"reasons": _one(ground)}, turn)


@transaction.atomic
def resume(*, note: str = "", document: str = "", **turn: Unpack[Turn]) -> Petition:
    """Let the clock run again, for the ground is gone."""
    return course.take(Verb.RESUME, Words(note=note, document=document), turn)


@transaction.atomic
def terminate(
    *,
    ground: str = "",
    note: str = "",
    reply: str = "",
    document: str = "",
    **turn: Unpack[Turn],
) -> Petition:
    """End the settlement by decision, for a ground the law names."""
    words = Words(note=note, reply=reply, document=document)
    words |= {"given": Given(ground=ground), "reasons": _one(ground)}
    return course.take(Verb.TERMINATE, words, turn)


@transaction.atomic
def notify(*, document: str = "", note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Note that the decision to stop or to end was sent."""
    return course.take(Verb.NOTIFY, Words(note=note, to_name=document), turn)


@transaction.atomic
def conclude(
    *,
    result: str = "",
    text: str = "",
    document: str = "",
    agreed: bool = False,
    **turn: Unpack[Turn],
) -> Petition:
    """Conclude: ``result`` is a code of `courses.outcomes`; the text is on file.

    ``agreed``: what is asked and what was found do not differ, so that a first
    instance needs no dialogue (article 30.1).
    """
    today = timezone.localdate(turn["now"])

    def keep(petition: Petition, step: Step) -> None:
        left = remedy_of(petition, today)
        Conclusion.objects.create(
            petition=petition,
            step=step,
            on=today,
            result=result,
            text=text or courses.words(courses.Outcome(result))["vi"],
            document=document,
            remedy_vi=left.words["vi"] if left else "",
            remedy_en=left.words["en"] if left else "",
        )

    given = Given(result=result, agreed=agreed)
    return course.take(Verb.CONCLUDE, Words(given=given, file=keep), turn)


def remedy_of(petition: Petition, today: datetime.date) -> Remedy | None:
    """Return what a decision prints about going on and suing; None for feedback."""
    if petition.kind != Kind.COMPLAINT:
        return None
    try:
        return competence.remedy(petition.instance or 1, office_of(petition), today)
    except NobodyCompetent:
        return None


def office_of(petition: Petition) -> Office:
    """Return whose decision a complaint is about: in the second instance one below."""
    first = _office(petition.unit)
    if petition.instance == 2 and first is Office.PROVINCE_CHAIR:
        return Office.COMMUNE_CHAIR
    return first


def _office(unit: Unit) -> Office:
    if unit.level == Level.PROVINCE:
        whole = {UnitKind.TERRITORY, UnitKind.PEOPLES_COMMITTEE}
        return Office.PROVINCE_CHAIR if unit.kind in whole else Office.DEPARTMENT_HEAD
    return Office.COMMUNE_CHAIR


def _one(code: str) -> Sequence[str]:
    return [code] if code else []
