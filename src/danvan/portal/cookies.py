"""What the citizen's browser keeps: the key of a half-filled form, the receipt.

Both cookies are signed, closed to scripts, and end by themselves.
"""

import datetime
import uuid

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from danvan.petitions.public import Receipt
from danvan.portal.models import LIFETIME, SavedForm

FORM, RECEIPT = "danvan_form", "danvan_receipt"
RECEIPT_SECONDS = 30 * 60
_FIELDS = ("number", "code", "unit_name", "explanation")


def saved_form(request: HttpRequest) -> SavedForm | None:
    """Return the form this browser is filling in, sent or not."""
    try:
        key = uuid.UUID(request.get_signed_cookie(FORM, salt=FORM))
    except (KeyError, ValueError, signing.BadSignature):
        return None
    return SavedForm.objects.alive(timezone.now()).filter(pk=key).first()


def keep_form(request: HttpRequest, response: HttpResponse, form: SavedForm) -> None:
    """Let the browser find its form again."""
    seconds = int(LIFETIME.total_seconds())
    _set(request, response, FORM, str(form.pk), seconds)


def receipt(request: HttpRequest) -> Receipt | None:
    """Return the receipt shown to this browser in the last half hour."""
    try:
        signed = request.COOKIES[RECEIPT]
        said = signing.loads(signed, salt=RECEIPT, max_age=RECEIPT_SECONDS)
    except (KeyError, signing.BadSignature):
        return None
    said |= {k: datetime.date.fromisoformat(said[k]) for k in _DAYS}
    return Receipt(**said)


_DAYS = ("received", "reply_by")


def keep_receipt(request: HttpRequest, response: HttpResponse, shown: Receipt) -> None:
    """Let the browser show the receipt again for half an hour."""
    said = {f: getattr(shown, f) for f in _FIELDS}
    said |= {f: getattr(shown, f).isoformat() for f in _DAYS}
    value = signing.dumps(said, salt=RECEIPT, compress=True)
    response.set_cookie(
        RECEIPT,
        value,
        max_age=RECEIPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _set(
    request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int
) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=name,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
