"""Registers the room with Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The room ``registers``."""

    name = "danvan.registers"
    label = "registers"
