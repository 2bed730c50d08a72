"""The papers of the reception room as values; `writers.official` lays them out.

Official papers are in Vietnamese in either language of the page.
"""

from collections.abc import Sequence

from django.utils import timezone

from danvan.core.casework import duty, reception
from danvan.core.casework.ground import papers
from danvan.core.casework.workflow import Kind as Content
from danvan.orgs.models import Unit
from danvan.receptions.models import Session
from danvan.receptions.visits import Outcome, Visit
from danvan.writers.paper import (
    BLANK,
    Block,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    SignHere,
    Table,
)

_CONTENTS = {Content.COMPLAINT: "Khiếu nại", Content.FEEDBACK: "Kiến nghị, phản ánh"}
_OUTCOMES = {
    Outcome.ANSWERED: "Trả lời, giải thích trực tiếp",
    Outcome.TAKEN: "Tiếp nhận đơn, tài liệu",
    Outcome.GUIDED: "Hướng dẫn đến cơ quan có thẩm quyền",
    Outcome.JOINED: "Bổ sung vào vụ việc đã tiếp nhận",
    Outcome.REFUSED: "Từ chối tiếp",
}


def letterhead(unit: Unit) -> Letterhead:
    """Return who issues, with the body above."""
    above = unit.parent.office_name if unit.parent else ""
    return Letterhead(above, unit.office_name, unit.name)


def minutes(visit: Visit) -> Paper:
    """Return the minutes of a reception (TCD_20), to be signed by both sides."""
    session = visit.session
    blocks: list[Block] = [
        Paragraph(f"{_moment(visit)}, tại {session.place}, {_host(session)} tiếp:"),
        Paragraph(visit.name or BLANK, "Họ và tên:"),
        Paragraph(visit.address or BLANK, "Địa chỉ:"),
        Paragraph(visit.id_number or BLANK, "Số căn cước/định danh/hộ chiếu:"),
        Paragraph(f"{visit.people} người", "Số người:"),
        *_present(visit),
        Paragraph(_CONTENTS[Content(visit.content)], "Loại nội dung:"),
        Paragraph(visit.summary, "1. Nội dung trình bày:"),
        Paragraph(visit.previous or "Không", "2. Quá trình giải quyết trước đây:"),
        Paragraph(visit.request or BLANK, "3. Yêu cầu, đề nghị:"),
        Paragraph(visit.papers or "Không", "4. Thông tin, tài liệu kèm theo:"),
        Paragraph(_result(visit), "5. Kết quả tiếp:"),
        Paragraph("Biên bản đã được đọc cho những người có tên cùng nghe và ký."),
        SignHere(("Người được tiếp", "Người tiếp công dân")),
    ]
    return _minutes("TCD_20", session.unit, blocks, visit)


def nobody_came(session: Session) -> Paper:
    """Return the minutes of a session to which nobody came (TCD_21)."""
    hours = f"từ {session.starts:%H:%M} đến {session.ends:%H:%M}"
    blocks: list[Block] = [
        Paragraph(
            f"Ngày {session.on:%d/%m/%Y}, {hours}, tại {session.place}, "
            f"{_host(session)} trực tiếp công dân theo lịch."
        ),
        Paragraph(session.participants or BLANK, "Thành phần:"),
        Paragraph("Trong buổi trực không có công dân đến."),
        SignHere(("Người lập biên bản", "Người chủ trì")),
    ]
    return _minutes("TCD_21", session.unit, blocks, None, session)


def receipt(visit: Visit) -> Paper:
    """Return the receipt for papers handed in (form 02/TCD of Decree 154/2026)."""
    blocks: list[Block] = [
        Paragraph(f"{_moment(visit)}, {visit.unit.office_name} đã nhận của:"),
        Paragraph(visit.name or BLANK, "Ông/bà:"),
        Paragraph(visit.address or BLANK, "Địa chỉ:"),
        Paragraph(
            visit.papers or "Đơn trình bày nội dung nêu dưới đây", "Đơn, tài liệu:"
        ),
        Paragraph(visit.summary, "Về việc:"),
        Paragraph(f"Số {visit.number}/{visit.year}", "Sổ tiếp công dân:"),
        Paragraph("Giấy này lập thành hai bản, mỗi bên giữ một bản."),
        SignHere(("Người nộp", "Người nhận")),
    ]
    return _minutes("TCD_02", visit.unit, blocks, visit)


def refusal(visit: Visit) -> Paper:
    """Return the notice of a refusal (form 01/TCD); ValueError where none is due."""
    rules = {r.code: r for r in reception.refusals(visit.on)}
    if visit.outcome != Outcome.REFUSED:
        raise ValueError("nobody was refused")
    rule = rules[visit.ground]
    kind = papers()["TCD_01"]
    return Paper(
        letterhead=letterhead(visit.unit),
        kind=kind.name["vi"],
        subject="",
        symbol="TB-TCD",
        form=kind.form,
        blocks=(
            Paragraph(f"Căn cứ {rule.ground.article} {rule.ground.act};"),
            Paragraph(
                f"{visit.unit.office_name} thông báo từ chối tiếp "
                f"{visit.name or BLANK}, địa chỉ {visit.address or BLANK}, "
                f"đến nơi tiếp công dân ngày {visit.on:%d/%m/%Y} về việc: {visit.summary}."
            ),
            Paragraph(f"{rule.words['vi']}.", "Lý do:"),
        ),
        to=(visit.name or BLANK,),
        signature=Signature(post="Người đứng đầu"),
        recipients=("Như trên", "Lưu: VT, TCD"),
    )


def conclusion(session: Session) -> Paper:
    """Return the notice of a leader's conclusion (decree 154/2026, article 25.2)."""
    kind = papers()["KL_TCD"]
    return Paper(
        letterhead=letterhead(session.unit),
        kind="Thông báo",
        subject=f"Kết luận việc tiếp công dân ngày {session.on:%d/%m/%Y}",
        symbol="TB-UBND",
        form=kind.form,
        blocks=(
            Paragraph(
                f"Ngày {session.on:%d/%m/%Y}, tại {session.place}, {_host(session)} "
                f"đã tiếp công dân. Thành phần: {session.participants or BLANK}."
            ),
            *(Paragraph(line) for line in session.conclusion.splitlines() if line),
        ),
        signature=Signature(authority="TM. Ủy ban nhân dân", post="Chủ tịch"),
        recipients=("Các cơ quan, đơn vị có liên quan", "Lưu: VT, TCD"),
    )


def online_notice(session: Session) -> Paper:
    """Return the notice of an online reception (decree 154/2026, article 23.1)."""
    return Paper(
        letterhead=letterhead(session.unit),
        kind="Thông báo",
        subject="Về việc tiếp công dân trực tuyến",
        symbol="TB-TCD",
        blocks=(
            Paragraph(
                f"{session.unit.office_name} tổ chức tiếp công dân trực tuyến vào "
                f"{session.starts:%H giờ %M} ngày {session.on:%d/%m/%Y}, "
                f"điểm cầu chính: {session.place}."
            ),
            Paragraph(session.expected or BLANK, "Nội dung dự kiến:"),
            Paragraph(session.participants or BLANK, "Thành phần, điểm cầu:"),
            Paragraph("Buổi tiếp được ghi âm, ghi hình theo quy định."),
        ),
        to=(BLANK,),
        signature=Signature(post="Người đứng đầu"),
        recipients=("Như trên", "Lưu: VT, TCD"),
    )


def _minutes(
    code: str,
    unit: Unit,
    blocks: Sequence[Block],
    visit: Visit | None,
    session: Session | None = None,
) -> Paper:
    kind = papers()[code]
    day = visit.on if visit else session.on if session else None
    return Paper(
        letterhead=letterhead(unit),
        kind=kind.name["vi"],
        subject="",
        symbol="BB-TCD" if code != "TCD_02" else "BN-TCD",
        form=kind.form,
        blocks=tuple(blocks),
        date=day,
        number=str(visit.number) if visit else "",
    )


def _moment(visit: Visit) -> str:
    local = timezone.localtime(visit.received_at)
    return f"Hồi {local:%H giờ %M} ngày {local:%d/%m/%Y}"


def _host(session: Session) -> str:
    if session.delegate:
        return f"{session.delegate} (được ủy quyền)"
    if session.post:
        return duty.post_words(duty.Post(session.post))["vi"]
    return "cán bộ tiếp công dân"


def _present(visit: Visit) -> list[Block]:
    people = list(visit.present.all())
    if not people:
        return []
    rows = [("STT", "Họ và tên", "Địa chỉ", "Đại diện")]
    rows += [
        (str(p.position), p.name, p.address, "x" if p.represents else "")
        for p in people
    ]
    return [Table(tuple(rows), (12, 60, 70, 22))]


def _result(visit: Visit) -> str:
    told = [f"{_OUTCOMES[Outcome(visit.outcome)]}."]
    if visit.answer:
        told.append(visit.answer)
    if visit.guided_to:
        told.append(f"Hướng dẫn đến: {visit.guided_to} {visit.guide_document}".strip())
    if visit.forwarded_to:
        document = f"{visit.forwarded_to} {visit.forward_document}".strip()
        told.append(f"Chuyển đến: {document}")
    return " ".join(told)
