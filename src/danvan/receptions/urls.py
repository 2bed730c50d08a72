"""Addresses of the room."""

from django.urls import path

from danvan.receptions import book_views, import_views, session_views, views

app_name = "receptions"
urlpatterns = [
    path("", views.today, name="today"),
    path("new/", views.new, name="new"),
    path("new/earlier/", views.earlier, name="earlier"),
    path("new/sealed/", views.sealed, name="sealed"),
    path("book/", book_views.book, name="book"),
    path("book/sheet.xlsx", book_views.sheet, name="sheet"),
    path("book/import/", import_views.take_in, name="import"),
    path("visits/<uuid:pk>/", views.visit, name="visit"),
    path("visits/<uuid:pk>/paper/<slug:name>/", views.paper, name="paper"),
    path("visits/<uuid:pk>/petition/", views.to_petition, name="to-petition"),
    path("visits/<uuid:pk>/join/", views.join, name="join"),
    path("visits/<uuid:pk>/finish/", views.finish, name="finish"),
    path("appointments/<uuid:pk>/arrive/", views.arrive, name="arrive"),
    path("sessions/", session_views.calendar, name="calendar"),
    path("sessions/plan/", session_views.plan, name="plan"),
    path("sessions/publish/", session_views.publish, name="publish"),
    path("sessions/<uuid:pk>/", session_views.session, name="session"),
    path("sessions/<uuid:pk>/close/", session_views.close, name="close"),
    path("sessions/<uuid:pk>/conclude/", session_views.conclude, name="conclude"),
    path("sessions/<uuid:pk>/mark/<slug:step>/", session_views.mark, name="mark"),
    path("sessions/<uuid:pk>/give-hour/", session_views.book, name="give-hour"),
    path(
        "sessions/<uuid:pk>/paper/<slug:name>/",
        session_views.paper,
        name="session-paper",
    ),
    path("duty/", session_views.duty, name="duty"),
]
