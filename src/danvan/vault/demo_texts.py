"""What the made-up sealed cases of the demonstration say."""

from collections.abc import Mapping, Sequence

OFFICES = ("Thanh tra thành phố", "Công an thành phố", "Văn phòng Ủy ban nhân dân")
# The decision by which both units take sealed letters online, if the site does.
DECISION, SIGNER = "01/QĐ-MẪU", "Chủ tịch Ủy ban nhân dân (mẫu)"
# Places in STORIES: what became of each.
RECEIVED, IN_HAND, PASSED_ON, CLOSED = range(4)

STORIES: Sequence[Mapping[str, str]] = (
    {
        "what": "Ví dụ: khoản thu ngoài quy định khi làm thủ tục đất đai.",
        "when_where": "Ví dụ: quý III, tại bộ phận tiếp nhận hồ sơ.",
        "evidence": "Ví dụ: hai biên nhận viết tay.",
        "request": "Ví dụ: xác minh và trả lại khoản thu.",
        "accused": "Người bị tố cáo mẫu 1",
        "accused_units": "",
    },
    {
        "what": "Ví dụ: kê khống khối lượng của một công trình hè phố.",
        "when_where": "Ví dụ: từ tháng 3 đến tháng 6.",
        "evidence": "Ví dụ: ảnh chụp hiện trường.",
        "request": "Ví dụ: kiểm tra hồ sơ quyết toán.",
        "accused": "Người bị tố cáo mẫu 2",
        "accused_units": "",
    },
    {
        "what": "Ví dụ: người không đủ điều kiện được đưa vào danh sách hỗ trợ.",
        "when_where": "Ví dụ: đợt xét tháng 9.",
        "evidence": "Ví dụ: bản sao danh sách đã niêm yết.",
        "request": "Ví dụ: rà soát lại danh sách.",
        "accused": "Người bị tố cáo mẫu 3",
        "accused_units": "",
    },
    {
        "what": "Ví dụ: cán bộ vắng mặt nhiều buổi trong giờ tiếp công dân.",
        "when_where": "Ví dụ: các buổi sáng trong tháng 8.",
        "evidence": "Ví dụ: lịch tiếp công dân và sổ theo dõi.",
        "request": "Ví dụ: chấn chỉnh việc tiếp công dân.",
        "accused": "Người bị tố cáo mẫu 4",
        "accused_units": "",
    },
)
EXTRACT = (
    "Ví dụ, bản trích: có phản ánh về danh sách hỗ trợ đợt tháng 9; đề nghị rà soát."
)


def person(number: int) -> Mapping[str, str]:
    """Return a person who does not exist; the first and the last case name the same."""
    same = number % (len(STORIES) - 1)
    return {
        "name": f"Người tố cáo mẫu {same + 1}",
        "address": "Ví dụ: địa chỉ không có thật",
        "phone": f"000000000{same}",
        "id_number": f"00000000000{same}",
        "keep_secret": "yes",  # a wish, no secret # nosec B105
    }
