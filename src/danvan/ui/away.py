"""The page shown while the database is away; it needs no database and no session."""

import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from danvan.ui.context import bare_frame
from danvan.ui.language import language_of

RETRY_AFTER = 30  # seconds
_LONG = 60  # characters; longer text gets a box of several lines
# Never written back into a page, whatever the form: what proves who somebody is.
_SECRETS = ("password", "secret", "otp", "token", "pin")
_CSRF = "csrfmiddlewaretoken"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it came in; ``hidden`` ones are sent again unseen."""

    name: str
    label: str
    value: str
    hidden: bool
    long: bool


def database_away(request: HttpRequest, reason: BaseException) -> HttpResponse:
    """Answer 503: what was typed is shown again and can be sent again."""
    _log.error("The database is away: %s", type(reason).__name__)
    with translation.override(language_of(request)):
        body = render_to_string(
            "ui/errors/503.html",
            {
                "frame": bare_frame(request),
                "action": request.get_full_path(),
                "typed": typed(request),
                "had_files": _had_files(request),
            },
        )
    response = HttpResponse(body, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed(request: HttpRequest) -> list[Typed]:
    """Return the posted text fields in their order, secrets left out."""
    if request.method != "POST":
        return []
    try:
        posted = list(request.POST.lists())
    except Exception:  # noqa: BLE001 - a body that cannot be read has nothing to show
        return []
    labels = _labels(request)
    return [
        _typed(name, value, labels)
        for name, values in posted
        if name == _CSRF or not any(word in name.lower() for word in _SECRETS)
        for value in values
    ]


def _typed(name: str, value: str, labels: dict[str, str]) -> Typed:
    known = labels.get(name)
    return Typed(
        name=name,
        label=known or _("What you entered"),
        value=value,
        # Without a label a short word is a choice or a key, not a text.
        hidden=name == _CSRF or not value or (known is None and " " not in value),
        long=len(value) > _LONG or "\n" in value,
    )


def _labels(request: HttpRequest) -> dict[str, str]:
    """Return the labels of the view's form, where the view names it (``form_class``)."""
    view = getattr(request.resolver_match, "func", None)
    fields = getattr(getattr(view, "form_class", None), "base_fields", {})
    return {
        name: str(field.label)
        for name, field in fields.items()
        if field.label and not field.widget.is_hidden and not hasattr(field, "choices")
    }


def _had_files(request: HttpRequest) -> bool:
    return request.method == "POST" and bool(request.FILES)
