"""The receipt while it may be opened again: a signed cookie, no trace in an address.

The code stands in no table and no log, so the browser itself carries it, for
half an hour or until its owner says that it is written down.
"""

import datetime
import io
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from danvan.petitions.public import Receipt

COOKIE = "danvan_receipt"
OPEN_FOR = datetime.timedelta(minutes=30)
_PATH = "/bien-nhan/"
_SALT = "danvan.portal.receipt"


def hand_over(response: HttpResponse, receipt: Receipt) -> HttpResponse:
    """Give the receipt to the browser."""
    values = asdict(receipt)
    for name in ("received", "reply_by"):
        values[name] = values[name].isoformat()
    response.set_cookie(
        COOKIE,
        signing.dumps(values, salt=_SALT, compress=True),
        max_age=OPEN_FOR,
        path=_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_HTTPS,
    )
    return response


def find(request: HttpRequest) -> Receipt | None:
    """Return the receipt the browser carries, while it may be opened."""
    try:
        values: dict[str, Any] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=OPEN_FOR
        )
    except signing.BadSignature:
        return None
    for name in ("received", "reply_by"):
        values[name] = datetime.date.fromisoformat(values[name])
    return Receipt(**values)


def take_back(response: HttpResponse) -> HttpResponse:
    """Take the receipt away from the browser."""
    response.delete_cookie(COOKIE, path=_PATH, samesite="Lax")
    return response


def look_up_address(number: str) -> str:
    """Return what the QR code holds: the page and the number, never the code."""
    return f"{settings.PORTAL_ADDRESS}/tra-cuu/?{urlencode({'so': number})}"


def qr(number: str) -> SafeString:
    """Draw the QR code as SVG without styles of its own."""
    out = io.BytesIO()
    segno.make(look_up_address(number), error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    return mark_safe(out.getvalue().decode("ascii"))  # noqa: S308 - segno's own drawing


def grouped(code: str) -> str:
    """Write the code in groups of four, as it is read aloud.

    >>> grouped("123456789012")
    '1234 5678 9012'
    """
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
