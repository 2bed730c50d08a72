"""Registers the room with Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The room ``office``."""

    name = "danvan.office"
    label = "office"
