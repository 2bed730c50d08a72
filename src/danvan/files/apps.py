"""Registers the room with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room ``files``."""

    name = "danvan.files"
    label = "files"
