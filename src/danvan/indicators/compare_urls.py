"""Addresses of the pages of comparison."""

from django.urls import path

from danvan.indicators import compare_views

_COMPARE = "compare/<int:unit>/<slug:period>/<slug:what>/"
urlpatterns = [
    path(_COMPARE, compare_views.page, name="compare"),
    path(f"{_COMPARE}compare.xlsx", compare_views.xlsx, name="compare-xlsx"),
]
