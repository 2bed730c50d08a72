"""The command danvan: check reports before they are signed.

Nothing is imported before it is needed: the command starts, reads and answers within
a fraction of a second.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMATS = ("text", "json", "html", "docx", "sarif")
SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx"})
OK, FAILS, BAD_INPUT = 0, 1, 2

_SAID = {
    "vi": {
        "usage": "Sai cách gọi lệnh: {why}",
        "missing": "{name}: không có tệp hoặc thư mục này.",
        "denied": "{name}: không mở được ({why}).",
        "nothing": "{name}: thư mục không có tệp nào đọc được (TXT, HTML, DOCX, PDF, XLSX).",
        "out": "Hãy cho biết thư mục ghi kết quả bằng --out.",
        "not_word": "{name}: chỉ ghi chú thích được vào tệp DOCX.",
    },
    "en": {
        "usage": "Wrong usage: {why}",
        "missing": "{name}: no such file or folder.",
        "denied": "{name}: cannot be opened ({why}).",
        "nothing": "{name}: the folder holds no file that can be read (TXT, HTML, DOCX, PDF, XLSX).",
        "out": "Say where results go with --out.",
        "not_word": "{name}: comments can only be written into a DOCX file.",
    },
}
