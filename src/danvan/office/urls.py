"""Addresses of the room."""

from django.urls import path

from danvan.office import calendar

app_name = "office"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.add, name="calendar-add"),
    path("calendar/open-year/", calendar.open_year, name="calendar-open"),
]
