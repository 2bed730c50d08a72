"""Addresses by which sheets come in and leave; `urls` takes them in."""

from django.urls import path

from danvan.registers import export_views, import_views, offline_views

urlpatterns = [
    path("books/<slug:kind>/import/", import_views.take_in, name="import"),
    path("books/<slug:kind>/import/sheet.xlsx", import_views.empty, name="sheet"),
    path("offline/", offline_views.state, name="offline"),
    path("books/<slug:kind>/send/", offline_views.send, name="send"),
    path("books/<slug:kind>/lines.xlsx", export_views.sheet, name="export"),
    path("books/<slug:kind>/book.docx", export_views.printed, name="printed"),
]
