"""The one-page template of the decision to take denunciations in sealed.

Official papers are in Vietnamese; the words stay so in either language.
"""

from collections.abc import Sequence

from danvan.orgs.models import Unit
from danvan.vault.decision import Channel
from danvan.writers.paper import (
    BLANK,
    Block,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
)

_WAYS = {
    Channel.ONLINE: "trên trang tiếp nhận trực tuyến",
    Channel.COUNTER: "tại quầy tiếp công dân",
}
_GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Luật Tố cáo số 25/2018/QH14 (Điều 8, Điều 22, Điều 23, Điều 56);",
    "Căn cứ quy định của pháp luật về bảo vệ bí mật nhà nước và về dữ liệu cá nhân;",
    f"Theo đề nghị của {BLANK}",
)


def template(unit: Unit, channel: str, holders: Sequence[str]) -> Paper:
    """Return the decision with the unit's present key holders (their posts) named.

    Number, date and signer are left open for the office.
    """
    way, name = _WAYS[Channel(channel)], unit.office_name
    named = "; ".join(holders) or BLANK
    blocks: list[Block] = [Paragraph(ground) for ground in _GROUNDS]
    blocks += [
        Heading("QUYẾT ĐỊNH:"),
        Paragraph(
            f"Kể từ ngày {BLANK}, {name} tiếp nhận đơn tố cáo {way} dưới dạng niêm "
            "phong điện tử. Họ tên, địa chỉ, bút tích và bản gốc của người tố cáo được "
            "tách riêng và chỉ mở khi có căn cứ, có lý do ghi rõ và có người thứ hai.",
            "Điều 1. ",
        ),
        Paragraph(
            f"Những người giữ khóa: {named}. Người giữ khóa tự bảo quản cụm mật khẩu, "
            "không giao cho người khác; khi thôi giữ khóa thì quyền mở chấm dứt ngay.",
            "Điều 2. ",
        ),
        Paragraph(
            f"Đơn tố cáo chính {name} hoặc người đang làm việc tại đây thì không tiếp "
            "nhận tại đơn vị mà được chuyển cho cơ quan cấp trên.",
            "Điều 3. ",
        ),
        Paragraph(
            "Khi quyết định này hết hiệu lực, đơn đã niêm phong vẫn được giữ niêm "
            "phong; đơn mới được ghi vào sổ giấy hoặc được hướng dẫn theo quy định.",
            "Điều 4. ",
        ),
        Paragraph(
            f"Quyết định có hiệu lực từ ngày ký. {BLANK} và những người giữ khóa chịu "
            "trách nhiệm thi hành.",
            "Điều 5. ",
        ),
    ]
    return Paper(
        letterhead=Letterhead(
            unit.parent.office_name if unit.parent else "", name, unit.name
        ),
        kind="Quyết định",
        subject=f"Về việc tiếp nhận đơn tố cáo niêm phong {way}",
        symbol="QĐ-UBND",
        blocks=tuple(blocks),
        signature=Signature(),
        recipients=("Như Điều 5;", "Lưu: VT."),
    )
