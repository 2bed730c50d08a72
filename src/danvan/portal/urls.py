"""Addresses of the public's pages; short Vietnamese words that can be read out."""

from django.urls import path

from danvan.portal import letter_views, schedule_views, views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("gui/to-cao/", letter_views.guidance, name="denounce"),
    path("gui/mau-thu/", letter_views.blank, name="blank"),
    path("gui/thu-kin/", letter_views.write, name="letter"),
    path("roi/", letter_views.leave, name="leave"),
    path("gui/bien-nhan/", views.receipt, name="receipt"),
    path("gui/bo/", views.drop, name="drop"),
    path("gui/<slug:flow>/", views.start, name="start"),
    path("gui/<slug:flow>/xem-lai/", views.check, name="check"),
    path("gui/<slug:flow>/<slug:page>/", views.question, name="question"),
    path("lich-tiep/", schedule_views.schedule, name="schedule"),
    path("lich-tiep/hen/", schedule_views.book, name="book"),
    path("lich-tiep/huy/", schedule_views.cancel, name="cancel"),
    path("tra-cuu/", views.status, name="status"),
    path("tra-cuu/y-kien/", views.say, name="say"),
    path("tro-giup/", views.help_page, name="help"),
]
