"""Addresses of the compiler's page."""

from django.urls import path

from danvan.indicators import compile_steps, compile_views, finding_views

_SHEET = "compile/<int:unit>/<slug:period>/<slug:sheet>/"
urlpatterns = [
    path("findings/", finding_views.listed, name="findings"),
    path("findings/findings.xlsx", finding_views.xlsx, name="findings-xlsx"),
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
]
