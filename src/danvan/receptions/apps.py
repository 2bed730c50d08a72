"""Registers the room with Django."""

from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    """The room ``receptions``."""

    name = "danvan.receptions"
    label = "receptions"
