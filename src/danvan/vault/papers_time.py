"""Decisions about the time of a denunciation: longer, stopped, going on, ended."""

from collections.abc import Mapping, Sequence

from danvan.core.casework import courses
from danvan.core.casework.courses import Course, Step
from danvan.vault.course_rules import grounds
from danvan.vault.models import SealedStep
from danvan.vault.papers_words import DECREE, LAW, PROPOSED, Facts, Made, about, day
from danvan.writers.paper import BLANK, Block, Heading, Paragraph


def extension(facts: Facts) -> Made:
    """Decide that the term is longer (law on denunciations, article 30.2 to 30.4)."""
    due = day(facts.settle_due) if facts.settle_due else BLANK
    step = facts.steps.get(Step.EXTEND)
    days = step.facts.get("days") if step else None
    return _decision(
        f"Gia hạn thời hạn giải quyết {about(facts)}, do vụ việc có tình tiết phức tạp "
        f"theo các căn cứ: {_criteria(step)}. Thời gian gia hạn: {days or 30} ngày; "
        f"thời hạn giải quyết đến ngày {due}."
    )


def suspension(facts: Facts) -> Made:
    """Decide that the settlement stops, and its clock (article 34.1)."""
    why = _reasons(facts.steps.get(Step.SUSPEND))
    return _decision(
        f"Tạm đình chỉ giải quyết {about(facts)}, vì: {why}. Thời gian tạm đình chỉ "
        "không tính vào thời hạn giải quyết; việc giải quyết được tiếp tục khi căn cứ "
        "tạm đình chỉ không còn."
    )


def resumption(facts: Facts) -> Made:
    """Decide that the settlement goes on (article 34.2)."""
    due = f" đến ngày {day(facts.settle_due)}" if facts.settle_due else ""
    return _decision(
        f"Tiếp tục giải quyết {about(facts)}. Căn cứ tạm đình chỉ không còn: {BLANK}. "
        f"Thời hạn giải quyết tiếp tục tính từ ngày ký Quyết định này{due}."
    )


def termination(facts: Facts) -> Made:
    """Decide that the settlement ends (article 34.3)."""
    why = _reasons(facts.steps.get(Step.TERMINATE))
    return _decision(f"Đình chỉ giải quyết {about(facts)}, vì: {why}.")


TEXTS = {
    "extension": extension,
    "suspension": suspension,
    "resumption": resumption,
    "termination": termination,
}
# The official forms of these are those of complaints (decree 124/2020).
FORMLESS = frozenset(TEXTS) - {"extension"}
SUBJECTS: Mapping[str, str] = {
    "extension": "Về việc gia hạn giải quyết tố cáo",
    "suspension": "Về việc tạm đình chỉ giải quyết tố cáo",
    "resumption": "Về việc tiếp tục giải quyết tố cáo",
    "termination": "Về việc đình chỉ giải quyết tố cáo",
}


def _decision(said: str) -> Made:
    blocks: Sequence[Block] = [
        Paragraph(LAW),
        Paragraph(DECREE),
        Paragraph(PROPOSED),
        Heading("QUYẾT ĐỊNH:"),
        Paragraph(said, "Điều 1. "),
        Paragraph(
            f"Quyết định có hiệu lực từ ngày ký. {BLANK} và cơ quan, tổ chức, cá nhân "
            "có liên quan chịu trách nhiệm thi hành.",
            "Điều 2. ",
        ),
    ]
    return "Quyết định", "QĐ-UBND", blocks


def _criteria(step: SealedStep | None) -> str:
    chosen = step.facts.get("criteria", []) if step else []
    return ", ".join(f"điểm {letter}" for letter in chosen) or BLANK


def _reasons(step: SealedStep | None) -> str:
    if step is None:
        return BLANK
    named = dict(grounds(Course(step.course), courses.Step(step.step), step.on))
    told = [
        named[code]["vi"] for code in step.facts.get("reasons", ()) if code in named
    ]
    return "; ".join(told) or BLANK
