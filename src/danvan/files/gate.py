"""The gate every kept file passes: bytes in, clean bytes or a refusal out.

Pure: no disk, no database, no clock. What each kind of file may not hold is
told in `pdf`, `office_files`, `pictures` and `plain_text`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from danvan.files import office_files, pdf, pictures, plain_text
from danvan.files.verdict import FILE_BYTES, Clean, Refused

Inspector = Callable[[bytes], Clean]

_BY_SUFFIX: Mapping[str, Inspector] = MappingProxyType(
    {
        ".pdf": pdf.inspect,
        ".docx": office_files.inspect_docx,
        ".xlsx": office_files.inspect_xlsx,
        ".txt": plain_text.inspect,
        # A phone or a messenger may name one picture format like another; all
        # are painted anew, so between pictures the name does not matter.
        **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp"), pictures.inspect),
        **dict.fromkeys((".heic", ".heif"), pictures.inspect),
    }
)
SUFFIXES = tuple(_BY_SUFFIX)
_OLD_OFFICE = frozenset({".doc", ".xls", ".ppt", ".dot", ".xlt", ".rtf"})
_MACRO_OFFICE = frozenset({".docm", ".xlsm", ".dotm", ".xltm", ".xlsb", ".xlam"})
_NAME_LENGTH = 120


def inspect(data: bytes, name: str) -> Clean:
    """Return what may be kept of ``data``, a file called ``name``.

    Raises Refused, and nothing else, for whatever may not be kept.
    """
    if not data:
        raise Refused("empty")
    if len(data) > FILE_BYTES:
        raise Refused("too_large")
    inspector = _inspector(PurePosixPath(name.strip()).suffix.lower())
    try:
        return inspector(data)
    except Refused:
        raise
    # Parsers of hostile bytes raise what they like (also RecursionError and
    # MemoryError); whatever they say, the file is one we cannot vouch for.
    except Exception as error:
        raise Refused("broken", f"{type(error).__name__}: {error}") from error


def _inspector(suffix: str) -> Inspector:
    if suffix in _OLD_OFFICE:
        raise Refused("old_office", suffix)
    if suffix in _MACRO_OFFICE:
        raise Refused("macro", suffix)
    if suffix not in _BY_SUFFIX:
        raise Refused("unknown_type", suffix)
    return _BY_SUFFIX[suffix]


def clean_name(name: str, suffix: str) -> str:
    """Return ``name`` fit to be shown and saved, ending in ``suffix``.

    >>> clean_name("../ảnh\u202egpj.exe.HEIC", ".jpg")
    'ảnhgpj.exe.jpg'
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        c for c in plain if unicodedata.category(c)[0] not in "CZ" or c == " "
    )
    stem = re.sub(r'[<>:"|?*]+', "_", plain)
    known = PurePosixPath(stem).suffix.lower() in {*_BY_SUFFIX, suffix}
    stem = (stem.rsplit(".", 1)[0] if known else stem).strip(". ")
    return (stem[:_NAME_LENGTH] or "file") + suffix
