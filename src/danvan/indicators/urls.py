"""Addresses of the room."""

from django.urls import path

from danvan.indicators import (
    catalogue_views,
    compare_urls,
    compile_urls,
    difference_views,
    filling_views,
    gather_urls,
    sheet_urls,
    taking_views,
    value_urls,
    views,
)

app_name = "indicators"
_FORM = "<int:unit>/<slug:period>/<slug:form>/<slug:part>/"
urlpatterns = [
    path("", views.listed, name="list"),
    path("indicators/", catalogue_views.listed, name="catalogue"),
    path("indicators.xlsx", catalogue_views.sheet, name="catalogue-xlsx"),
    path("indicators/<slug:code>/", catalogue_views.detail, name="indicator"),
    *compile_urls.urlpatterns,
    *compare_urls.urlpatterns,
    *gather_urls.urlpatterns,
    *sheet_urls.urlpatterns,
    *value_urls.urlpatterns,
    path("differences/", difference_views.listed, name="differences"),
    path(
        "differences/differences.xlsx",
        difference_views.as_xlsx,
        name="differences-xlsx",
    ),
    path("reports/<uuid:pk>/", taking_views.take, name="take-report"),
    path(_FORM, views.detail, name="form"),
    path(f"{_FORM}count/", filling_views.count, name="count"),
    path(f"{_FORM}nothing/", filling_views.nothing, name="nothing"),
    path(f"{_FORM}note/", filling_views.note, name="note"),
    path(f"{_FORM}sign/", filling_views.sign, name="sign"),
    path(f"{_FORM}send/", filling_views.send, name="send"),
    path(f"{_FORM}reopen/", filling_views.reopen, name="reopen"),
    path(f"{_FORM}print/", views.printed, name="print"),
    path(f"{_FORM}form.xlsx", views.xlsx, name="xlsx"),
    path(f"{_FORM}<slug:column>/enter/", filling_views.enter, name="enter"),
    path(f"{_FORM}<slug:column>/behind/", views.behind, name="behind"),
]
