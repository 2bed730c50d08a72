"""Padding, so that the length of what is sealed tells little.

Small texts all come out as one of a few lengths; large ones lose the low bits
of theirs (Padmé, Nikitin et al., PETS 2019: at most 12 % more).
"""

SMALLEST = 2048
_MARK = b"\x80"


def padded_length(length: int) -> int:
    """Return the length in bytes that ``length`` bytes are padded to.

    >>> [padded_length(n) for n in (0, 2047, 2048, 1_000_000)]
    [2048, 2048, 2176, 1015808]
    """
    wanted = length + len(_MARK)
    if wanted <= SMALLEST:
        return SMALLEST
    exponent = wanted.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (wanted + mask) & ~mask


def pad(data: bytes) -> bytes:
    """Append a mark and zeros (ISO/IEC 7816-4)."""
    return (data + _MARK).ljust(padded_length(len(data)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Take the padding off; `ValueError` where there is none."""
    data = padded.rstrip(b"\0")
    if not data.endswith(_MARK):
        raise ValueError("no padding")
    return data[:-1]
