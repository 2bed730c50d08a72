"""A sealed case, made on one database and opened on another by recovery shares.

    python -m tests.drills.backup_sealed seal STORY
    python -m tests.drills.backup_sealed open CASE STORY SHARE...

Run in the environment of a command of that data directory. ``seal`` prints the case;
``open`` tries every pair of the shares and each alone, and prints how many opened it.
"""

import itertools
import json
import sys
import uuid
from collections.abc import Sequence

import django


def seal(story: str) -> str:
    """Seal a case for the demonstration's ward; return its id."""
    from tests.sealing.world import seal as sealed

    from danvan.orgs.demo import COMMUNE
    from danvan.orgs.models import Unit

    return str(sealed(Unit.objects.get(code=COMMUNE), "", mark=story))


def opens(case: uuid.UUID, story: str, words: Sequence[str]) -> bool:
    """Say whether these shares open both halves of the case, and find the story."""
    from danvan.orgs.demo import COMMUNE
    from danvan.orgs.models import Unit
    from danvan.vault import context, providers, sealing, unit_keys
    from danvan.vault.errors import DoesNotOpen
    from danvan.vault.models import SealedBlob, Wrap
    from danvan.vault.scope import scoped
    from danvan.vault.services.reading import place_of, plain

    unit = Unit.objects.get(code=COMMUNE)
    told = []
    with scoped(user_id="", units=[unit.pk]):
        for wrap in Wrap.objects.filter(case=case, unit=unit).select_related("key"):
            try:
                private = unit_keys.by_shares(words)(wrap.key)
            except DoesNotOpen:
                return False
            place = context.case(case, unit.code, wrap.key.epoch, wrap.compartment)
            key = providers.unwrap(bytes(wrap.wrapped), private, place)
            blob = SealedBlob.objects.get(
                case=case, compartment=wrap.compartment, kind=sealing.TEXT
            )
            opened = sealing.open_text(plain(blob), key, place_of(blob))
            told += opened.fields.values()
    # The mark stands in the name and in the story: both halves were read.
    return sum(text.startswith(story) for text in told) == 2


def main(what: str, *said: str) -> None:
    """Seal or open; print what came of it as JSON."""
    django.setup()
    if what == "seal":
        print(json.dumps({"case": seal(said[0])}))  # noqa: T201
        return
    case, story, *shares = said
    tried = {
        n: sum(
            opens(uuid.UUID(case), story, some)
            for some in itertools.combinations(shares, n)
        )
        for n in (1, 2)
    }
    print(json.dumps({"single": tried[1], "pairs": tried[2]}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
