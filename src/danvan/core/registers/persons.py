"""A book holds counts: no field for a person's name, number, address or signature."""

import re
from collections.abc import Mapping
from typing import Any

from danvan.core.registers.tables import BadKind

# A person has no column: by the key, and by the words on the screen.
_KEY = re.compile(
    r"(?:^|_)(?:name|names|fullname|citizen|applicant|beneficiary|offender|signer|"
    r"signatory|phone|email|address|cccd|cmnd|passport|birth|birthday|dob|religion|"
    r"ethnicity|victim|denouncer)(?:_|$)"
)
_WORDS = re.compile(
    r"họ (?:và )?tên|tên (?:người|công dân|cán bộ|chủ hộ)|người (?:ký|bị xử lý)|căn cước|"
    r"cccd|cmnd|số điện thoại|địa chỉ|ngày sinh|năm sinh|dân tộc|tôn giáo|"
    r"\bfull name\b|\bname of (?:the )?(?:person|citizen|officer)",
    re.IGNORECASE,
)


def refuse(key: str, row: Mapping[str, Any]) -> None:
    """Raise BadKind for a field of a person, told by its key, its words or its hint."""
    hint = row.get("hint", {})
    said = [row.get("vi", ""), row.get("en", "")]
    said += hint.values() if isinstance(hint, Mapping) else []
    if _KEY.search(key) or _WORDS.search(" | ".join(map(str, said))):
        raise BadKind(f"field {key}: a book holds counts, never a person")
