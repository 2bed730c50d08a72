"""Find the half-filled form of a request, and say it to the browser."""

import datetime
import uuid

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from danvan.portal.models import KEPT_FOR, SavedForm

COOKIE = "danvan_form"
_PATH = "/"


def find(request: HttpRequest, now: datetime.datetime) -> SavedForm | None:
    """Return the form whose key is in the signed cookie, while it is kept."""
    try:
        key = uuid.UUID(request.get_signed_cookie(COOKIE, default="") or "")
    except (BadSignature, ValueError):
        return None
    return SavedForm.objects.filter(pk=key, expires_at__gte=now).first()


def remember(response: HttpResponse, saved: SavedForm) -> HttpResponse:
    """Put the form's key into a signed cookie."""
    response.set_signed_cookie(
        COOKIE,
        str(saved.pk),
        max_age=KEPT_FOR,
        path=_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_HTTPS,
    )
    return response


def drop(response: HttpResponse) -> HttpResponse:
    """Take the key away from the browser."""
    response.delete_cookie(COOKIE, path=_PATH, samesite="Lax")
    return response
