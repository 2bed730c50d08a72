"""What the gate says of a file: clean, or refused with the reason and the cure."""

from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

FILE_BYTES = 10 * 1024 * 1024
FILES = 5

# Each sentence names what is wrong and what the sender can do about it.
MESSAGES = MappingProxyType(
    {
        "empty": _("The file is empty. Choose the file again and send it once more."),
        "too_large": _(
            "The file is larger than 10 MB. Make it smaller, or send it in parts."
        ),
        "too_many": _("At most 5 files can be sent. Take some out and send again."),
        "unknown_type": _(
            "Files of this kind are not taken. Send a PDF, a Word (.docx) or Excel "
            "(.xlsx) file, a picture (JPG, PNG, HEIC, WEBP) or a plain text (.txt)."
        ),
        "wrong_extension": _(
            "The content of the file is not what its name says. Save it again in the "
            "program that made it, and send that copy."
        ),
        "old_office": _(
            "Word and Excel files of the old kind (.doc, .xls) are not taken. Open the "
            "file, choose Save As .docx, .xlsx or PDF, and send that copy."
        ),
        "encrypted": _(
            "The file is protected by a password. Save a copy without a password and "
            "send that copy."
        ),
        "broken": _(
            "The file is damaged and cannot be read. Open it on your machine, save it "
            "again and send that copy."
        ),
        "macro": _(
            "The file holds a program (a macro or script). Save it as a PDF, or as a "
            "document without macros, and send that copy."
        ),
        "action": _(
            "The file does something by itself when it is opened. Print it to a new "
            "PDF and send that copy."
        ),
        "embedded": _(
            "Another file is hidden inside this one. Send the files one by one."
        ),
        "external": _(
            "The file loads parts from elsewhere. Save it as a PDF and send that copy."
        ),
        "polyglot": _(
            "The file holds something besides the document. Save it again in the "
            "program that made it, and send that copy."
        ),
        "bomb": _(
            "The file unpacks into far more than a document needs. Save it as a PDF "
            "and send that copy."
        ),
        "pixels": _(
            "The picture has too many pixels. Make it smaller, or take the photo again."
        ),
        "hidden": _(
            "This file may hold things that are not seen when it is read. Save it as a "
            "PDF and pass that on."
        ),
        "not_utf8": _(
            "The text cannot be read. Save it as UTF-8 text, or send it as a PDF."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be kept: its bytes as they will be served.

    ``suffix`` is the ending its name must have (``.jpg`` for a HEIC photo,
    which is kept as JPEG); ``pages`` is known for PDF only.
    """

    data: bytes
    content_type: str
    suffix: str
    pages: int | None = None


class Refused(Exception):
    """A file that may not be kept; ``code`` is a key of ``MESSAGES``."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail  # for the log, in English; never shown

    @property
    def message(self) -> str:
        """Say in the reader's language what is wrong and what to do."""
        return str(MESSAGES[self.code])

    def __str__(self) -> str:
        return self.message
