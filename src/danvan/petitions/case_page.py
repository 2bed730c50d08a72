"""The petition that an address names, for whoever may see it."""

import uuid

from django.http import Http404, HttpRequest
from django.utils import timezone

from danvan.accounts.permissions import viewer_of
from danvan.petitions import selectors
from danvan.petitions.models import Petition
from danvan.petitions.selectors import Case


def find(request: HttpRequest, pk: uuid.UUID) -> Case:
    """Return the petition with all its page shows; 404 also where it may not be seen."""
    try:
        return selectors.case(viewer_of(request), pk, timezone.localdate())
    except Petition.DoesNotExist:
        raise Http404 from None
