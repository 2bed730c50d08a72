"""The one way in which a file leaves the house: to be saved, never to be run."""

from typing import Final, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV: Final = "text/csv; charset=utf-8"
# Even a browser that opens the file instead of saving it runs nothing of it.
_SANDBOX: Final = (
    "default-src 'none'; sandbox; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_Answer = TypeVar("_Answer", bound=HttpResponseBase)


def to_save(
    body: bytes | str, name: str, kind: str, *, public: bool = False
) -> HttpResponse:
    """Return ``body`` as a file ``name`` of the media type ``kind``.

    Unless it is ``public``, nothing between the server and the reader keeps it.
    """
    return guarded(HttpResponse(body, content_type=kind), name, public=public)


def guarded(answer: _Answer, name: str, *, public: bool = False) -> _Answer:
    """Return the answer with the headers of a file to be saved as ``name``."""
    # For a file that is to be saved it always has something to say.
    said = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer.headers["Content-Disposition"] = said
    answer.headers["Content-Security-Policy"] = _SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if not public:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer
