"""Addresses of the room."""

from django.urls import path

from danvan.registers import (
    count_views,
    entry_views,
    io_urls,
    lock_views,
    saved_views,
    views,
)

app_name = "registers"
urlpatterns = [
    path("", views.books, name="books"),
    path("locks/", lock_views.locks, name="locks"),
    path("locks/<uuid:pk>/lift/", lock_views.lift, name="lift"),
    path("entries/<uuid:pk>/", entry_views.entry, name="entry"),
    path("entries/<uuid:pk>/correct/", entry_views.correct, name="correct"),
    path("entries/<uuid:pk>/cancel/", entry_views.cancel, name="cancel"),
    path("views/<uuid:pk>/drop/", saved_views.drop, name="drop-view"),
    path("books/<slug:kind>/", views.book, name="book"),
    path("books/<slug:kind>/new/", entry_views.quick, name="quick"),
    path("books/<slug:kind>/desk/", entry_views.desk, name="desk"),
    path("books/<slug:kind>/counters/", count_views.counters_page, name="counters"),
    path("books/<slug:kind>/views/", saved_views.save, name="save-view"),
    *io_urls.urlpatterns,
]
