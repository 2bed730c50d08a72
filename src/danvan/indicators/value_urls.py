"""Addresses of values of indicators; `urls` takes them in."""

from django.urls import path

from danvan.indicators import figure_views as figures
from danvan.indicators import value_doing_views as doing
from danvan.indicators import value_views as views

_CELL = "values/<int:unit>/<slug:period>/<slug:code>/"
urlpatterns = [
    path("values/", views.listed, name="values"),
    path("values/import/", figures.take_in, name="values-import"),
    path("values/import/sheet.xlsx", figures.empty, name="values-sheet"),
    path("values/values.xlsx", views.listed_xlsx, name="values-xlsx"),
    path("values/<int:unit>/<slug:period>/count/", doing.count, name="values-count"),
    path("values/<int:unit>/over-time/<slug:code>/", views.over_time, name="over-time"),
    path(
        "values/<int:unit>/over-time/<slug:code>/values.xlsx",
        views.over_time_xlsx,
        name="over-time-xlsx",
    ),
    path(_CELL, views.cell, name="value"),
    path(f"{_CELL}behind/", views.behind, name="value-behind"),
    path(f"{_CELL}enter/", doing.enter, name="value-enter"),
    path(f"{_CELL}choose/", doing.choose, name="value-choose"),
    path(f"{_CELL}take-back/<int:pk>/", doing.take_back, name="value-take-back"),
]
