"""Addresses of the room."""

from django.urls import path, register_converter

from danvan.core.casework.workflow import Step
from danvan.petitions import (
    alike_views,
    bulk_views,
    classify_views,
    exchange_views,
    following_views,
    import_views,
    leaving_views,
    paper_views,
    queue_views,
    register_views,
    renewal_views,
    saved_views,
    succession_views,
    views,
    watch_views,
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
    path("", queue_views.queue, name="queue"),
    path("keys/", queue_views.keys, name="keys"),
    path("list.xlsx", queue_views.export, name="export"),
    path("filters/", saved_views.saved, name="filters"),
    path("filters/<uuid:pk>/drop/", saved_views.drop, name="drop-filter"),
    path("bulk/", bulk_views.start, name="bulk"),
    path("bulk/<uuid:pk>/", bulk_views.batch, name="batch"),
    path("bulk/<uuid:pk>/go/", bulk_views.go, name="batch-go"),
    path("bulk/<uuid:pk>/undo/", bulk_views.undo, name="batch-undo"),
    path("succession/", succession_views.preview, name="succession"),
    path("succession/<str:code>/", succession_views.move, name="succeed"),
    path("watched/", watch_views.listed, name="watched"),
    path("watched/sheet/", watch_views.sheet, name="watched-sheet"),
    path("watched/<int:watched>/", watch_views.review, name="watched-review"),
    path("watched/<int:watched>/close/", watch_views.close, name="watched-close"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/pane/", queue_views.pane, name="pane"),
    path("<uuid:pk>/classify/", classify_views.classify, name="classify"),
    path("<uuid:pk>/route/", classify_views.route, name="route"),
    path("<uuid:pk>/part/", classify_views.part, name="part"),
    path("<uuid:pk>/papers/<slug:code>/", paper_views.make, name="paper"),
    path("new/", register_views.register, name="register"),
    path("import/", import_views.take_in, name="import"),
    path("exchange/", exchange_views.page, name="exchange"),
    path("exchange/file/", exchange_views.file, name="exchange-file"),
    path("guidance/", register_views.guidance, name="guidance"),
    path("<uuid:pk>/receipt/", register_views.receipt, name="receipt"),
    path("<uuid:pk>/receipt/renew/", renewal_views.renew, name="renew-code"),
    path("<uuid:pk>/signed/", register_views.signed, name="signed"),
    path("<uuid:pk>/alike/", alike_views.alike, name="alike"),
    path("<uuid:pk>/link/", alike_views.link, name="link"),
    path("<uuid:pk>/unlink/", alike_views.unlink, name="unlink"),
    path("<uuid:pk>/leave/", leaving_views.leave, name="leave"),
    path("<uuid:pk>/watch/", watch_views.watch, name="watch"),
    path("<uuid:pk>/tasks/", following_views.add_task, name="tasks"),
    path("<uuid:pk>/tasks/<int:task>/", following_views.finish_task, name="task"),
    path("<uuid:pk>/orders/", following_views.add_order, name="orders"),
    path("<uuid:pk>/orders/<int:execution>/", following_views.enter_done, name="order"),
    path("<uuid:pk>/<verb:verb>/", views.take, name="take"),
]
