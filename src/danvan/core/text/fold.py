"""Fold Vietnamese for search, and make keys that sort it.

What people type differs from what is stored: tones left off, ``hoà`` for
``hòa``, composed or decomposed letters, ``Ð`` (eth) from old keyboards for ``Đ``.
Folded, all of these are one. Folding loses information: store it beside the
text, never instead of it.
"""

import unicodedata

from vn_collate import collate_key

# Marks (tones, hats, horns) and invisible characters (zero width, soft hyphen).
_DROPPED = frozenset({"Mn", "Me", "Cf"})
_KEPT_BELOW = 0x3000  # what is remembered must not grow with what people send


class _Kept(dict[int, int | None]):
    """Says of each character whether folding keeps it; `str.translate` asks."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) in _DROPPED else code
        if code < _KEPT_BELOW:
            self[code] = kept
        return kept


# đ has no decomposition; ð (eth) is what some old keyboards and fonts left for it.
_KEPT = _Kept(str.maketrans("đð", "dd"))


def fold(text: str) -> str:
    """Return ``text`` in lower case, without diacritics, single-spaced.

    Folding what is folded changes nothing.

    >>> fold("  Khu phố   HOÀ BÌNH,\\xa0phường Ðông Hải ")
    'khu pho hoa binh, phuong dong hai'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    # Twice: compatibility forms (fullwidth, mathematical letters) bring new
    # capitals, and folding the case of İ or ŉ brings new marks.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_KEPT)
    return " ".join(text.split())


def sort_key(text: str) -> bytes:
    """Return the bytes that sort ``text`` in Vietnamese alphabetical order.

    Syllable by syllable, as dictionaries do: Cà Mau stands before Cao Bằng.
    Compare keys, never take them apart: their making belongs to vn-collate.

    >>> sorted(["Đỏ", "Cao Bằng", "Cà Mau", "Ấp", "An"], key=sort_key)
    ['An', 'Ấp', 'Cà Mau', 'Cao Bằng', 'Đỏ']
    """
    # A syllable's key ends lower than any letter. The keys are hex; as bytes they
    # take half the room and sort the same.
    return b"".join(bytes.fromhex(collate_key(word)) for word in text.split())
