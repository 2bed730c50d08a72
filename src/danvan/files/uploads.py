"""How uploaded bytes reach us: in memory and bounded, never in a temporary file."""

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from danvan.files.verdict import FILE_BYTES, FILES, Refused

# What all files of one request may keep in memory.
KEPT_BYTES = FILES * FILE_BYTES
# A request beyond this is not read at all. Far more than is kept is read and
# thrown away, so that the sender of a large file gets a page that says so
# instead of a broken connection.
REQUEST_BYTES = 3 * KEPT_BYTES


class BoundedUpload(InMemoryUploadedFile):
    """An uploaded file; ``dropped`` when it was larger than we keep."""

    dropped = False


class BoundedMemoryHandler(FileUploadHandler):
    """Keep each upload in memory up to its bound; read the rest and forget it.

    A file over the bound arrives empty and marked ``dropped``; `read` turns
    that into a refusal with a message. A request over ``REQUEST_BYTES``
    raises RequestDataTooBig (400).
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django calls it by this name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that is too large before reading it."""
        if content_length > REQUEST_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes")
        self._read = self._kept_before = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._buffer = io.BytesIO()
        self._dropped = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in a chunk, or forget the file when it grows too large."""
        self._read += len(raw_data)
        if self._read > REQUEST_BYTES:  # a length that was not told, or a lie
            raise RequestDataTooBig(f"over {REQUEST_BYTES} bytes")
        size = start + len(raw_data)
        if size > FILE_BYTES or self._kept_before + size > KEPT_BYTES:
            self._buffer, self._dropped = io.BytesIO(), True
        if not self._dropped:
            self._buffer.write(raw_data)

    def file_complete(self, file_size: int) -> BoundedUpload:
        """Hand the file over."""
        self._kept_before += 0 if self._dropped else file_size
        self._buffer.seek(0)
        upload = BoundedUpload(
            self._buffer,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            # The true size, so that a form does not call a large file empty.
            file_size,
            self.charset,
            self.content_type_extra,
        )
        upload.dropped = self._dropped
        return upload


def read(upload: UploadedFile) -> bytes:
    """Return the bytes of one uploaded file; raises Refused when it was too large."""
    if getattr(upload, "dropped", False):
        raise Refused("too_large", f"{upload.size} bytes")
    upload.seek(0)
    return bytes(upload.read())
