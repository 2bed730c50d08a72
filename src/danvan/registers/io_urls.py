"""Addresses by which sheets come in and leave; `urls` takes them in."""

from django.urls import path

from danvan.registers import import_views

urlpatterns = [
    path("books/<slug:kind>/import/", import_views.take_in, name="import"),
    path("books/<slug:kind>/import/sheet.xlsx", import_views.empty, name="sheet"),
]
