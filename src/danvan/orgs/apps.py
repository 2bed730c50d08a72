"""Registers the room with Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The room ``orgs``."""

    name = "danvan.orgs"
    label = "orgs"
