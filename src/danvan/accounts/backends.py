"""Sign-in by user name and password."""

import uuid
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from danvan.accounts import selectors
from danvan.accounts.models import User


class Backend(BaseBackend):
    """Checks a password; rights come from memberships, not from here."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        """Return the user whose password this is, or None."""
        if username is None or password is None:
            return None
        user = User.objects.named(username)
        if user is None or not user.is_active or not user.has_usable_password():
            # As much work as for a real one, so that time does not tell them apart.
            User().set_password(password)
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """Return the user of a session while the account is active, seats of today along."""
        known = selectors.with_seats(User.objects.all(), today=timezone.localdate())
        return known.filter(pk=user_id, is_active=True).first()
