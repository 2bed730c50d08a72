"""Which passwords are refused: short ones and known ones, nothing else.

No rule about digits or capitals: it makes people write "Matkhau@123". Instead
what such rules lead to is known: digits and signs around a common word.
"""

import re
from functools import cache
from importlib import resources

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.core.text.fold import fold

_REPLACED = str.maketrans("0134@$57", "oieaasst")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_NOT_LETTERS = re.compile(r"[^a-z]+")


class KnownPasswords:
    """Refuses what is on Django's list, or is a known word in disguise."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator()

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise `ValidationError` for a known password; ``user``'s name is one."""
        self._common.validate(password, user)
        words = known_words()
        if user is not None:
            words |= {_letters(user.username)}
        if is_made_of(password, words):
            raise ValidationError(
                _("This password is easy to guess. Choose several words of your own."),
                code="password_known",
            )

    def get_help_text(self) -> str:
        """Say the rule in a sentence."""
        return _("It must not be a well-known word with digits around it.")


@cache
def known_words() -> frozenset[str]:
    """Return the words that known passwords of Viet Nam are made of, folded."""
    text = resources.files(__package__).joinpath("data", "known_words.txt")
    lines = text.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_made_of(password: str, words: frozenset[str]) -> bool:
    """Say whether nothing but ``words``, digits, signs and repetition is in it.

    >>> words = frozenset({"matkhau", "vietnam"})
    >>> [is_made_of(p, words) for p in ("Mật khẩu 2026!", "V1etn@mV1etn@m", "chín con mèo ngủ")]
    [True, True, False]
    """
    folded = fold(password)
    letters = _letters(folded)
    if len(set(password)) < 5 or len(letters) < 3:
        return True
    # Digits around the word are digits; those inside it may stand for letters.
    disguised = _letters(_AROUND.sub("", folded).translate(_REPLACED))
    return _consists_of(letters, words) or _consists_of(disguised, words)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", fold(text))


def _consists_of(letters: str, words: frozenset[str]) -> bool:
    """Say whether ``letters`` can be cut into ``words`` without a rest."""
    reached = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        reached[end] = any(
            reached[end - len(word)] and letters.endswith(word, 0, end)
            for word in words
            if 0 < len(word) <= end
        )
    return reached[-1]
