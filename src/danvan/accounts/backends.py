"""Sign-in by user name and password."""

from django.contrib.auth.backends import BaseBackend


class Backend(BaseBackend):
    """Checks a password; rights come from memberships, not from here."""
