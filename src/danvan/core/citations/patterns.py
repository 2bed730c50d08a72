"""The grammar of document numbers, from Decree 30/2020 and the Party's rules.

law          10/2022/QH15 · 116/2025/UBTVQH15
regulation   04/2015/NĐ-CP · 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN
office       162/BC-HĐND · 74/KH-CAT-PV28 · 9086/BNV-CTTN&BĐG (a letter has no kind)
party        114-KL/TW · 13-KH/BDVHU-UBND
old          64-CP · 54 QĐ/TW
short        13/2023 after "Nghị định"
bare         16 after "Chỉ thị số" where a date or an issuer follows
"""

import re
from typing import Final

KINDS: Final = {
    "NQLT": "Nghị quyết liên tịch",
    "TTLT": "Thông tư liên tịch",
    "KHLT": "Kế hoạch liên tịch",
    "CTrLT": "Chương trình liên tịch",
    "HDLT": "Hướng dẫn liên tịch",
    "HDLN": "Hướng dẫn liên ngành",
    "CTPH": "Chương trình phối hợp",
    "CTrPH": "Chương trình phối hợp",
    "KHPH": "Kế hoạch phối hợp",
    "QCPH": "Quy chế phối hợp",
    "CTHĐ": "Chương trình hành động",
    "CTrHĐ": "Chương trình hành động",
    "VBHN": "Văn bản hợp nhất",
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "QC": "Quy chế",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "KL": "Kết luận",
    "KH": "Kế hoạch",
    "BC": "Báo cáo",
    "TTr": "Tờ trình",
    "TB": "Thông báo",
    "TC": "Thông cáo",
    "HD": "Hướng dẫn",
    "TT": "Thông tư",
    "PL": "Pháp lệnh",
    "L": "Luật",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BB": "Biên bản",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "CV": "Công văn",
    "TTri": "Thông tri",
}
"""What the abbreviation in a number stands for."""

_ALSO = ("QD", "ND", "QÐ", "NÐ", "CÐ", "ÐA", "CTHÐ", "HÐ")
"""The same without the stroke, or with the look-alike Icelandic letter."""

WORDS: Final = tuple(
    sorted(
        {
            *(kind for kind in KINDS.values() if kind != "Luật"),
            *("Bộ luật", "Luật", "Hiến pháp", "Lệnh", "Nghị quyết liên tịch"),
            *("Văn bản", "Thư công tác", "Quy trình", "Điều lệ", "Công thư"),
            *("QĐ", "NQ", "NĐ", "TT", "CT", "KL", "KH", "CV", "TTLT", "VB"),
        },
        key=lambda word: (-len(word), word),
    )
)
"""What stands before a number; longest first, so that no kind hides another."""

_UPPER = "A-ZĐÐƯÂÊÔƠĂ"
_LETTER = f"{_UPPER}a-zđ0-9&"
_DASH = r"[-–\u2011]"

# The mark of a note, which Python takes for a letter, ends a word.
_WORD = "[^\\W⁰¹²³⁴⁵⁶⁷⁸⁹]"

# "QĐ-UBND": each part is whole (no "K" of "Kế hoạch" glued on by a lost space), unless
# the space lost is the one before the date: "NĐ-CPngày".
_PART = rf"[{_UPPER}](?:[{_LETTER}]*(?!{_WORD})|[{_UPPER}\d]*(?=ngày|của|về))"
_PARTS = rf"{_PART}(?:[-–\u2011.,]{_PART})*"
_TYPE = "|".join(sorted({*KINDS, *_ALSO}, key=lambda t: (-len(t), t)))
_YEAR = r"(?:19|20)\d\d"

# "UBTVQH" as scanners read it: 76/2025AJBTVQH15.
_ASSEMBLY = r"(?:[A-Z]{0,3}BTVQH|QH)\s?[\dlI]{1,3}(?!\w)"

NUMBER: Final = re.compile(
    rf"""
    (?: (?<![\w/.,\-–\u2011]) | (?<=số) | (?<=Số) )
    (?P<num> \d{{1,5}} (?: \.\d{{1,3}} )? [a-zđ]? )
    (?:
        (?P<law>     [ ]?/[ ]?{_YEAR}[ ]?/?[ ]?{_ASSEMBLY} )
      | (?P<act>     [ ]?/[ ]?{_YEAR}[ ]?[/-][ ]? (?P<act_type>{_TYPE}) [ ]?[-–\u2011/_.][ ]?{_PARTS} )
      | (?P<party>   [ ]?{_DASH}[ ]? (?P<party_type>{_TYPE}) [ ]?/[ ]?{_PARTS} )
      | (?P<spaced>  [ ] (?P<spaced_type>{_TYPE}) /{_PARTS} )
      | (?P<office>  [ ]?/[ ]? (?P<office_type>{_TYPE}) (?: [ ]?{_DASH}[ ]? | / ) {_PARTS} )
      | (?P<letter>  [ ]?/[ ]? (?=[{_UPPER}][{_UPPER}a-z]*[{_UPPER}]) {_PARTS} )
      | (?P<old>     {_DASH}(?:CP|TTg|HĐBT|CT)(?!\w) )
      | (?P<short>   /{_YEAR}(?![\w/]|[.,-]\d) )
      | (?P<bare>    (?=[ ]*,?[ ]*(?:ngày[ ]+\d|của[ ]|\(\d{{1,2}}[/.-]\d)) )
    )
    """,
    re.VERBOSE,
)
"""A document number; the last shapes need a word before them that says so."""

KIND_BEFORE: Final = re.compile(
    rf"(?<!{_WORD})(?:" + "|".join(map(re.escape, WORDS)) + r")(?!\w)", re.IGNORECASE
)

SO: Final = re.compile(r"\s*(?:\bsố\s?:?|:)?\s*", re.IGNORECASE)
"""What may stand between the kind and the number."""

TITLED: Final = re.compile(
    r"(?:bộ luật|luật|pháp lệnh|văn bản|đề án|chương trình|kế hoạch|hướng dẫn|thông báo)"
    r"[^.;:\n()“”\"]{0,90}?\ssố:?\s*",
    re.IGNORECASE,
)
"""Kinds whose title may stand before the number: "Luật thuế XK số 45/2005/QH11"."""

LAW_BEFORE: Final = re.compile(
    r"(?:bộ luật|luật|pháp lệnh)\s+[^.;:\n()“”\"\d]{2,80}\s\Z", re.IGNORECASE
)
"""A law's title with no "số" before its number: "Luật Khiếu nại 02/2011/QH13"."""

FORM_BEFORE: Final = re.compile(
    r"(?<!\w)(?:biểu(?:\s+mẫu)?|mẫu|phụ\s+lục|bảng|mốc(?:\s+giới)?|hồ\s+sơ|lô|thửa|đường|nhà"
    r"|quy\s+chuẩn|tiêu\s+chuẩn|[QT]CVN)(?:\s+số)?\s*:?\s*\Z",
    re.IGNORECASE,
)
"""Things that bear numbers as documents do: "Mẫu số 01/TCD" is a form."""
