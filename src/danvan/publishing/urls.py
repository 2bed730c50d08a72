"""Addresses of the room."""

from django.urls import path

from danvan.publishing import (
    draft_views,
    side_views,
    situation_views,
    text_views,
    views,
)

app_name = "publishing"
_DRAFT = "drafts/<uuid:pk>/"
urlpatterns = [
    path("situation/", situation_views.page, name="situation"),
    path("situation/sheet.docx", situation_views.docx, name="situation-docx"),
    path("situation/sheet.xlsx", situation_views.xlsx, name="situation-xlsx"),
    path("drafts/", draft_views.listed, name="drafts"),
    path("drafts/new/<slug:outline>/", draft_views.new, name="draft-new"),
    path(_DRAFT, draft_views.detail, name="draft"),
    path(f"{_DRAFT}finish/", draft_views.finish, name="draft-finish"),
    path(f"{_DRAFT}reopen/", draft_views.reopen, name="draft-reopen"),
    path(f"{_DRAFT}annex.xlsx", draft_views.annex, name="draft-annex"),
    path(
        f"{_DRAFT}state.docx",
        draft_views.docx,
        {"layout": "state"},
        name="draft-docx",
    ),
    path(
        f"{_DRAFT}party.docx",
        draft_views.docx,
        {"layout": "party"},
        name="draft-party",
    ),
    path(f"{_DRAFT}text/<int:number>/", text_views.edit, name="draft-edit"),
    path(
        f"{_DRAFT}text/<int:number>/history/",
        text_views.history,
        name="draft-history",
    ),
    path(f"{_DRAFT}figure/<int:number>/take/", text_views.refresh, name="draft-take"),
    path(f"{_DRAFT}figure/<int:number>/alone/", text_views.loosen, name="draft-alone"),
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
