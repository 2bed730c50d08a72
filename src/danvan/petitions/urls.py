"""Addresses of the room."""

from django.urls import path, register_converter

from danvan.core.casework.workflow import Step
from danvan.petitions import following_views, leaving_views, views, watch_views
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
    path("watched/", watch_views.listed, name="watched"),
    path("watched/sheet/", watch_views.sheet, name="watched-sheet"),
    path("watched/<int:watched>/", watch_views.review, name="watched-review"),
    path("watched/<int:watched>/close/", watch_views.close, name="watched-close"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/receipt/", views.receipt, name="receipt"),
    path("<uuid:pk>/leave/", leaving_views.leave, name="leave"),
    path("<uuid:pk>/watch/", watch_views.watch, name="watch"),
    path("<uuid:pk>/tasks/", following_views.add_task, name="tasks"),
    path("<uuid:pk>/tasks/<int:task>/", following_views.finish_task, name="task"),
    path("<uuid:pk>/orders/", following_views.add_order, name="orders"),
    path("<uuid:pk>/orders/<int:execution>/", following_views.enter_done, name="order"),
    path("<uuid:pk>/<verb:verb>/", views.take, name="take"),
]
