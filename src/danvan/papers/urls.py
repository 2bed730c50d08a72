"""Addresses of the room."""

from django.urls import path

from danvan.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("to-number.xlsx", views.to_fill, name="to-fill"),
    path("numbers/", views.take_sheet, name="numbers"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/docx/", views.download, name="download"),
    path("<uuid:pk>/number/", views.number, name="number"),
    path("<uuid:pk>/own-number/", views.number_ourselves, name="own-number"),
    path("<uuid:pk>/signed/", views.attach, name="attach"),
    path("<uuid:pk>/again/", views.again, name="again"),
]
