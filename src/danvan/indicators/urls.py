"""Addresses of the room."""

from django.urls import path

from danvan.indicators import (
    catalogue_views,
    compare_urls,
    compile_urls,
    filling_views,
    gather_views,
    sheet_urls,
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
    path("gather/", gather_views.gather, name="gather"),
    path("gather/take/", gather_views.take, name="gather-take"),
    path("gather/sheet/", gather_views.sheet, name="gather-sheet"),
    path("gather/blank.xlsx", gather_views.blank, name="gather-blank"),
    path("gather/gathered.xlsx", gather_views.gathered, name="gathered"),
    *sheet_urls.urlpatterns,
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
