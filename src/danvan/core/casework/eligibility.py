"""Why a letter cannot be handled: the reasons the law knows, all told at once.

Circular 07/2014/TT-TTCP, article 6.2 and article 28, whose structure Circular
05/2021/TT-TTCP keeps.
"""

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """One condition that a letter does not meet."""

    NOT_VIETNAMESE = "not_vietnamese"
    NO_DATE = "no_date"
    NO_NAME = "no_name"
    NO_ADDRESS = "no_address"
    NO_SIGNATURE = "no_signature"
    FALSE_NAME = "false_name"
    UNCLEAR = "unclear"
    SENT_TO_MANY = "sent_to_many"
    ALREADY_GUIDED = "already_guided"
    DUPLICATE = "duplicate"
    TOO_LATE = "too_late"
    FINAL_DECISION = "final_decision"
    COPY_ONLY = "copy_only"
    ILLEGIBLE = "illegible"


LABELS: Mapping[Reason, Mapping[str, str]] = {
    reason: {"vi": vi, "en": en}
    for reason, (vi, en) in {
        Reason.NOT_VIETNAMESE: (
            "Không viết bằng tiếng Việt",
            "Not written in Vietnamese",
        ),
        Reason.NO_DATE: ("Không ghi ngày, tháng, năm", "No date"),
        Reason.NO_NAME: ("Không ghi họ tên", "No name"),
        Reason.NO_ADDRESS: ("Không rõ địa chỉ", "No clear address"),
        Reason.NO_SIGNATURE: ("Không ký tên hoặc điểm chỉ", "Not signed"),
        Reason.FALSE_NAME: ("Mạo danh người khác", "In somebody else's name"),
        Reason.UNCLEAR: ("Nội dung không rõ ràng", "Unclear content"),
        Reason.SENT_TO_MANY: (
            "Đã gửi nhiều nơi, trong đó có nơi có thẩm quyền",
            "Sent to many bodies, the competent one among them",
        ),
        Reason.ALREADY_GUIDED: (
            "Đã được hướng dẫn một lần về cùng nội dung",
            "Already guided once about the same matter",
        ),
        Reason.DUPLICATE: (
            "Trùng với đơn đã nhận",
            "Same as a letter already received",
        ),
        Reason.TOO_LATE: ("Đã hết thời hiệu", "Past the time limit"),
        Reason.FINAL_DECISION: (
            "Đã có quyết định có hiệu lực, không có tình tiết mới",
            "Finally decided, no new facts",
        ),
        Reason.COPY_ONLY: ("Chỉ là bản sao chụp", "A photocopy only"),
        Reason.ILLEGIBLE: ("Rách nát, không đọc được", "Torn or illegible"),
    }.items()
}
