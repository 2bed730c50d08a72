"""Addresses of the room."""

from django.urls import path, register_converter

from danvan.core.casework.workflow import Step
from danvan.petitions import (
    exchange_views,
    import_views,
    leaving_views,
    register_views,
    views,
)
from danvan.petitions.step_forms import FORMS


class Verb:
    """A step's verb in an address; other words are no address."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> Step:
        """Read the verb."""
        return Step(value)

    def to_url(self, value: str) -> str:
        """Write the verb."""
        return str(value)


register_converter(Verb, "verb")

app_name = "petitions"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("new/", register_views.register, name="register"),
    path("import/", import_views.take_in, name="import"),
    path("exchange/", exchange_views.page, name="exchange"),
    path("exchange/file/", exchange_views.file, name="export"),
    path("guidance/", register_views.guidance, name="guidance"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/receipt/", register_views.receipt, name="receipt"),
    path("<uuid:pk>/signed/", register_views.signed, name="signed"),
    path("<uuid:pk>/leave/", leaving_views.leave, name="leave"),
    path("<uuid:pk>/<verb:verb>/", views.take, name="take"),
]
