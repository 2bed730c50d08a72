"""Addresses of submissions: of a unit, and of the place above it."""

from django.urls import path

from danvan.indicators import (
    assigning_views,
    deciding_views,
    place_views,
    submission_views,
)
from danvan.indicators.place_page import BULK
from danvan.indicators.sheet_words import MOVES

_ONE = "submissions/<uuid:pk>/"
urlpatterns = [
    path("submissions/", submission_views.listed, name="submissions"),
    path(_ONE, submission_views.detail, name="submission"),
    path(f"{_ONE}sheet.xlsx", submission_views.lines, name="submission-lines"),
    path(f"{_ONE}days/", submission_views.days, name="submission-days"),
    path(f"{_ONE}attach/", submission_views.attach, name="submission-attach"),
    *(
        path(
            f"{_ONE}{move}/",
            submission_views.move,
            {"move": move.value},
            name=f"submission-{move}",
        )
        for move in MOVES
    ),
    path("place/", place_views.listed, name="place"),
    path("place/submissions.xlsx", place_views.sheet, name="place-sheet"),
    path("place/sums/", place_views.sums, name="place-sums"),
    path("place/sums.xlsx", place_views.sums_sheet, name="place-sums-sheet"),
    path("place/remind/", place_views.remind, name="remind"),
    path("place/asked/", assigning_views.sheets, name="asked"),
    path("place/days/", deciding_views.due_days, name="due-days"),
    path("place/timeliness/", deciding_views.timeliness, name="timeliness"),
    path(
        "place/late/<int:unit>/<slug:period>/<slug:sheet>/",
        deciding_views.allow_late,
        name="allow-late",
    ),
    *(
        path(
            f"place/{move}/",
            place_views.bulk,
            {"move": move.value},
            name=f"place-{move}",
        )
        for move in BULK
    ),
]
