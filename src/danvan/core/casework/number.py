"""The public number of a case: short, speakable, and proof against slips.

``DV26-4K7P-93XM-C`` is two fixed letters, the year, eight random characters and
a check character. Left out of the alphabet is what is misread (0 O, 1 I L, 2 Z,
5 S, U V) and what a Vietnamese keyboard turns into something else: vowels, Y, W
and D take tones and hats (Telex turns ``aw`` into ``ă`` and ``dd`` into ``đ``).
That leaves 23 characters, a prime, so the check is plain arithmetic in a field.
"""

import re
import unicodedata
from collections.abc import Callable

ALPHABET = "23456789BCFGHJKMNPQRTVX"
_P = len(ALPHABET)
# Any factor other than 0 and 1 makes x∘y = 3x + y a totally antisymmetric
# quasigroup (Damm 2004): every single slip and every adjacent swap is caught.
_FACTOR = 3
_FORM = re.compile(rf"DV(\d\d)([{ALPHABET}]{{8}})([{ALPHABET}])")


class NotANumber(ValueError):
    """The text is no case number, or was mistyped."""


def make(year: int, choose: Callable[[str], str]) -> str:
    """Return a new number of ``year``; ``choose`` picks one character at random.

    >>> make(2026, lambda alphabet: alphabet[0])
    'DV26-2222-2222-K'
    """
    digits = f"{year % 100:02d}"
    body = "".join(choose(ALPHABET) for _ in range(8))
    return _written(digits, body, _check(digits, body))


def normalise(text: str) -> str:
    """Return the number as we write it, however it was typed; else NotANumber.

    Case, spaces, dashes and a Đ for the D do not matter.

    >>> normalise(" đv26 2222 2222-K")
    'DV26-2222-2222-K'
    """
    folded = unicodedata.normalize("NFKC", text).upper().replace("Đ", "D")
    match = _FORM.fullmatch(re.sub(r"[\s.\u002d\u2010-\u2015]", "", folded))
    if match is None or _check(match[1], match[2]) != match[3]:
        raise NotANumber(text)
    return _written(*match.groups())


def _written(digits: str, body: str, check: str) -> str:
    return f"DV{digits}-{body[:4]}-{body[4:]}-{check}"


def _check(digits: str, body: str) -> str:
    state = 0
    for value in [*map(int, digits), *map(ALPHABET.index, body)]:
        state = (_FACTOR * state + value) % _P
    return ALPHABET[-_FACTOR * state % _P]
