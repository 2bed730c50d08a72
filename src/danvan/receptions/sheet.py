"""The reception book as a sheet: form 03/TCD of Decree 154/2026/NĐ-CP, twelve columns.

Official sheets are in Vietnamese. What is written here can be read back by
`importing`; rows kept apart hold their number and "Kín" alone.
"""

from collections.abc import Iterable

from danvan.core.casework.workflow import Kind as Content
from danvan.receptions.visits import Competence, Visit
from danvan.writers import xlsx
from danvan.writers.xlsx import Head

MOST = 5_000  # rows of one file
COLUMNS = (
    "STT",
    "Ngày tiếp",
    "Họ tên, địa chỉ",
    "Số CCCD/hộ chiếu",
    "Tóm tắt nội dung",
    "Phân loại",
    "Số công dân có cùng nội dung",
    "Cơ quan đã giải quyết hết thẩm quyền",
    "Thuộc thẩm quyền",
    "Hướng dẫn (cơ quan; số văn bản)",
    "Chuyển đơn (cơ quan; số văn bản)",
    "Theo dõi kết quả giải quyết",
)
CONTENTS = {Content.COMPLAINT: "KN", Content.FEEDBACK: "KNPA"}
SEALED = "Kín"


def cells(visit: Visit) -> tuple[str, ...]:
    """Return the twelve cells of a visit."""
    who = "; ".join(part for part in (visit.name, visit.address) if part)
    return (
        str(visit.number),
        f"{visit.on:%d/%m/%Y}",
        who,
        visit.id_number,
        visit.summary,
        CONTENTS[Content(visit.content)],
        str(visit.people),
        visit.settled_by,
        "x" if visit.competence == Competence.OWN else "",
        _both(visit.guided_to, visit.guide_document),
        _both(visit.forwarded_to, visit.forward_document),
        visit.follow_up,
    )


def write(visits: Iterable[Visit], *, unit: str) -> bytes:
    """Return the book as .xlsx, visits as given; those kept apart have no line."""
    rows = [cells(visit) for visit in visits]
    return xlsx.table(
        name="Mau 03-TCD",
        above=[unit, "SỔ TIẾP CÔNG DÂN", "Mẫu 03/TCD, Nghị định 154/2026/NĐ-CP"],
        heads=[Head(text, 0, n) for n, text in enumerate(COLUMNS)],
        codes=[str(n) for n in range(1, len(COLUMNS) + 1)],
        rows=[(row[0], row[1:]) for row in rows],
    )


def _both(body: str, document: str) -> str:
    return "; ".join(part for part in (body, document) if part)
