"""The words of made-up petitions. Every one begins with "[Mẫu]"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan.core.casework.workflow import Kind, Step
from danvan.petitions.models import Field


@dataclass(frozen=True, slots=True)
class Matter:
    """One made-up matter, of which many made-up people write."""

    field: Field
    what: str
    request: str
    decision: str = ""


_F = Field
MATTERS: Mapping[Kind, tuple[Matter, ...]] = {
    Kind.FEEDBACK: (
        Matter(
            _F.BUILDING,
            "[Mẫu] Đoạn cống thoát nước trước hẻm 12 bị nghẹt từ đầu tháng, mưa lớn là"
            " nước tràn vào nhà dân.",
            "Đề nghị nạo vét cống và cho biết thời gian thực hiện.",
        ),
        Matter(
            _F.BUILDING,
            "[Mẫu] Đèn đường trên tuyến liên ấp hỏng nhiều bóng, buổi tối đi lại khó.",
            "Đề nghị sửa đèn chiếu sáng.",
        ),
        Matter(
            _F.ENVIRONMENT,
            "[Mẫu] Điểm tập kết rác gần chợ để quá hai ngày mới thu gom, mùi hôi nhiều.",
            "Đề nghị thu gom rác hằng ngày.",
        ),
        Matter(
            _F.ENVIRONMENT,
            "[Mẫu] Cơ sở sơ chế cá xả nước ra rạch vào ban đêm, nước rạch đổi màu.",
            "Đề nghị kiểm tra và báo kết quả cho người dân.",
        ),
        Matter(
            _F.ORDER,
            "[Mẫu] Quán ăn mở loa lớn sau 22 giờ, trẻ nhỏ và người già không ngủ được.",
            "Đề nghị nhắc nhở, xử lý tiếng ồn.",
        ),
        Matter(
            _F.SOCIAL,
            "[Mẫu] Hộ mới thoát nghèo chưa được hướng dẫn về thẻ bảo hiểm y tế năm nay.",
            "Đề nghị hướng dẫn thủ tục và mức hỗ trợ.",
        ),
        Matter(
            _F.CIVIL_STATUS,
            "[Mẫu] Đi làm lại giấy khai sinh ba lần, mỗi lần được báo thiếu một giấy khác.",
            "Đề nghị thông báo đủ giấy tờ trong một lần.",
        ),
        Matter(
            _F.CONDUCT,
            "[Mẫu] Chờ ở bộ phận một cửa hơn một giờ nhưng không có người giải thích.",
            "Đề nghị bố trí người hướng dẫn.",
        ),
        Matter(
            _F.EDUCATION,
            "[Mẫu] Cổng trường mẫu giáo sát đường lớn, giờ tan trường thường ùn ứ.",
            "Đề nghị kẻ vạch và bố trí người điều tiết.",
        ),
        Matter(
            _F.HEALTH,
            "[Mẫu] Trạm y tế nghỉ tiêm chủng nhưng không báo trước, người dân đi lại nhiều.",
            "Đề nghị công bố lịch tiêm trên nhóm của khu phố.",
        ),
    ),
    Kind.COMPLAINT: (
        Matter(
            _F.LAND,
            "[Mẫu] Không đồng ý với diện tích được tính bồi thường khi thu hồi đất làm"
            " đường; diện tích đo thực tế lớn hơn.",
            "Đề nghị đo lại và tính lại tiền bồi thường.",
            "Quyết định thu hồi đất (mẫu)",
        ),
        Matter(
            _F.LAND,
            "[Mẫu] Hồ sơ cấp giấy chứng nhận quyền sử dụng đất bị trả lại mà không nêu rõ"
            " lý do.",
            "Đề nghị xem xét lại việc trả hồ sơ.",
            "Văn bản trả hồ sơ (mẫu)",
        ),
        Matter(
            _F.BUILDING,
            "[Mẫu] Bị xử phạt về xây dựng khi mái che đã có trước ngày lập biên bản.",
            "Đề nghị hủy quyết định xử phạt.",
            "Quyết định xử phạt (mẫu)",
        ),
        Matter(
            _F.SOCIAL,
            "[Mẫu] Bị dừng trợ cấp bảo trợ xã hội hằng tháng mà không có thông báo trước.",
            "Đề nghị khôi phục trợ cấp và truy lĩnh.",
            "Quyết định dừng trợ cấp (mẫu)",
        ),
    ),
}

_ANSWER = (
    "[Mẫu] Sau khi kiểm tra thực tế, cơ quan đã giao bộ phận chuyên môn khắc phục và"
    " sẽ báo lại khi hoàn thành. Cảm ơn ông/bà đã phản ánh."
)
DECISION = (
    "[Mẫu] Quyết định giải quyết khiếu nại: khiếu nại đúng một phần; nội dung đúng được xem xét"
    " giải quyết lại. Không đồng ý thì có quyền khiếu nại lần hai hoặc khởi"
    " kiện vụ án hành chính."
)
WORDS: Mapping[Step, Mapping[str, Any]] = {
    Step.ANSWER: {"reply": _ANSWER},
    Step.GUIDE: {
        "reply": "[Mẫu] Việc này do cơ quan khác giải quyết; đề nghị ông/bà gửi đơn đến"
        " đúng nơi có thẩm quyền."
    },
    Step.TRANSFER: {
        "to_name": "Cơ quan mẫu có thẩm quyền",
        "reply": "[Mẫu] Đơn đã được chuyển đến cơ quan có thẩm quyền.",
    },
    Step.FILE: {
        "reply": "[Mẫu] Đơn chưa đủ điều kiện xử lý vì các lý do nêu kèm; ông/bà có thể"
        " bổ sung và gửi lại."
    },
    Step.CONCLUDE: {
        "text": "[Mẫu] Đã xác minh tại chỗ, lập biên bản.",
        "agreed": True,
    },
    Step.WITHDRAW: {"note": "[Mẫu] Người gửi xin rút đơn."},
    Step.DETERMINE: {"criteria": ["a", "b", "c"], "document": "07/XĐ-UBND"},
    Step.VERIFY: {"note": "[Mẫu] Đã đo đạc và làm việc với các bên."},
    Step.INVITE: {"place": "Trụ sở tiếp công dân (mẫu)", "letter": "31/GM-UBND"},
    Step.DIALOGUE: {
        "present": "[Mẫu] Chủ tịch Ủy ban nhân dân; người khiếu nại; tổ xác minh.",
        "minutes": "[Mẫu] Các bên trình bày và thống nhất đo đạc lại.",
    },
    Step.SUSPEND: {"ground": "force_majeure", "document": "42/QĐ-UBND"},
    Step.EXECUTE: {"note": "[Mẫu] Giao bộ phận chuyên môn thực hiện."},
    Step.ASK_REOPEN: {"note": "[Mẫu] Người gửi cho biết việc chưa xong."},
}
RESULTS: Mapping[Kind, Mapping[str, str]] = {
    Kind.FEEDBACK: {"result": "settled"},
    Kind.COMPLAINT: {"result": "partly"},
}
REASONS = ["no_date", "no_signature", "unclear", "sent_to_many", "duplicate"]


def field_of(what: str) -> str:
    """Return the field of a made-up matter by its words."""
    for matters in MATTERS.values():
        for matter in matters:
            if matter.what == what:
                return matter.field
    return ""


def person(number: int) -> tuple[str, str]:
    """Return the name and address of somebody who does not exist.

    >>> person(17)
    ('Người dân mẫu 017', 'Khu phố mẫu 9')
    """
    return f"Người dân mẫu {number:03d}", f"Khu phố mẫu {number % 9 + 1}"


def place(number: int) -> str:
    """Return a place that is on no map."""
    return f"Khu phố mẫu {number}"
