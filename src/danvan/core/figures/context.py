"""Tell by its neighbours what a number is not: a rank, a name, a period, a scale.

A figure measures or counts. The words before a number name it (thứ 5, quốc lộ 1, lớp 9)
or date it (tháng 12); the words after it make it a period (6 tháng đầu năm).
"""

import re

# The word before makes the number a name or an ordinal, whatever follows.
_NAMES_WORDS = """
    thứ tháng lớp điều khoản mục chương lộ mùng mồng hotline thoại đt fax zalo tel đài iso tcvn qcvn trang bn
    hạng phiên khóa vn km sn ngõ ngách hẻm kiệt thửa phòng tầng cứ
    """
_NAMES = frozenset(_NAMES_WORDS.split())
# The word before makes a small bare number a name, unless a unit says otherwise.
_MAYBE_WORDS = """
    loại nhóm kỳ đợt vòng bước tuyến lần cấp bậc vùng đoạn khối tập phần lục biểu mẫu bảng hình quý ngày tổ
    thôn ấp khóm phố vực chí xóm bản đội số đường cầu tuổi án trình quyết thị định tư luận điện dự phương hệ
    áp công_điện hồi hàng gói hợp_phần cột dòng câu bài dốc đạo phường quận viện cảng nhà khu ga mức đề
    """
_MAYBE = frozenset(_MAYBE_WORDS.split())
# Short for things counted, so a number after them counts: KN 76, TC 143.
_SHORT_FORMS = frozenset(
    {"kn", "tc", "kntc", "knpa", "pa", "pakn", "xk", "nk", "cb", "hs"}
)
_COUNTING_NUMBER = frozenset({"tổng", "trong", "con", "trên", "một", "với", "là", "có"})
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
_LAST_WORDS = re.compile(r"(\w+)?[ ](\w+)[ ]?[:.]?[ ]?$|^()(\w+)[ ]?[:.]?[ ]?$")

_PERIOD = re.compile(
    r"[ ]{1,2}(?:tháng|năm|quý|tuần|ngày(?! công| làm việc)|giờ(?! làm)|phút)\b"
    r"(?P<rest>[ ]?(?:đầu|cuối|qua|gần|nay|tiếp|tới|trước|sau|liền|liên|/|năm|tháng|của|thực|thành|giai|đó|vừa|20\d\d|-|–|,|\.|;|:|\)|“|$))?"
)
_SPAN_OF_TIME = re.compile(
    r"(?:giảm|hơn|vượt|từ|rút ngắn|thời hạn|thời gian|trễ|chậm|quá hạn|trước hạn|sớm|tù|kéo dài|còn|xuống|bình quân là|tối đa|không quá)[^.;,()]{0,25}$"
)
_NO_THINGS = re.compile(
    r"[ ](?:cấp(?! ủy| phát| giấy)|bên|không|tại chỗ|trong 1|chiều|mặt|chân|sao|cùng|rõ|sạch|chỗ|g|độ(?! c\b)|nhà|khâu|có|đúng)\b"
)
_THINGS_ANYWAY = re.compile(r"[ ]nhà (?:ở|tình|đại|tạm|văn)")
_SCALE_BEFORE = re.compile(r"tỷ lệ[ ]+(?:1/[\d.]+[,; ]+(?:và )?)*$")
_DENOMINATOR = re.compile(
    r"[^\W\d]/$|(?:bình quân|tỷ suất|tỷ lệ|số)[^.;()]{0,40} trên $|mỗi $"
)
_PER = re.compile(r"10{2,6}|10{0,2}(?:\.000){1,2}|1")
_PEOPLE = re.compile(
    r"[ ](?:triệu )?(?:dân|người|trẻ|bé|nam|nữ|lao động|phụ nữ|hộ|ca)\b"
)
_LIST_MARK = re.compile(r"(?:^|\n)[ ]*(?:[-+•*#>|]+[ ]*)*(?:\*\*)?(?:\d{1,3}\.){0,3}$")
_AFTER_MARK = re.compile(r"(?:\.\d{1,2})*[.)/](?!\d)|[.]?[ ]*\*\*")
_ENUMERATOR = re.compile(r"\)[ ]*[^\W\d_]")
_ID_LIST = re.compile(r"\((?:\d{1,3}[;,][ ]?){1,12}\d{1,3}\)")
_INDUSTRY = re.compile(r"(?:nghiệp|nghệ|đại|phủ|mạng) $")
_DATE_BEFORE = frozenset(
    [
        "ngày",
        "sáng",
        "chiều",
        "tối",
        "trưa",
        "đêm",
        "hôm",
        "mùng",
        "từ",
        "đến",
        "tới",
        "hết",
        "trước",
        "sau",
        "dịp",
        "lễ",
        "lúc",
    ]
)
_ROAD = re.compile(r"(?<!\w)[A-ZĐ]{2}\.$")  # ĐT.636
# The raised 2 of m², fallen to the next line.
_RAISED = re.compile(r"\d[ ]?(?:m|km|dm|cm)[ ]?\n?[ ]?$")
_DAY_WORDS = frozenset(
    {"ngày", "tháng", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "năm"}
)
_COUNTER = re.compile(
    r"(?:^|\n)[^\n]{0,8}(?:đang online|đang truy cập|hôm nay|hôm qua|trong tuần|trong tháng|tất cả|lượt xem|"
    r"lượt truy cập|tổng truy cập|tổng lượt truy cập|số lượt truy cập|bình luận|trang)[^\n\d]{0,6}$"
)


def not_a_figure(text: str, lower: str, start: int, end: int, *, unit: bool) -> bool:
    """Say whether the neighbours of the number at ``start`` make it no figure.

    ``unit`` tells whether a known unit, a scale word or a % follows it.
    """
    before = lower[max(0, start - 60) : start]
    printed = lower[start:end]
    bare = printed.isdigit()
    return (
        _glued(text, start, end, unit=unit)
        or (printed in {"2", "3"} and bool(_RAISED.search(before)))
        or _named(text, before, printed, start, unit=unit, bare=bare)
        or (printed.replace(".", "").isdigit() and _listed(text, lower, start, end))
        or _period(before, lower, end, printed)
        or _of_people(before, lower, end, printed, unit=unit)
        or bool(_COUNTER.search(before))
        or (
            bare
            and _NO_THINGS.match(lower, end) is not None
            and not _THINGS_ANYWAY.match(lower, end)
        )
    )


def _glued(text: str, start: int, end: int, *, unit: bool) -> bool:
    """A number that touches letters is a code (A1, 30a, COVID-19), or lost a space."""
    left = text[start - 1 : start]
    if left.isalpha() or left == "_":
        word = re.search(r"[^\W\d_]+$", text[max(0, start - 12) : start])
        return not (word and word[0].islower() and len(word[0]) >= 3)
    if left and left in "-–+" and text[start - 2 : start - 1].isalpha():
        return True
    if left == "." and not unit and _ROAD.search(text, max(0, start - 4), start):
        return True
    return not unit and text[end : end + 1].isalpha()


def _named(
    text: str, before: str, printed: str, start: int, *, unit: bool, bare: bool
) -> bool:
    words = before.split()
    if not words or not before.endswith((" ", ":", ".", "\n", "/")):
        return False
    last = words[-1].strip(':.*“"(')
    previous = words[-2] if len(words) > 1 else ""
    if last == "độ" and previous in {"mức", "cấp"}:
        return True
    if last == "số":
        return previous.strip("(,;:“") not in _COUNTING_NUMBER and not unit
    if bare and _YEARLIKE.fullmatch(printed):
        return last in {"năm", "học", "nhiệm", "đoạn", "kỳ", "nhìn", "khóa"} or not unit
    if last == "tháng" and ((unit and previous in {"mỗi", "hàng", "một"}) or not bare):
        return False
    if last in _NAMES and not words[-1].endswith((".", "(")):
        return not (unit and (previous == "mỗi" or not bare))
    if (
        last in _MAYBE
        and not unit
        and printed.replace(".", "").isdigit()
        and "." in printed[:3]
    ):
        return True
    if not bare:
        return (printed in {"4.0", "5.0"} and bool(_INDUSTRY.search(before))) or (
            not unit
            and text[start - 2 : start - 1].isupper()
            and last.isalpha()
            and text[start - 3 : start].isupper()
        )
    if last in _MAYBE and len(printed) < 3 and not words[-1].endswith(":"):
        return not unit or (
            last in {"ngày", "quý"}
            and len(printed) < 3
            and previous not in {"mỗi", "trong", "một"}
        )
    if last in _MAYBE and len(printed) >= 3 and not words[-1].endswith(":"):
        return not unit
    if last in _SHORT_FORMS:
        return False
    # A capital word before a bare number that counts nothing is a name: Vân Canh 2.
    begin = start - 1 - len(words[-1])
    return (
        not unit
        and before.endswith(" ")
        and words[-1].isalnum()
        and text[begin : begin + 1].isupper()
        and not _starts_sentence(text, begin)
    )


def _starts_sentence(text: str, begin: int) -> bool:
    return text[max(0, begin - 2) : begin].strip(" ") in {
        "",
        ".",
        "\n",
        ":",
        ";",
        "-",
        "+",
    }


def _listed(text: str, lower: str, start: int, end: int) -> bool:
    """Numbers that number: at the head of a line, (1) in a sentence, (12;16;18)."""
    head = lower[max(0, start - 24) : start]
    if _LIST_MARK.search(head) and _AFTER_MARK.match(lower, end) and end - start <= 6:
        return True
    opening = lower.rfind("(", max(0, start - 60), start)
    if opening < 0:
        return False
    if opening == start - 1 and _ENUMERATOR.match(lower, end):
        name = text[max(0, start - 24) : opening].split()
        return not (name and name[-1][0].isupper())
    return bool(_ID_LIST.match(lower, opening))


def _period(before: str, lower: str, end: int, printed: str) -> bool:
    period = _PERIOD.match(lower, end)
    if not period:
        return False
    if period["rest"] and period["rest"].strip() in {
        "đầu",
        "cuối",
        "qua",
        "gần",
        "nay",
        "tiếp",
        "liền",
        "liên",
        "năm",
        "tháng",
        "giai",
        "vừa",
        "/",
    }:
        return not (
            period["rest"].strip() == "/"
            and lower[period.end() : period.end() + 1].isalpha()
        )
    return not _SPAN_OF_TIME.search(before)


def _of_people(before: str, lower: str, end: int, printed: str, *, unit: bool) -> bool:
    """The 10.000 of "bác sĩ/10.000 dân" says per how many."""
    if before.endswith("cứ "):
        return True
    if before[-1:] == "/" and before[-2:-1].isalpha():  # 866 lượt/964 lượt người counts
        return not unit or bool(_PER.fullmatch(printed))
    return bool(
        _PER.fullmatch(printed)
        and _PEOPLE.match(lower, end)
        and _DENOMINATOR.search(before)
    )


# thắng 3-1: the score of a match.
_BEFORE_RANGES = _NAMES | _MAYBE | _DAY_WORDS | {"thắng", "thua", "hòa"}


def names_range(before: str, *, unit: bool) -> bool:
    """Say whether the word before a range names it: ngày 27-9, lớp 6-9, tháng 7-8."""
    words = before.split()
    if unit and "mỗi" in words[-2:]:
        return False
    return bool(words) and words[-1].strip(":(“") in _BEFORE_RANGES


def is_rank(before: str) -> bool:
    """Say whether a pair after ``before`` is a rank: thứ 34/63."""
    return before.rstrip().endswith(
        ("thứ", "hạng", "vị trí", "số", "lần thứ", "nhà", "ngõ")
    )


def is_map_scale(before: str) -> bool:
    """Say whether a pair after ``before`` is the scale of a map: tỷ lệ 1/500."""
    return bool(_SCALE_BEFORE.search(before))


def is_day(before: str) -> bool:
    """Say whether the word before a pair makes it a day of a month: chiều 22/4."""
    words = before.split()
    return bool(words) and words[-1].strip("(,") in _DATE_BEFORE
