"""Which papers of a denunciation can be printed, and to whom each is addressed.

A paper tells nothing of who speaks but where it is addressed to him: then it is
made from his open identity, for this one answer, and kept nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from danvan.core.casework.courses import State, Step
from danvan.core.casework.ground import papers
from danvan.vault.course_labels import said
from danvan.vault.course_selectors import CourseFile
from danvan.vault.models import SealedCase


@dataclass(frozen=True, slots=True)
class Template:
    """One paper: its code in the law's list, when it can be made, for whom.

    ``after``: steps one of which must have been taken (empty: any time).
    ``personal``: it is addressed to the denouncer.
    """

    code: str
    after: frozenset[str]
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper as the page offers it."""

    label: str
    url: str
    personal: bool


def _after(*steps: Step) -> frozenset[str]:
    return frozenset(map(str, steps))


TEMPLATES: Mapping[str, Template] = {
    "minutes": Template("TCD_13", frozenset(), personal=True),
    "proposal": Template("TCD_16", _after(Step.SCREEN)),
    "decision": Template("TCD_18", _after(Step.ACCEPT)),
    "notice": Template("TCD_19", _after(Step.ACCEPT)),
    "notice-sender": Template("TCD_19", _after(Step.ACCEPT), personal=True),
    "forward": Template("XLD_05", _after(Step.TRANSFER)),
    "extension": Template("GIA_HAN", _after(Step.EXTEND)),
    "suspension": Template("TAM_DINH_CHI", _after(Step.SUSPEND)),
    "resumption": Template("TIEP_TUC", _after(Step.RESUME)),
    "termination": Template("DINH_CHI", _after(Step.TERMINATE)),
    "conclusion": Template("KET_LUAN_TC", _after(Step.CONCLUDE)),
    "not-accepted": Template("TCD_14", _after(Step.REFUSE), personal=True),
}


def offered(case: SealedCase, file: CourseFile) -> Sequence[Offer]:
    """Return the papers that the steps taken so far call for."""
    if file.at.standing.state is State.CLOSED and not file.steps:
        return []
    taken = {step.step for step in file.steps}
    return [
        Offer(
            said(papers()[template.code].name),
            reverse("vault:paper", args=[case.pk, name]),
            template.personal,
        )
        for name, template in TEMPLATES.items()
        if not template.after or template.after & taken
    ]
