"""What goes into an extract: words without a person, files without a maker."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from danvan.core.text.fold import fold
from danvan.files import copies
from danvan.files.verdict import Clean
from danvan.vault.sealing import File

GAP = "[…]"
_FEWEST = 4  # letters or digits; shorter words would tear holes into every text
_NOT_WORDS = re.compile(r"[^\w]+")
_DIGITS = re.compile(r"\d(?:[\s.\-()]*\d){5,}")
# Fields of the identity that say how it came, and name nobody.
_NEUTRAL = frozenset({"channel", "how"})


def redact(text: str, identity: Mapping[str, str]) -> str:
    """Return the text with the words of the identity taken out; a help, no promise.

    Names and addresses go with or without tones, numbers however they are
    grouped. Whoever passes on still reads for what else tells who speaks.

    >>> redact("Tôi là NGUYEN VAN A, sđt 0912.345.678.", {"name": "Nguyễn Văn A", "phone": "0912 345 678"})
    'Tôi là […], sđt […].'
    """
    values = [v for name, v in identity.items() if name not in _NEUTRAL]
    numbers = {d for v in values for d in _numbers(v)}
    text = unicodedata.normalize("NFC", text)
    text = _DIGITS.sub(lambda m: GAP if _plain(m[0]) in numbers else m[0], text)
    for phrase in sorted(_phrases(values), key=len, reverse=True):
        text = _without(text, phrase)
    return text


def clean_for_extract(files: Iterable[tuple[str, bytes]]) -> tuple[File, ...]:
    """Return files fit to be passed on: checked by the gate, without metadata, renamed.

    ``files`` are (name, bytes); of the name only its ending is looked at.
    Raises `danvan.files.verdict.Refused` for one that cannot be made clean.
    """
    made = []
    for number, (name, data) in enumerate(files, start=1):
        clean = stripped(name, data)
        made.append(
            File(f"trich-{number}{clean.suffix}", clean.content_type, clean.data)
        )
    return tuple(made)


def stripped(name: str, data: bytes) -> Clean:
    """Copy one file by what is seen in it, so that nothing tells who made it."""
    suffix = PurePosixPath(name.strip()).suffix.lower()
    return copies.copy(data, f"tep{suffix}")


def _numbers(value: str) -> list[str]:
    return [_plain(m[0]) for m in _DIGITS.finditer(value)]


def _plain(number: str) -> str:
    return re.sub(r"\D", "", number)


def _phrases(values: Iterable[str]) -> set[str]:
    """Return each value, and its parts between commas and lines, folded."""
    parts = {part for v in values for part in (v, *re.split(r"[,;\n]", v))}
    folded = {" ".join(_NOT_WORDS.sub(" ", fold(part)).split()) for part in parts}
    return {p for p in folded if len(p.replace(" ", "")) >= _FEWEST}


def _without(text: str, phrase: str) -> str:
    """Take a folded phrase out of a text, word by word as it is written there."""
    words = [(m.start(), m.end(), fold(m[0])) for m in re.finditer(r"\w+", text)]
    wanted = phrase.split()
    size, out, last, at = len(wanted), [], 0, 0
    while at + size <= len(words):
        if [word for _s, _e, word in words[at : at + size]] == wanted:
            out += [text[last : words[at][0]], GAP]
            last, at = words[at + size - 1][1], at + size
        else:
            at += 1
    return "".join([*out, text[last:]])
