"""Addresses of the public process."""

from django.urls import include, path

from danvan.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("danvan.portal.urls")),
]
handler400 = "danvan.ui.errors.bad_request"
handler403 = "danvan.ui.errors.forbidden"
handler404 = "danvan.ui.errors.not_found"
handler500 = "danvan.ui.errors.server_error"
