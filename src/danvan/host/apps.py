"""Registers the room with Django."""

from django.apps import AppConfig


class HostConfig(AppConfig):
    """The room ``host``."""

    name = "danvan.host"
    label = "host"
