"""Addresses of the room."""

from django.urls import path

from danvan.files import views

app_name = "files"
urlpatterns = [path("<uuid:pk>/", views.download, name="download")]
