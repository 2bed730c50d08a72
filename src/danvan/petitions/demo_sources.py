"""Made-up letters from each source, one of them signed by seven people."""

import datetime

from danvan.core.casework.workflow import Kind
from danvan.petitions.models import Channel, Forwarder
from danvan.petitions.services import Letter
from danvan.petitions.signatories import Signed

_F, _K = Kind.FEEDBACK, Kind.COMPLAINT
GROUP = (
    Signed("Người dân mẫu Thứ Nhất", "[Mẫu] Khu vực 2", represents=True),
    *(
        Signed(f"Người dân mẫu Thứ {place}", "[Mẫu] Khu vực 2")
        for place in ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
    ),
)


def letters(day: datetime.date) -> list[Letter]:
    """Return them as they came on that day."""
    before = day - datetime.timedelta(days=3)
    noted = [
        Letter(
            _F,
            channel,
            what=f"[Mẫu] {what}",
            request="Đề nghị kiểm tra và trả lời.",
            name=f"Người dân mẫu {place}",
            phone=f"0900 000 1{place:02}",
        )
        for place, (channel, what) in enumerate(
            (
                (Channel.PHONE, "Gọi điện báo nắp hố ga trước chợ bị mất."),
                (Channel.ZALO, "Nhắn Zalo báo cây ngã chắn đường ven kênh."),
                (Channel.EMAIL, "Gửi thư điện tử hỏi lịch cắt điện sửa chữa."),
                (Channel.MAILBOX, "Hỏi qua hộp thư truyền hình về giá nước sạch."),
                (Channel.DIALOGUE, "Nêu tại đối thoại việc thiếu chỗ gửi trẻ."),
            ),
            start=1,
        )
    ]
    return [
        *noted,
        Letter(
            _K,
            Channel.FORWARDED,
            what="[Mẫu] Không đồng ý mức hỗ trợ di dời khi mở rộng tuyến đường.",
            request="Đề nghị xem xét lại mức hỗ trợ.",
            decision="Quyết định số 00/QĐ-UBND (mẫu)",
            name="Người dân mẫu 6",
            address="[Mẫu] Khu vực 4",
            forwarder=Forwarder.DEPUTY,
            forwarded_by="Đoàn đại biểu Quốc hội (mẫu)",
            forward_letter="00/ĐĐBQH",
            forward_date=before,
            written_on=before - datetime.timedelta(days=7),
            originals=True,
        ),
        Letter(
            _F,
            Channel.LEADER,
            what="[Mẫu] Lãnh đạo chuyển ý kiến về bãi giữ xe tự phát gần trường học.",
            name="Người dân mẫu 7",
            forwarder=Forwarder.BODY,
            forwarded_by="Chủ tịch UBND (mẫu)",
        ),
        Letter(
            _F,
            Channel.POST,
            what="[Mẫu] Bảy hộ cùng hẻm đề nghị lắp đèn chiếu sáng và nạo vét cống.",
            request="Đề nghị khảo sát và cho biết thời gian làm.",
            name=GROUP[0].name,
            address=GROUP[0].address,
            people=len(GROUP),
            written_on=before,
        ),
    ]
