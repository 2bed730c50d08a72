"""All that the public's pages can show, in words that somebody hostile chose."""

import json
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.drills import poison
from tests.drills.poison import Words

from danvan.portal.tests.conftest import (  # noqa: F401 - a town and its citizen
    public_pages,
    town,
)
from danvan.portal.tests.walk import fill, send
from danvan.publishing import canonical
from danvan.publishing.models import Comment, Edition
from danvan.publishing.tests.conftest import (  # noqa: F401 - what it published
    edition,
    item,
    place,
    printed,
    public,
    report,
    say,
    values,
    yearly,
)

# Of the text that an edition is frozen in, what people wrote.
WRITTEN = {"title", "name", "unit_name", "reason", "vi", "en"}


def freeze(words: Words) -> None:
    """Put words into the frozen text of every edition."""
    for number, one in enumerate(Edition.objects.exclude(body="")):
        said = canonical.encode(_said(json.loads(one.body), words(number)))
        kept = {"body": said, "sha256": canonical.digest(said)}
        Edition.objects.filter(pk=one.pk).update(**kept)


def _said(value: Any, word: str) -> Any:
    if isinstance(value, dict):
        return {
            key: word
            if key in WRITTEN and isinstance(inner, str)
            else _said(inner, word)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_said(inner, word) for inner in value]
    return value


@pytest.fixture
def citizen(public_pages, town, settings) -> Client:  # noqa: F811
    """A browser of somebody who has just sent a letter and half filled in another."""
    settings.PROCESS = "portal"
    client = Client(raise_request_exception=False)
    for word in ("canary", "canary again"):
        fill(client, name=word, address=word)
        if word == "canary":
            send(client)
    return client


@pytest.fixture
def shown(citizen, public, yearly, item) -> dict[str, list[Any]]:  # noqa: F811
    """What the addresses of figures and news can name."""
    Comment.objects.create(
        news=item,
        place=public.place,
        text="canary",
        name="canary",
        sent_at=item.at,
        state="shown",
        judged_by="canary",
        judged_at=item.at,
    )
    return {
        "pk": [public.pk, yearly.pk, item.pk],
        "unit": ["C1", "P1"],
        "code": ["C1", "P1", "TCD01", "TCD03"],
        "kind": ["csv", "xlsx", "json"],
    }


def poisoned(words: Words) -> None:
    """Make every text hostile, the frozen ones too."""
    poison.poison(words)
    freeze(words)
    assert django_settings.PROCESS == "portal"
