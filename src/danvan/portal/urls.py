"""Addresses of the public's pages, in plain Vietnamese without marks."""

from django.urls import path

from danvan.portal import receipt_views, steps, views
from danvan.portal.flow import CHECK

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("to-cao/", views.guidance, name="denunciation"),
    path("tro-giup/", views.helping, name="help"),
    path("tra-cuu/", views.look_up, name="look-up"),
    path("gui/bo/", steps.forget, name="forget"),
    path("gui/<slug:kind>/", steps.begin, name="begin"),
    path(f"gui/<slug:kind>/{CHECK}/", steps.check, name="check"),
    path("gui/<slug:kind>/<slug:slug>/", steps.step, name="step"),
    path(
        "gui/<slug:kind>/bo-tep/<uuid:file_id>/", steps.remove_file, name="remove-file"
    ),
    path("bien-nhan/", receipt_views.receipt, name="receipt"),
    path("bien-nhan/xong/", receipt_views.finished, name="finished"),
]
