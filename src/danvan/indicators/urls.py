"""Addresses of the room."""

from django.urls import path

from danvan.indicators import views

app_name = "indicators"
_FORM = "<int:unit>/<slug:period>/<slug:form>/<slug:part>/"
urlpatterns = [
    path("", views.listed, name="list"),
    path(_FORM, views.detail, name="form"),
    path(f"{_FORM}count/", views.count, name="count"),
    path(f"{_FORM}nothing/", views.nothing, name="nothing"),
    path(f"{_FORM}note/", views.note, name="note"),
    path(f"{_FORM}sign/", views.sign, name="sign"),
    path(f"{_FORM}send/", views.send, name="send"),
    path(f"{_FORM}reopen/", views.reopen, name="reopen"),
    path(f"{_FORM}print/", views.printed, name="print"),
    path(f"{_FORM}form.xlsx", views.xlsx, name="xlsx"),
    path(f"{_FORM}<slug:column>/enter/", views.enter, name="enter"),
    path(f"{_FORM}<slug:column>/behind/", views.behind, name="behind"),
]
