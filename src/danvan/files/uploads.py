"""How uploaded bytes reach us: in memory and bounded, never in a temporary file."""

from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedMemoryHandler(MemoryFileUploadHandler):
    """Keep an upload in memory."""
