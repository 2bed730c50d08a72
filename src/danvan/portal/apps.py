"""Registers the room with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room ``portal``."""

    name = "danvan.portal"
    label = "portal"
