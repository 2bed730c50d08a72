"""Fold Vietnamese for search, and make keys that sort it.

What people type differs from what is stored: tones left off, ``hoà`` for
``hòa``, composed or decomposed letters, ``Ð`` (eth) from old keyboards for ``Đ``.
Folded, all of these are one. Folding loses information: store it beside the
text, never instead of it.
"""

import unicodedata

from vn_collate import collate_key

# đ has no decomposition; ð (eth) is what some old keyboards and fonts left for it.
_D = str.maketrans("đð", "dd")
# Marks (tones, hats, horns) and invisible characters (zero width, soft hyphen).
_DROPPED = frozenset({"Mn", "Me", "Cf"})


def fold(text: str) -> str:
    """Return ``text`` in lower case, without diacritics, single-spaced.

    Folding what is folded changes nothing.

    >>> fold("  Khu phố   HOÀ BÌNH,\\xa0phường Ðông Hải ")
    'khu pho hoa binh, phuong dong hai'
    """
    # Twice: compatibility forms (fullwidth, mathematical letters) bring new
    # capitals, and folding the case of İ or ŉ brings new marks.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_D)
    kept = (c for c in text if unicodedata.category(c) not in _DROPPED)
    return " ".join("".join(kept).split())


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
