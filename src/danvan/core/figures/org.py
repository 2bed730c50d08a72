"""The unit a text speaks of: huyện Tiểu Cần, UBND phường Bến Nghé, Sở Nội vụ."""

import re
from collections.abc import Iterator

from danvan.core.figures.mention import Mention
from danvan.core.text.span import Span

_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = rf"[{_UPPER}][^\W\d_]*(?:[ ]?[-'’][ ]?[{_UPPER}][^\W\d_]*|[ ][{_UPPER}][^\W\d_]*){{0,4}}"
_PLACE = rf"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Đđ]ặc khu)[ ](?:{_NAME}|\d{{1,2}}(?![\d.,/%]| xã| phường))"
_BODY = (
    r"UBND|HĐND|UBMTTQ(?:VN)?|MTTQ|Ủy ban nhân dân|Hội đồng nhân dân|Thanh tra|Công an|Ban [Tt]iếp công dân"
    r"|Văn phòng|Ban Chỉ huy quân sự|Tòa án nhân dân|Viện kiểm sát nhân dân|Đảng bộ|Ban Dân vận"
)
_DEPARTMENT = (
    r"(?:Nội vụ|Tài chính|Tư pháp|Y tế|Xây dựng|Công Thương|Công thương|Ngoại vụ|Du lịch|Nông nghiệp và Môi trường"
    r"|Nông nghiệp và Phát triển nông thôn|Nông nghiệp và PTNT|Tài nguyên và Môi trường|Giáo dục và Đào tạo"
    r"|Khoa học và Công nghệ|Văn hóa, Thể thao và Du lịch|Văn hóa và Thể thao|Giao thông [Vv]ận tải"
    r"|Kế hoạch và Đầu tư|Thông tin và Truyền thông|Lao động[ ]?[-–][ ]?Thương binh và Xã hội"
    r"|Lao động, Thương binh và Xã hội|Dân tộc và Tôn giáo|Công an|Quốc phòng|Ngoại giao)"
)
_PHRASE = re.compile(
    rf"(?:(?<!\w)(?:{_BODY})[ ])?(?<!\w){_PLACE}"
    rf"|(?<!\w)(?:Sở|Bộ|Phòng) {_DEPARTMENT}(?!\w)(?: {_PLACE})?"
    r"|(?<!\w)(?:Thanh tra Chính phủ|Ban Tiếp công dân Trung ương|Tổng cục [A-ZĐ][^\W\d_]+(?: [^\W\d_]+)?|Văn phòng Chính phủ)(?!\w)"
)
# Whom a text is sent to or follows is not whose number it is.
_ADDRESSED = re.compile(r"\b(?:theo|gửi|trình|giáp|đề nghị|kiến nghị|so với)[ ]$")


def find_orgs(text: str) -> Iterator[Mention]:
    """Yield the units of government named in normal ``text``, as printed, in order.

    Whom a text is sent to, follows or borders on (gửi, theo, giáp) is left out.
    """
    for match in _PHRASE.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()].lower()
        if not _ADDRESSED.search(before):
            yield Mention(Span(*match.span()), " ".join(match[0].split()))
