"""Registers the room with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The room ``journal``."""

    name = "danvan.journal"
    label = "journal"
