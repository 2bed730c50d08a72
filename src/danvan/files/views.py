"""Handing a stored file to those who may read it."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files import access, storage
from danvan.files.answers import guarded
from danvan.files.models import StoredFile


@require_safe
@requires(Right.HOME)
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Send the file, to be saved; 404 also for those who may not read it."""
    stored = get_object_or_404(StoredFile, pk=pk)
    path = storage.path_of(stored.id)
    if not access.may_read(viewer_of(request), stored) or not path.is_file():
        raise Http404
    return guarded(
        FileResponse(path.open("rb"), content_type=stored.content_type), stored.name
    )
