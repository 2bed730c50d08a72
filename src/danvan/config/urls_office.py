"""Addresses of the office process."""

from django.urls import include, path

from danvan.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("danvan.office.urls")),
    path("", include("danvan.accounts.urls")),
    path("files/", include("danvan.files.urls")),
    path("petitions/", include("danvan.petitions.urls")),
    path("papers/", include("danvan.papers.urls")),
    path("vault/", include("danvan.vault.urls")),
    path("receptions/", include("danvan.receptions.urls")),
    path("registers/", include("danvan.registers.urls")),
    path("reports/", include("danvan.reports.urls")),
    path("forms/", include("danvan.indicators.urls")),
    path("publishing/", include("danvan.publishing.urls")),
]
handler400 = "danvan.ui.errors.bad_request"
handler403 = "danvan.ui.errors.forbidden"
handler404 = "danvan.ui.errors.not_found"
handler500 = "danvan.ui.errors.server_error"
