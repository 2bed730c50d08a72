"""What the tests of pages send, and how they read what comes back."""

import re
import uuid

from danvan.core.registers import load

KINDS = load.known()
BOOK, NEW = "/registers/books/voters-meetings/", "/registers/books/voters-meetings/new/"


def typed(values, **changes):
    """What a browser sends of a line."""
    said = {f"v-{key}": text for key, text in values.items()}
    return {"key": str(uuid.uuid4()), "day": "14/05/2026", **said, **changes}


def text(response):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def errors(response):
    """What the summary of errors says."""
    summary = response.content.decode().partition("govuk-error-summary__list")[2]
    return re.findall(r"<a href=\"#(\w[\w-]*)\"", summary.partition("</ul>")[0])
