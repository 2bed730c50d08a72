"""Pages that a cache may hold for an hour, and how often they are opened."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from danvan.publishing import public

HOUR = 3_600
View = Callable[..., HttpResponse]


def public_page(kind: str) -> Callable[[View], View]:
    """Let a page of published figures be kept for an hour, and count its openings.

    The same page has the same ETag, so an unchanged one is not sent twice. What is
    counted is the kind of page, with the code or id in its address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def cached(request: HttpRequest, **place: Any) -> HttpResponse:
            response = view(request, **place)
            if response.status_code != 200:
                return response
            which = next(iter(place.values()), "")
            page = f"{kind}:{which}" if which else kind
            public.opened(page, today=timezone.localdate())
            etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response["ETag"] = etag
            patch_cache_control(response, public=True, max_age=HOUR)
            kept = get_conditional_response(request, etag=etag, response=response)
            return kept or response

        return cached

    return decorate
