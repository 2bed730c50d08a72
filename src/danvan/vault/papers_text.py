"""What the papers of a denunciation say. Official papers are in Vietnamese.

What only the office knows is left open ("…"): nothing is taken from the story.
"""

from collections.abc import Mapping

from danvan.core.casework import courses
from danvan.core.casework.courses import Course, Outcome
from danvan.core.casework.ground import papers
from danvan.vault import papers_time
from danvan.vault.course_rules import grounds
from danvan.vault.models import SealedStep
from danvan.vault.papers import TEMPLATES
from danvan.vault.papers_words import (
    DECREE,
    KEPT,
    LAW,
    PROPOSED,
    Facts,
    Made,
    about,
    day,
    on,
)
from danvan.writers.paper import (
    BLANK,
    Block,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    SignHere,
)


def paper(name: str, facts: Facts) -> Paper:
    """Return the paper of this name (a key of `papers.TEMPLATES`)."""
    title = papers()[TEMPLATES[name].code]
    kind, symbol, blocks = _TEXTS[name](facts)
    unit = facts.unit
    return Paper(
        letterhead=Letterhead(
            unit.parent.office_name if unit.parent else "", unit.office_name, unit.name
        ),
        kind=kind,
        subject=_SUBJECTS[name],
        symbol=symbol,
        blocks=tuple(blocks),
        to=_to(name, facts),
        recipients=_RECIPIENTS.get(name, ("Như trên;", "Lưu: VT.")),
        form="" if name in papers_time.FORMLESS else title.form,
    )


def _minutes(facts: Facts) -> Made:
    blocks: list[Block] = [
        Paragraph(
            f"Hồi {BLANK} giờ {BLANK}, ngày {day(facts.received_on)}, tại "
            f"{facts.unit.office_name}, chúng tôi gồm:"
        ),
        Paragraph(f"1. Người tiếp nhận: {BLANK}, chức vụ: {BLANK}."),
        Paragraph(
            f"2. Người tố cáo: {facts.who('name')}; địa chỉ: {facts.who('address')}; "
            f"điện thoại: {facts.who('phone')}."
        ),
        Paragraph(
            f"Người bị tố cáo: {BLANK}. Hành vi bị tố cáo: {BLANK}. Thông tin, tài liệu, "
            f"chứng cứ kèm theo: {BLANK}.",
            "Nội dung tố cáo: ",
        ),
        Paragraph(KEPT),
        Paragraph(
            "Biên bản đã được đọc lại cho người tố cáo nghe, xác nhận đúng nội dung."
        ),
        SignHere(("NGƯỜI TỐ CÁO", "NGƯỜI TIẾP NHẬN")),
    ]
    return "Biên bản", "BB", blocks


def _proposal(facts: Facts) -> Made:
    blocks: list[Block] = [
        Paragraph(f"Qua xem xét {about(facts)};"),
        Paragraph("Kết quả kiểm tra điều kiện thụ lý (Điều 29 Luật Tố cáo):"),
        Paragraph(f"a) Tố cáo được thực hiện theo quy định tại Điều 23: {BLANK};"),
        Paragraph(f"b) Người tố cáo có đủ năng lực hành vi dân sự: {BLANK};"),
        Paragraph(f"c) Vụ việc thuộc thẩm quyền giải quyết: {BLANK};"),
        Paragraph(
            f"d) Có cơ sở xác định người vi phạm và hành vi vi phạm pháp luật: {BLANK}."
        ),
        Paragraph(f"Đề nghị thụ lý giải quyết nội dung: {BLANK}."),
        SignHere(("PHÊ DUYỆT", "NGƯỜI ĐỀ XUẤT")),
    ]
    return "Phiếu đề xuất", "PĐX", blocks


def _decision(facts: Facts) -> Made:
    due = f", chậm nhất ngày {day(facts.settle_due)}" if facts.settle_due else ""
    blocks: list[Block] = [
        Paragraph(LAW),
        Paragraph(DECREE),
        Paragraph(PROPOSED),
        Heading("QUYẾT ĐỊNH:"),
        Paragraph(f"Thụ lý {about(facts)}. Nội dung thụ lý: {BLANK}.", "Điều 1. "),
        Paragraph(
            f"Giao {BLANK} xác minh nội dung tố cáo, báo cáo kết quả trước ngày {BLANK}. "
            f"Thời hạn giải quyết là 30 ngày kể từ ngày thụ lý{due}.",
            "Điều 2. ",
        ),
        Paragraph(KEPT, "Điều 3. "),
        Paragraph(
            f"Quyết định có hiệu lực từ ngày ký. {BLANK} chịu trách nhiệm thi hành.",
            "Điều 4. ",
        ),
    ]
    return "Quyết định", "QĐ-UBND", blocks


def _notice(facts: Facts) -> Made:
    blocks = [
        Paragraph(
            f"{facts.unit.office_name} đã thụ lý giải quyết tố cáo ngày "
            f"{on(facts, 'accept')} (khoản 3 Điều 29 Luật Tố cáo)."
        ),
        Paragraph(f"Nội dung tố cáo được thụ lý: {BLANK}."),
        Paragraph(
            "Người bị tố cáo có quyền giải trình, đưa ra thông tin, tài liệu, chứng cứ "
            "theo Điều 10 Luật Tố cáo."
        ),
    ]
    return "Thông báo", "TB-UBND", blocks


def _notice_sender(facts: Facts) -> Made:
    blocks = [
        Paragraph(
            f"{facts.unit.office_name} đã thụ lý {about(facts)}, vào ngày "
            f"{on(facts, 'accept')} (khoản 3 Điều 29 Luật Tố cáo)."
        ),
        Paragraph(f"Nội dung được thụ lý: {BLANK}."),
        Paragraph(KEPT),
    ]
    return "Thông báo", "TB-UBND", blocks


def _forward(facts: Facts) -> Made:
    blocks = [
        Paragraph(
            f"{facts.unit.office_name} nhận được {about(facts)}. Sau khi xem xét, nội "
            "dung đơn không thuộc thẩm quyền giải quyết của cơ quan này."
        ),
        Paragraph(
            "Căn cứ khoản 2 Điều 24 Luật Tố cáo, chuyển đơn đến quý cơ quan để xem xét, "
            "giải quyết theo thẩm quyền và thông báo kết quả."
        ),
        Paragraph(KEPT),
    ]
    return "Phiếu chuyển đơn", "PC-UBND", blocks


def _conclusion(facts: Facts) -> Made:
    step = facts.steps.get("conclude")
    said = BLANK
    if step is not None:
        said = courses.words(Outcome(step.facts["outcome"]))["vi"]
    blocks: list[Block] = [
        Paragraph(LAW),
        Paragraph(f"Sau khi xác minh {about(facts)}, kết luận như sau:"),
        Heading("1. Kết quả xác minh nội dung tố cáo"),
        Paragraph(BLANK),
        Heading("2. Kết luận"),
        Paragraph(f"Nội dung tố cáo: {said}."),
        Heading("3. Các biện pháp xử lý"),
        Paragraph(BLANK),
        Paragraph(
            "Khi công khai, kết luận này không được để lộ thông tin về người tố cáo "
            "(Điều 40 Luật Tố cáo)."
        ),
    ]
    return "Kết luận", "KL-UBND", blocks


def _not_accepted(facts: Facts) -> Made:
    step = facts.steps.get("refuse")
    blocks = [
        Paragraph(
            f"{facts.unit.office_name} nhận được {about(facts)}. Qua kiểm tra, đơn "
            "không đủ điều kiện thụ lý vì:"
        ),
        *(Paragraph(f"- {why};") for why in _reasons(step)),
        Paragraph(
            f"{facts.unit.office_name} thông báo để ông (bà) được biết "
            "(khoản 1 Điều 24 Luật Tố cáo)."
        ),
    ]
    return "Thông báo", "TB-UBND", blocks


_TEXTS = {
    "minutes": _minutes,
    "proposal": _proposal,
    "decision": _decision,
    "notice": _notice,
    "notice-sender": _notice_sender,
    "forward": _forward,
    "conclusion": _conclusion,
    "not-accepted": _not_accepted,
    **papers_time.TEXTS,
}
_SUBJECTS: Mapping[str, str] = {
    "minutes": "Ghi nội dung tố cáo trực tiếp",
    "proposal": "Về việc thụ lý tố cáo",
    "decision": "Về việc thụ lý tố cáo và giao xác minh",
    "notice": "Về việc thụ lý tố cáo",
    "notice-sender": "Về việc thụ lý tố cáo",
    "forward": "Chuyển đơn tố cáo",
    "conclusion": "Nội dung tố cáo",
    "not-accepted": "Về việc không thụ lý tố cáo",
    **papers_time.SUBJECTS,
}
_RECIPIENTS: Mapping[str, tuple[str, ...]] = {
    "minutes": ("Lưu: hồ sơ vụ việc.",),
    "proposal": ("Lưu: hồ sơ vụ việc.",),
    "decision": ("Như Điều 4;", "Lưu: VT, hồ sơ vụ việc."),
    **dict.fromkeys(papers_time.TEXTS, ("Như Điều 2;", "Lưu: VT, hồ sơ vụ việc.")),
    "conclusion": ("Người bị tố cáo;", f"{BLANK};", "Lưu: VT, hồ sơ vụ việc."),
}


def _to(name: str, facts: Facts) -> tuple[str, ...]:
    if name in {"notice-sender", "not-accepted"}:
        return (f"Ông (bà) {facts.who('name')}, {facts.who('address')}",)
    if name == "forward":
        return (facts.to or BLANK,)
    return (f"Ông (bà) {BLANK} (người bị tố cáo)",) if name == "notice" else ()


def _reasons(step: SealedStep | None) -> list[str]:
    if step is None:
        return [BLANK]
    course = Course(step.course)
    named = dict(grounds(course, courses.Step.REFUSE, step.on))
    return [named[code]["vi"] for code in step.facts["reasons"] if code in named]
