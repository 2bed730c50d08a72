"""Codes that the tables of petitions store, and what holds them to these."""

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

# Characters; the longest letter in the corpus of petitions has 9.000.
LONGEST_TEXT = 20_000
models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """Return a field's choices; the words on screen are in `labels`."""
    return [(code.value, code.value) for code in codes]


def known(field: str, codes: type[StrEnum]) -> Q:
    """Return the condition that a field holds one of the codes."""
    return Q(**{f"{field}__in": [code.value for code in codes]})


class Channel(models.TextChoices):
    """How it came in (Circular 07/2014/TT-TTCP, article 5, and the portal)."""

    ONLINE = "online"
    COUNTER = "counter"
    BOX = "box"
    POST = "post"
    FORWARDED = "forwarded"
    LEADER = "leader"
    MAILBOX = "mailbox"
    DIALOGUE = "dialogue"
    PHONE = "phone"
    ZALO = "zalo"
    EMAIL = "email"


class Forwarder(models.TextChoices):
    """Who sent a letter on (Circular 07/2014/TT-TTCP, article 5)."""

    DEPUTY = "deputy"
    COUNCIL = "council"
    FRONT = "front"
    PRESS = "press"
    PARTY = "party"
    BODY = "body"


class Condition(models.TextChoices):
    """Whether a letter has all that the law asks of one to be handled."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class Competence(models.TextChoices):
    """Whose it is to settle."""

    OWN = "own"
    OTHER = "other"


class Instance(models.IntegerChoices):
    """Which time a complaint is settled; everything else has none."""

    NONE = 0
    FIRST = 1
    SECOND = 2


class Field(models.TextChoices):
    """The field of law a matter belongs to."""

    LAND = "land"
    BUILDING = "building"
    ENVIRONMENT = "environment"
    SOCIAL = "social"
    HEALTH = "health"
    EDUCATION = "education"
    CIVIL_STATUS = "civil_status"
    ORDER = "order"
    CONDUCT = "conduct"
    OTHER = "other"


class Subject(models.TextChoices):
    """What a letter is about where the law has terms of its own for it."""

    DISCIPLINE = "discipline", "discipline"  # a complaint about a disciplinary decision
    DISMISSAL = "dismissal", "dismissal"  # and that decision is a dismissal
    REGULATION = "regulation", "regulation"  # feedback on administrative regulations


DISCIPLINARY = frozenset({Subject.DISCIPLINE, Subject.DISMISSAL})
# What a letter of a kind can be about.
SUBJECTS = {"complaint": DISCIPLINARY, "feedback": frozenset({Subject.REGULATION})}


class Outcome(models.TextChoices):
    """How a term ended."""

    MET = "met"
    REPLACED = "replaced"  # the letter turned out to be of another kind
    JOINED = "joined"  # the letter is a copy: the original's clock runs on
    ENDED = "ended"  # withdrawn, terminated, taken further: nobody waits for it
