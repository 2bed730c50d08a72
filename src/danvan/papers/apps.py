"""Registers the room with Django."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The room ``papers``."""

    name = "danvan.papers"
    label = "papers"
