"""Addresses of the public's pages; short Vietnamese words that can be read out."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from danvan.portal import (
    data_views,
    letter_views,
    news_views,
    schedule_views,
    views,
)


class UnitCode(StringConverter):
    """The code of a unit: C31135, P92.SNV."""

    regex = "[A-Za-z0-9.-]{1,40}"


register_converter(UnitCode, "unit")
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
    path("so-lieu/", data_views.front, name="data"),
    path("so-lieu/catalog.jsonld", data_views.catalogue, name="catalogue"),
    path("so-lieu/cach-lam/", data_views.about, name="about-data"),
    path("so-lieu/tu-dien/", data_views.dictionary, name="dictionary"),
    path(
        "so-lieu/tu-dien/tu-dien.<slug:kind>",
        data_views.dictionary_file,
        name="dictionary-file",
    ),
    path("so-lieu/noi/<unit:code>/", data_views.place, name="place"),
    path(
        "so-lieu/noi/<unit:code>/so-lieu.<slug:kind>",
        data_views.place_file,
        name="place-file",
    ),
    path("so-lieu/chi-tieu/<slug:code>/", data_views.indicator, name="indicator"),
    path(
        "so-lieu/chi-tieu/<slug:code>/so-lieu.<slug:kind>",
        data_views.indicator_file,
        name="indicator-file",
    ),
    path("so-lieu/ban/<uuid:pk>/", data_views.edition, name="edition"),
    path("so-lieu/ban/<uuid:pk>/ban-goc.json", data_views.original, name="original"),
    path(
        "so-lieu/ban/<uuid:pk>/so-lieu.<slug:kind>",
        data_views.edition_file,
        name="edition-file",
    ),
    path(
        "so-lieu/ban/<uuid:pk>/<unit:unit>/<slug:code>/",
        data_views.figure,
        name="figure",
    ),
    path("tin/", news_views.listed, name="news"),
    path("tin/feed.atom", news_views.feed, name="feed"),
    path("tin/quy-tac/", news_views.rules, name="comment-rules"),
    path("tin/<uuid:pk>/", news_views.item, name="item"),
    path("tin/<uuid:pk>/viet/", news_views.write, name="write"),
    path("tro-giup/", views.help_page, name="help"),
]
