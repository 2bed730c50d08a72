"""Addresses of the room."""

from django.urls import path

from danvan.office import calendar, journal, leaders_views, remote, views

app_name = "office"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("gallery/", views.gallery, name="gallery"),
    path("leaders/", leaders_views.board, name="leaders"),
    path("leaders/<int:unit>/", leaders_views.unit, name="leaders-unit"),
    path("leaders/<int:unit>/times.xlsx", leaders_views.times, name="leaders-times"),
    path("leaders/<int:unit>/urge/", leaders_views.urge, name="leaders-urge"),
    path("journal/", journal.journal, name="journal"),
    path("journal/check/", journal.check, name="journal-check"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.add, name="calendar-add"),
    path("remote-areas/", remote.remote, name="remote"),
    path("calendar/open-year/", calendar.open_year, name="calendar-open"),
]
