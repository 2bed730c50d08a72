"""Four digits said in words, to be written as digits: the question in a flood.

It works without a script, without a picture and by ear; a guess is right once in
ten thousand times.
"""

import secrets
import uuid
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from danvan.portal.models import LIFETIME

_SALT = "danvan.portal.digits"
_COUNT = 4
_WORDS = (
    pgettext_lazy("digit", "zero"),
    pgettext_lazy("digit", "one"),
    pgettext_lazy("digit", "two"),
    pgettext_lazy("digit", "three"),
    pgettext_lazy("digit", "four"),
    pgettext_lazy("digit", "five"),
    pgettext_lazy("digit", "six"),
    pgettext_lazy("digit", "seven"),
    pgettext_lazy("digit", "eight"),
    pgettext_lazy("digit", "nine"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the signed token that comes back with the answer."""

    text: str
    token: str


def ask(form_id: uuid.UUID) -> Question:
    """Draw a question for one form."""
    drawn = "".join(str(secrets.randbelow(10)) for _digit in range(_COUNT))
    told = ", ".join(str(_WORDS[int(digit)]) for digit in drawn)
    sealed = signing.dumps(_answer(form_id, drawn), salt=_SALT)
    return Question(_("Write these as digits: %(words)s") % {"words": told}, sealed)


def answered(form_id: uuid.UUID, *, token: str, digits: str) -> bool:
    """Say whether ``digits`` answer the question asked for this very form."""
    given = "".join(c for c in digits if c.isdecimal())
    try:
        expected = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return False
    return bool(expected == _answer(form_id, given))


def _answer(form_id: uuid.UUID, digits: str) -> str:
    # Signed is not hidden: the token must not tell the digits.
    return signing.Signer(salt=f"{_SALT}.{form_id}").signature(digits)
