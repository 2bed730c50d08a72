"""Addresses of the room."""

from django.urls import path

from danvan.accounts import operator, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/second-factor/", views.set_up, name="set-up"),
    path("sign-in/words/", views.words, name="words"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
    path("people/", operator.people, name="people"),
    path("people/new/", operator.create, name="create"),
    path("people/<uuid:pk>/", operator.person, name="person"),
    path("people/<uuid:pk>/active/", operator.set_active, name="set-active"),
    path("people/<uuid:pk>/second-factor/", operator.reset, name="reset"),
    path("people/roles/<int:pk>/end/", operator.end_role, name="end-role"),
]
