"""Uploads stay in memory and in bounds."""

import tempfile

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from danvan.files import uploads
from danvan.files.verdict import FILE_BYTES, Refused


def request_with(*files):
    return RequestFactory().post("/", {"note": "kept", "files": list(files)})


def test_an_upload_is_read_whole():
    request = request_with(SimpleUploadedFile("a.txt", b"abc"))

    (upload,) = request.FILES.getlist("files")
    assert uploads.read(upload) == b"abc"
    assert uploads.read(upload) == b"abc"
    assert (upload.name, upload.size) == ("a.txt", 3)


def test_a_file_of_just_the_bound_is_kept():
    request = request_with(SimpleUploadedFile("a.txt", b"a" * FILE_BYTES))

    assert len(uploads.read(request.FILES["files"])) == FILE_BYTES


def test_a_larger_file_is_dropped_and_said_so_and_the_form_stays():
    request = request_with(
        SimpleUploadedFile("a.txt", b"a" * (FILE_BYTES + 1)),
        SimpleUploadedFile("b.txt", b"b"),
    )

    large, small = request.FILES.getlist("files")
    assert request.POST["note"] == "kept"
    assert large.dropped
    assert large.size == FILE_BYTES + 1
    assert len(large.file.getvalue()) == 0
    assert uploads.read(small) == b"b"
    with pytest.raises(Refused) as refused:
        uploads.read(large)
    assert refused.value.code == "too_large"


def test_all_files_together_are_bounded(monkeypatch):
    monkeypatch.setattr(uploads, "KEPT_BYTES", 10)
    request = request_with(
        SimpleUploadedFile("a.txt", b"a" * 8), SimpleUploadedFile("b.txt", b"b" * 8)
    )

    assert [f.dropped for f in request.FILES.getlist("files")] == [False, True]


def test_a_request_beyond_all_bounds_is_not_read(monkeypatch):
    monkeypatch.setattr(uploads, "REQUEST_BYTES", 100)
    request = request_with(SimpleUploadedFile("a.txt", b"a" * 200))

    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018 - reading is what raises


def test_no_upload_touches_a_temporary_file(monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("a temporary file")

    for maker in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, maker, forbidden)
    request = request_with(SimpleUploadedFile("a.txt", b"a" * (4 << 20)))

    assert len(uploads.read(request.FILES["files"])) == 4 << 20


def test_a_request_that_tells_no_length_is_bounded_all_the_same(monkeypatch):
    request = request_with(SimpleUploadedFile("a.txt", b"a" * 200))
    monkeypatch.setattr(uploads, "REQUEST_BYTES", 100)
    monkeypatch.setattr(
        uploads.BoundedMemoryHandler,
        "handle_raw_input",
        lambda self, *args, **kwargs: vars(self).update(_read=0, _kept_before=0),
    )

    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018 - reading is what raises
