"""Plain text as an attachment, kept as UTF-8; nothing that only looks like text."""

import codecs
import re

from danvan.files.verdict import Clean, Refused

# Everything below the space but tab, line feed, form feed and carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_DISGUISED = re.compile(
    r"\s*(?:%PDF-|PK\x03\x04|MZ|#!|<(?:!doctype|!--|\?|html|head|body|svg|script))",
    re.IGNORECASE,
)


def inspect(data: bytes) -> Clean:
    """Return the text as it came; raises Refused for what is no Unicode text.

    Notepad's "Unicode" (UTF-16 with its mark) is kept as UTF-8.
    """
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            data = data.decode("utf-16").encode()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", str(error)) from error
    if _DISGUISED.match(text):
        raise Refused("wrong_extension", text[:20])
    if control := _CONTROL.search(text):
        raise Refused("not_utf8", f"control character at {control.start()}")
    if not text.strip():
        raise Refused("empty")
    return Clean(data, "text/plain; charset=utf-8", ".txt")
