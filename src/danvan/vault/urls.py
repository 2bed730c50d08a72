"""Addresses of keys, in the office alone."""

from django.urls import path

from danvan.vault import counter_views, views

app_name = "vault"
urlpatterns = [
    path("receive/", counter_views.receive, name="receive"),
    path("key/", views.key, name="key"),
    path("key/enrol/", views.enrol, name="enrol"),
    path("key/unlock/", views.unlock, name="unlock"),
    path("key/lock/", views.lock, name="lock"),
    path("units/", views.units, name="units"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("units/<str:code>/hand-over/", views.hand_over, name="hand-over"),
    path("recovery/", views.recovery, name="recovery"),
]
