"""Addresses of the room."""

from django.urls import path, register_converter

from danvan.core.casework.workflow import Step
from danvan.petitions import alike_views, leaving_views, views
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
    path("new/", views.register, name="register"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("<uuid:pk>/alike/", alike_views.alike, name="alike"),
    path("<uuid:pk>/link/", alike_views.link, name="link"),
    path("<uuid:pk>/unlink/", alike_views.unlink, name="unlink"),
    path("<uuid:pk>/leave/", leaving_views.leave, name="leave"),
    path("<uuid:pk>/<verb:verb>/", views.take, name="take"),
]
