"""Addresses of the room."""

from django.urls import path

from danvan.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.upload, name="upload"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:corrects>/corrected/", views.upload, name="correct"),
    path("<uuid:pk>/audit.json", views.as_json, name="json"),
    path("<uuid:pk>/checks.csv", views.as_csv, name="csv"),
    path("<uuid:pk>/<slug:key>/no-error/", views.remark, name="remark"),
    path("<uuid:pk>/<slug:key>/take-back/", views.take_back, name="take-back"),
]
