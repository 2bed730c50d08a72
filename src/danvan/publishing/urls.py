"""Addresses of the room."""

from django.urls import path

from danvan.publishing import side_views, views

app_name = "publishing"
urlpatterns = [
    path("editions/", views.listed, name="editions"),
    path("editions/new/", views.prepare, name="prepare"),
    path("editions/<uuid:pk>/", views.detail, name="edition"),
    path("editions/<uuid:pk>/approve/", views.approve, name="approve"),
    path("editions/<uuid:pk>/give-back/", views.give_back, name="give-back"),
    path("editions/<uuid:pk>/publish/", views.publish, name="publish"),
    path("editions/<uuid:pk>/drop/", views.drop, name="drop"),
    path("editions/<uuid:pk>/correct/", views.correct, name="correct"),
    path("editions/<uuid:pk>/announce/", views.announce, name="announce"),
    path("sources/", side_views.sources, name="sources"),
    path("sources/<slug:sha256>/", side_views.source, name="source"),
    path("comments/", side_views.comments, name="comments"),
    path("comments/<uuid:pk>/", side_views.judge, name="judge"),
    path("openings/", side_views.openings, name="openings"),
]
