"""Addresses of keys, in the office alone."""

from django.urls import path

from danvan.vault import mode_views, views

app_name = "vault"
urlpatterns = [
    path("key/", views.key, name="key"),
    path("key/enrol/", views.enrol, name="enrol"),
    path("key/unlock/", views.unlock, name="unlock"),
    path("key/lock/", views.lock, name="lock"),
    path("units/", views.units, name="units"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("units/<str:code>/hand-over/", views.hand_over, name="hand-over"),
    path("units/<str:code>/intake/", mode_views.intake, name="intake"),
    path(
        "units/<str:code>/intake/<int:decision>/end/",
        mode_views.end_decision,
        name="end-decision",
    ),
    path(
        "units/<str:code>/intake/<slug:channel>/template/",
        mode_views.decision_template,
        name="decision-template",
    ),
    path("recovery/", views.recovery, name="recovery"),
]
