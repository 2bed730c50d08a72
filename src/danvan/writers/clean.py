"""Text that any office program can hold."""

import re
import unicodedata
from typing import Final

# XML 1.0 can hold none of these.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text in NFC without the characters that XML cannot hold.

    >>> clean("Đơn\\x00 số 5")
    'Đơn số 5'
    """
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))
