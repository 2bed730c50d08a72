"""Who issued a document: as the text says, else as its number tells."""

import re
from typing import Final

_CAPITAL = r"[A-ZĐÂÊÔƠƯÁÀẢÃẠĂẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ]"
_NAME = rf"(?:\s+{_CAPITAL}\w*)"
# "Bộ Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch": one small word follows
# each capital at most, and the parts are joined by "và", a comma or a dash.
_FIELD = rf"(?:{_NAME}{{1,2}}(?:\s+(?!và\b|về\b|ban\b|ngày\b|đã\b|là\b)[a-zđ]\w*)?)"
_FIELDS = rf"(?:{_FIELD}(?:(?:\s+và|,|\s+-){_FIELD}){{0,3}})"
_PLACE = rf"(?:\s+(?:tỉnh|thành\s+phố|TP\.?|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu|cấp\s+\w+){_NAME}{{0,5}})"
_COMMITTEE = r"(?:[UỦ]ỷ?y?\s*ban\s+nhân\s+dân|UBND)"
_COUNCIL = r"(?:Hội\s+đồng\s+nhân\s+dân|HĐND)"
_PARTY = r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng)\s+[uủ][ỷy]"

ISSUER: Final = re.compile(
    rf"""
    (?: Chủ\s+tịch\s+(?:nước|Quốc\s+hội)
      | (?:Chủ\s+tịch\s+|Phó\s+Chủ\s+tịch\s+)?{_COMMITTEE}(?:{_PLACE}){{0,3}}
      | (?:Thường\s+trực\s+|Chủ\s+tịch\s+)?{_COUNCIL}(?:{_PLACE}){{0,3}}
      | (?:[UỦ][ỷy]\s*ban\s+Thường\s+vụ|UBTV)\s*(?:Quốc\s+hội|QH)
      | Quốc\s+hội | Thủ\s+tướng(?:\s+Chính\s+phủ)? | Thanh\s+tra\s+Chính\s+phủ
      | Văn\s+phòng\s+(?:Chính\s+phủ|Quốc\s+hội|Trung\s+ương(?:\s+Đảng)?) | Chính\s+phủ
      | Bộ\s+Chính\s+trị
      | Ban\s+(?:Bí\s+thư|Chấp\s+hành)(?:\s+Trung\s+ương)?(?:\s+Đảng)?
      | (?:Ban\s+(?:Thường\s+vụ|Chấp\s+hành(?:\s+Đảng\s+bộ)?)\s+)?{_PARTY}(?:{_PLACE}|{_NAME}{{1,4}})?
      | (?:Bộ\s+trưởng\s+)?Bộ{_FIELDS} | (?:Giám\s+đốc\s+)?Sở{_FIELDS}
      | Tổng\s+cục{_FIELD} | Ban\s+Dân\s+vận(?:\s+{_PARTY}|\s+Trung\s+ương)?
      | Công\s+an{_PLACE} | Trung\s+ương\s+Đảng
    )
    """,
    re.VERBOSE,
)
_OF = re.compile(
    r"\s*,?\s*(?:của|do)\s+(?:Hội\s+nghị\s+[^,;.]{0,30}?\s)?", re.IGNORECASE
)
_ISSUES = re.compile(
    r"[^.;\n]{0,80}?\b(?:ban\s+hành|ký|có|xây\s+dựng)\s+(?:các\s+)?", re.IGNORECASE
)

_BY_CODE: Final = {
    "TTg": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "TTCP": "Thanh tra Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "CTN": "Chủ tịch nước",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BYT": "Bộ Y tế",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "TCHQ": "Tổng cục Hải quan",
}


def issuer_after(text: str, start: int, end: int) -> str | None:
    """Read "… của ISSUER" that follows a number or its date."""
    of = _OF.match(text, start, end)
    found = ISSUER.match(text, of.end(), end) if of else None
    return " ".join(found[0].split()) if found else None


def issuer_before(text: str, start: int, end: int) -> str | None:
    """Read the subject of "ISSUER … ban hành" that leads up to ``end``."""
    for found in reversed(list(ISSUER.finditer(text, start, end))):
        if _ISSUES.fullmatch(text, found.end(), end):
            return " ".join(found[0].split())
    return None


def issuer_of_number(number: str) -> str | None:
    """Tell the issuer by the number where only one body signs so.

    >>> issuer_of_number("16/CT-TTg"), issuer_of_number("10/2022/QH15")
    ('Thủ tướng Chính phủ', 'Quốc hội')
    """
    last = re.split(r"[/\-–\u2011]", number)[-1]
    if re.fullmatch(r"QH\d+", last):
        return "Quốc hội"
    if re.fullmatch(r"UBTVQH\d+", last):
        return "Ủy ban Thường vụ Quốc hội"
    return _BY_CODE.get(last)
