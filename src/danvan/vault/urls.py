"""Addresses of keys and of sealed cases, in the office alone."""

from django.urls import path

from danvan.vault import (
    case_views,
    ceremony_views,
    counter_views,
    course_views,
    end_views,
    mode_views,
    open_views,
    paper_views,
    pass_views,
    request_views,
    verify_views,
    views,
)

app_name = "vault"
_CASE = "cases/<uuid:pk>/"
urlpatterns = [
    path("receive/", counter_views.receive, name="receive"),
    path("key/", views.key, name="key"),
    path("key/enrol/", views.enrol, name="enrol"),
    path("key/passphrase/", ceremony_views.passphrase, name="passphrase"),
    path("key/unlock/", views.unlock, name="unlock"),
    path("key/lock/", views.lock, name="lock"),
    path("units/", views.units, name="units"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("units/<str:code>/hand-over/", views.hand_over, name="hand-over"),
    path("units/<str:code>/intake/", mode_views.intake, name="intake"),
    path(
        "units/<str:code>/intake/<int:decision>/end/",
        mode_views.end_decision,
        name="end-decision",
    ),
    path(
        "units/<str:code>/intake/<slug:channel>/template/",
        mode_views.decision_template,
        name="decision-template",
    ),
    path("units/<str:code>/add-holder/", ceremony_views.add_holder, name="add-holder"),
    path(
        "units/<str:code>/remove/<uuid:user>/",
        ceremony_views.remove_holder,
        name="remove-holder",
    ),
    path("units/<str:code>/recover/", ceremony_views.recover, name="recover"),
    path("recovery/", views.recovery, name="recovery"),
    path("cases/", case_views.cases, name="cases"),
    path(_CASE, case_views.case, name="case"),
    path(f"{_CASE}assign/", case_views.assign, name="assign"),
    path(f"{_CASE}end/<int:access>/", case_views.end, name="end"),
    path(f"{_CASE}take-back/<str:code>/", end_views.take_back, name="take-back"),
    path(f"{_CASE}close/", end_views.close, name="close"),
    path(f"{_CASE}shred/", end_views.shred, name="shred"),
    path(f"{_CASE}open/<slug:part>/", open_views.open_part, name="open"),
    path(f"{_CASE}identity/", open_views.identity, name="identity"),
    path(f"{_CASE}open/<slug:part>/<uuid:file>/", open_views.file, name="file"),
    path(f"{_CASE}verify/<slug:part>/", verify_views.let_verify, name="let-verify"),
    path(f"{_CASE}pass-on/", pass_views.draft, name="pass-on"),
    path(f"{_CASE}pass-on/check/", pass_views.check, name="pass-on-check"),
    path(f"{_CASE}pass-on/send/", pass_views.send, name="pass-on-send"),
    path(f"{_CASE}course/", course_views.course, name="course"),
    path(f"{_CASE}course/<slug:step>/", course_views.step, name="course-step"),
    path(f"{_CASE}paper/<slug:name>/", paper_views.paper, name="paper"),
    path("requests/", request_views.requests, name="requests"),
    path("requests/<uuid:pk>/approve/", request_views.approve, name="approve"),
    path("requests/<uuid:pk>/decline/", request_views.decline, name="decline"),
]
