"""What makes two letters alike: their folded words, sketched in bands, held together.

Pure: the sketch itself (MinHash) is made where a library for it may be imported. A
key is one band of a sketch with the scope of the look-up in its high bits, so that
a unit's keys lie side by side in an index and a look-up reads only its own.
"""

import hashlib
import re
import struct
from collections.abc import Iterable, Sequence, Set
from enum import StrEnum
from functools import cache
from typing import Any

from danvan.core.data import load_toml
from danvan.core.text.fold import fold

_WORD = re.compile(r"[^\W_]+")
# A key is positive and fits into 64 bits: 23 of the scope, 40 of what is looked for.
_BITS = 40
_SCOPES = 1 << 22
_BYTES = _BITS // 8


class Mark(StrEnum):
    """What else two letters may share beside their words."""

    PHONE = "phone"
    PERSON = "person"  # name and place
    PLACE = "place"


@cache
def rules() -> Any:
    """Return bands, rows, the shares and limits (`core/data/similarity.toml`)."""
    return load_toml("similarity.toml")


@cache
def common_words() -> frozenset[str]:
    """Return the folded words that say nothing about a matter."""
    return frozenset(rules()["common"].split())


def words(text: str) -> frozenset[str]:
    """Return the folded words of ``text`` that tell one matter from another.

    >>> sorted(words("Đề nghị sửa cống ở hẻm 12, hẻm 12 ngập"))
    ['12', 'cong', 'hem', 'ngap', 'sua']
    """
    found = _WORD.findall(fold(text))
    return frozenset(w for w in found if _telling(w))


def _telling(word: str) -> bool:
    return (len(word) > 1 or word.isdigit()) and word not in common_words()


def jaccard(one: Set[str], other: Set[str]) -> float:
    """Return the share of words that both have, between 0 and 1; 0 for two empty sets.

    >>> jaccard({"cong", "ngap"}, {"cong", "ngap", "hem", "12"})
    0.5
    """
    shared = len(one & other)
    every = len(one) + len(other) - shared
    return shared / every if every else 0.0


def pieces(text: str, shared: Set[str]) -> list[tuple[str, bool]]:
    """Cut ``text`` into stretches, each with whether its words are among ``shared``.

    Put together they are the text; ``shared`` are folded words.

    >>> pieces("Cống hẻm 12, nghẹt", {"hem", "12"})
    [('Cống ', False), ('hẻm 12', True), (', nghẹt', False)]
    """
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        if fold(match[0]) not in shared:
            continue
        between = text[end : match.start()]
        if found and not between.strip():
            found[-1] = (found[-1][0] + between + match[0], True)
        else:
            found += [(between, False)] if between else []
            found.append((match[0], True))
        end = match.end()
    return found + ([(text[end:], False)] if end < len(text) else [])


def own_scope(unit: int) -> int:
    """Return the scope of a unit's own letters; ``unit`` is its key, below 2^22."""
    return _scope(unit) * 2


def wide_scope(province: int) -> int:
    """Return the scope of all letters of a province; ``province`` is a unit's key."""
    return _scope(province) * 2 + 1


def _scope(unit: int) -> int:
    if not 0 < unit < _SCOPES:
        raise ValueError(f"no scope for the unit {unit}")
    return unit


def bands(sketch: Sequence[int]) -> list[int]:
    """Return one value for each band of a sketch of 32-bit numbers; no scope yet.

    Raises ValueError for a sketch of another length than bands × rows.
    """
    rows, number = rules()["rows"], rules()["bands"]
    if len(sketch) != rows * number:
        raise ValueError(f"a sketch has {rows * number} numbers, not {len(sketch)}")
    return [
        _hash(struct.pack(f"<B{rows}I", band, *sketch[band * rows :][:rows]))
        for band in range(number)
    ]


def keys(values: Iterable[int], scope: int) -> list[int]:
    """Return the values as keys of one scope."""
    return [scope << _BITS | value for value in values]


def marks(*, name: str = "", phone: str = "", place: str = "") -> dict[Mark, int]:
    """Return the marks that a letter has; values without scope, none for what is empty.

    The person is a name and a place together: a name alone is many people.
    """
    number, where, who = digits(phone), folded_place(place), fold(name)
    found = {}
    if len(number) >= _SHORTEST_PHONE:
        found[Mark.PHONE] = _mark(Mark.PHONE, number)
    if who and where:
        found[Mark.PERSON] = _mark(Mark.PERSON, who, where)
    if where:
        found[Mark.PLACE] = _mark(Mark.PLACE, where)
    return found


_SHORTEST_PHONE = 8


def digits(phone: str) -> str:
    """Return a telephone number as its digits, as dialled within the country.

    >>> digits("+84 912.345.678")
    '0912345678'
    """
    found = "".join(c for c in phone if c.isascii() and c.isdigit())
    return "0" + found[2:] if found.startswith("84") and len(found) > 10 else found


def folded_place(place: str) -> str:
    """Return a place in one spelling: folded words in order, without marks between.

    >>> folded_place("Ấp Mỹ Phước, xã  Mẫu.")
    'ap my phuoc xa mau'
    """
    return " ".join(_WORD.findall(fold(place)))


def _mark(kind: Mark, *what: str) -> int:
    return _hash("\n".join([kind, *what]).encode())


def _hash(what: bytes) -> int:
    return int.from_bytes(
        hashlib.blake2b(what, digest_size=_BYTES, person=b"danvan.alike").digest()
    )
