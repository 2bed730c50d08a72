"""Registers the room with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The room ``publishing``."""

    name = "danvan.publishing"
    label = "publishing"
