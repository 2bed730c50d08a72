"""Registers the room with Django."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """The room ``petitions``."""

    name = "danvan.petitions"
    label = "petitions"
