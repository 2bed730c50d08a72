"""What the law asks of a step beside the state: `Need` in the tables of the courses.

Needs that a form shows and the database holds (a body, a unit, reasons of filing)
are not asked again here.
"""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypedDict

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import courses, deadlines
from danvan.core.casework.changes import NotAllowed
from danvan.core.casework.courses import Need, Transition
from danvan.petitions import terms
from danvan.petitions.models import Petition, Step
from danvan.petitions.settlement import Execution


class Given(TypedDict, total=False):
    """What somebody says to meet the needs of a step."""

    ground: str  # a code of `courses.cases`
    reasons: Collection[str]
    signed: bool  # by whom it concerns
    result: str  # a code of `courses.outcomes`
    agreed: bool  # what was asked and what was found do not differ
    planned_on: datetime.date  # of a dialogue


@dataclass(frozen=True, slots=True)
class _Asked:
    line: Transition
    given: Given
    petition: Petition
    today: datetime.date
    calendar: Callable[[], WorkingCalendar]


def check(
    line: Transition,
    given: Given,
    petition: Petition,
    today: datetime.date,
    calendar: Callable[[], WorkingCalendar],
) -> None:
    """Raise NotAllowed, with the reason by language, for a need that is not met."""
    asked = _Asked(line, given, petition, today, calendar)
    for need, meets in _CHECKS.items():
        if need in line.needs:
            meets(asked)
    for code in line.ahead:
        _in_time(code, given, today, calendar)


def _ground(a: _Asked) -> None:
    found = courses.cases(a.line.course, a.line.step, a.today, a.line.source)
    known = {case.code for case in found}
    if known and a.given.get("ground") not in known:
        raise NotAllowed(
            "Phải nêu căn cứ theo pháp luật.", "A ground named by the law is needed."
        )


def _reasons(a: _Asked) -> None:
    if a.line.step not in _REASONED:
        return
    known = {case.code for case in courses.cases(a.line.course, a.line.step, a.today)}
    said = set(a.given.get("reasons", ()))
    if not said or (known and not said <= known):
        raise NotAllowed("Phải nêu lý do.", "A reason is needed.")


# Reasons of other steps are codes of eligibility, which their own services check.
_REASONED = frozenset(
    {
        *(courses.Step.REFUSE, courses.Step.INVITE),
        *(courses.Step.REOPEN, courses.Step.DENY_REOPEN),
    }
)


def _signature(a: _Asked) -> None:
    if not a.given.get("signed"):
        raise NotAllowed(
            "Việc rút phải có chữ ký hoặc điểm chỉ của người gửi.",
            "A withdrawal is signed or fingerprinted by the person.",
        )


def _outcome(a: _Asked) -> None:
    if a.given.get("result") not in set(courses.outcomes(a.line.course)):
        raise NotAllowed(
            "Phải nêu kết quả: kết luận thế nào.", "Say what the conclusion is."
        )


def _no_difference(a: _Asked) -> None:
    if not a.given.get("agreed"):
        raise NotAllowed(
            "Yêu cầu và kết quả xác minh còn khác nhau thì phải đối thoại trước khi"
            " quyết định (Luật Khiếu nại, Điều 30 khoản 1).",
            "Where what is asked and what was found differ, a dialogue comes first"
            " (law on complaints, article 30.1).",
        )


def _overdue(a: _Asked) -> None:
    if not terms.past(terms.running(a.petition), a.line, a.today):
        raise NotAllowed(
            "Chưa hết thời hạn giải quyết lần đầu.",
            "The term of the first instance has not run out.",
        )


def _in_effect(a: _Asked) -> None:
    last = effective_from(a.petition, a.calendar)
    if last is not None and a.today <= last:
        raise NotAllowed(
            f"Quyết định chưa có hiệu lực pháp luật; có hiệu lực sau ngày"
            f" {last:%d/%m/%Y}.",
            f"The decision takes legal effect after {last:%d/%m/%Y}.",
        )


def effective_from(
    petition: Petition, calendar: Callable[[], WorkingCalendar]
) -> datetime.date | None:
    """Return the last day on which the decision has no legal effect yet.

    None where nothing was decided. One query.
    """
    decided = (
        Step.objects.filter(petition=petition, verb=courses.Step.CONCLUDE)
        .order_by("-seq")
        .values_list("on", flat=True)
        .first()
    )
    return effect_of(petition, decided, calendar()) if decided else None


def effect_of(
    petition: Petition, decided: datetime.date, calendar: WorkingCalendar
) -> datetime.date:
    """Return the last day without legal effect of a decision of that day.

    First and second instance alike: 30 days, 45 in remote areas (article 44).
    """
    return deadlines.compute_for_now(
        "DL-KN-07",
        decided,
        calendar,
        received=petition.received_on,
        remote=petition.unit.remote_on(petition.received_on),
    ).due


SOMETHING_LEFT = NotAllowed(
    "Còn việc phải thi hành chưa xong.", "Something is left to execute."
)


def _nothing_left(a: _Asked) -> None:
    if open_executions(a.petition):
        raise NotAllowed(SOMETHING_LEFT.said["vi"], SOMETHING_LEFT.said["en"])


def open_executions(petition: Petition) -> bool:
    """Say whether something that was ordered is not done yet. One query."""
    return Execution.objects.filter(petition=petition, done_on__isnull=True).exists()


def _result(a: _Asked) -> None:
    if a.line.step is courses.Step.RESOLVE:
        _nothing_left(a)


def _in_time(
    code: str,
    given: Given,
    today: datetime.date,
    calendar: Callable[[], WorkingCalendar],
) -> None:
    day = given.get("planned_on")
    if day is None:
        raise NotAllowed("Phải ghi ngày dự kiến.", "A date is needed.")
    latest = deadlines.compute_for_now(code, day, calendar())
    if today > latest.due:
        raise NotAllowed(
            f"Phải báo trước: {latest.sentence['vi']}",
            f"It is too late for that day: {latest.sentence['en']}",
        )


_CHECKS: Mapping[Need, Callable[[_Asked], None]] = {
    Need.GROUND: _ground,
    Need.REASONS: _reasons,
    Need.SIGNATURE: _signature,
    Need.OUTCOME: _outcome,
    Need.NO_DIFFERENCE: _no_difference,
    Need.OVERDUE: _overdue,
    Need.IN_EFFECT: _in_effect,
    Need.NOTHING_LEFT: _nothing_left,
    Need.RESULT: _result,
}
