"""Registers the room with Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The room ``indicators``."""

    name = "danvan.indicators"
    label = "indicators"
