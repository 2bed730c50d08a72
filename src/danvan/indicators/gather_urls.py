"""Addresses of gathering and of reports on reporting."""

from django.urls import path

from danvan.indicators import form_gather_views, gather_views, reporting_views

urlpatterns = [
    path("gather/", gather_views.gather, name="gather"),
    path("gather/take/", gather_views.take, name="gather-take"),
    path("gather/sheet/", gather_views.sheet, name="gather-sheet"),
    path("gather/blank.xlsx", gather_views.blank, name="gather-blank"),
    path("gather/gathered.xlsx", gather_views.gathered, name="gathered"),
    path("gather/forms/", form_gather_views.gather, name="gather-forms"),
    path("gather/forms/sheet/", form_gather_views.sheet, name="gather-forms-sheet"),
    path("reporting/", reporting_views.reporting, name="reporting"),
    path("reporting/rates.xlsx", reporting_views.rates, name="reporting-rates"),
]
