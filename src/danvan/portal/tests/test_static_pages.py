"""The pages of published figures as files."""

import hashlib

import pytest
from django.core.management import CommandError, call_command

from danvan.publishing.models import PageCount
from danvan.publishing.tests.conftest import *  # noqa: F403 - the same place and values

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, public, yearly, item):
    call_command("publish_static", out=tmp_path / "out")
    return tmp_path / "out"


def test_every_page_stands_in_both_languages(folder, public):
    front = (folder / "so-lieu/index.html").read_text("utf-8")
    english = (folder / "so-lieu/index.en.html").read_text("utf-8")

    assert 'href="/so-lieu/index.en.html"' in front
    assert "Published figures" in english
    assert (folder / f"so-lieu/ban/{public.pk}/index.html").exists()
    assert (folder / "so-lieu/noi/C1/so-lieu.csv").exists()


def test_the_original_has_the_hash_of_its_edition(folder, public):
    body = (folder / f"so-lieu/ban/{public.pk}/ban-goc.json").read_bytes()

    assert hashlib.sha256(body).hexdigest() == public.sha256


def test_styles_and_fonts_are_laid_beside_them(folder):
    assert list(folder.glob("static/danvan/built/*.css"))
    assert list(folder.glob("static/danvan/built/fonts/*.woff2"))


def test_writing_files_is_no_visit(folder):
    assert not PageCount.objects.exists()


def test_a_folder_that_holds_something_is_left_alone(folder):
    with pytest.raises(CommandError, match="not empty"):
        call_command("publish_static", out=folder)
