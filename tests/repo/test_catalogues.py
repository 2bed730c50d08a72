"""Django melts the rooms' catalogues into one: a message has one translation."""

from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOMS = Path(__file__).resolve().parents[2] / "src" / "danvan"


def test_no_message_is_translated_in_two_ways():
    """The room named first in the settings would speak for all; ``msgctxt`` parts them."""
    said = defaultdict(lambda: defaultdict(list))
    for file in sorted(ROOMS.glob("*/locale/vi/LC_MESSAGES/django.po")):
        with file.open("rb") as opened:
            for message in filter(lambda message: message.id, read_po(opened)):
                key = message.context, str(message.id)
                said[key][str(message.string)].append(file.relative_to(ROOMS).parts[0])
    assert len(said) > 100

    assert {key: dict(ways) for key, ways in said.items() if len(ways) > 1} == {}
