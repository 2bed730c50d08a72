"""Addresses of the room."""

from django.urls import path

from danvan.indicators import compile_steps, compile_views, filling_views, views

app_name = "indicators"
_FORM = "<int:unit>/<slug:period>/<slug:form>/<slug:part>/"
_SHEET = "compile/<int:unit>/<slug:period>/<slug:sheet>/"
urlpatterns = [
    path("", views.listed, name="list"),
    path(_SHEET, compile_views.page, name="compile"),
    path(f"{_SHEET}nothing/", compile_steps.nothing, name="compile-nothing"),
    path(f"{_SHEET}note/", compile_steps.note, name="compile-note"),
    path(f"{_SHEET}sign/", compile_steps.sign, name="compile-sign"),
    path(f"{_SHEET}unsign/", compile_steps.unsign, name="compile-unsign"),
    path(f"{_SHEET}send/", compile_steps.send, name="compile-send"),
    path(f"{_SHEET}print/", compile_views.printed, name="compile-print"),
    path(f"{_SHEET}sheet.xlsx", compile_views.xlsx, name="compile-xlsx"),
    path(f"{_SHEET}<slug:code>/enter/", compile_steps.enter, name="compile-enter"),
    path(f"{_SHEET}<slug:code>/behind/", compile_views.behind, name="compile-behind"),
    path(f"{_SHEET}<slug:code>/weigh/", compile_views.weigh, name="compile-weigh"),
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
