"""What every page frame needs."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the variables of the page frame."""
    return {}
