"""From a document to its figures."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from sys import intern

from danvan.core.figures import context
from danvan.core.figures.cells import cell_figures, number_cells
from danvan.core.figures.figure import Figure, Slot
from danvan.core.figures.implied import imply_units
from danvan.core.figures.label import read_bound, read_label
from danvan.core.figures.lexicon import FACTORS
from danvan.core.figures.number import Number, read
from danvan.core.figures.scan import Token, scan
from danvan.core.figures.unit import Unit, read_unit
from danvan.core.figures.words import find_words
from danvan.core.text.document import Document
from danvan.core.text.normalise import Normal, normalise
from danvan.core.text.span import Span

_ONE = Decimal(1)
_TINY = Decimal("1e-16")
_FRACTION_OF = re.compile(
    r"[ ](?:thời gian|thời hạn|diện tích|số|tổng|dân số|chi phí|khối lượng|lượng|quãng đường|nhu cầu|mức|so với|chặng|nhiệm kỳ|kinh phí|nguồn|công suất|giá trị|năm|tháng|ngày|vốn|thu nhập|hành trình|trong số)\b"
)
_FRACTION_AFTER = re.compile(
    r"(?:giảm|bằng|chiếm|cắt|quá|ít nhất|tối thiểu|khoảng|gần|hơn|trên|còn|đến|tới|đạt|được) $"
)
_PROSE = re.compile(r"[ ]+[^\W\d_]")
_HAVING_WORDS = """
là có đạt còn được đó với gồm trong tăng giảm thêm và thu nhận lý chỉ hơn gần trên khoảng dưới đã
quyết hành trả lời chuyển chức nhất xuống lên từ đến tới bằng kn tc chiếm mất vượt
"""
_HAVING = frozenset(_HAVING_WORDS.split())
_ON = re.compile(r"[a-zđ]?[ ]*(?:[,;&–-]|và|hoặc)[ ]*")
_NO_WORDS = frozenset({"time", "%", "age", "rank"})


def extract(
    document: Document, taken: Iterable[Span] = (), normal: Normal | None = None
) -> tuple[Figure, ...]:
    """Return the figures of ``document`` in reading order.

    ``taken`` are stretches whose digits are spoken for: the citations. ``normal`` is the
    document's text in normal form, if the caller has it already.
    """
    normal = normal or normalise(document.text)
    spans = tuple(Span(normal.position(s.start), normal.position(s.end)) for s in taken)
    cells = cell_figures(document, normal)
    spans = (*spans, *number_cells(document, normal))
    figures: list[Figure] = []
    named = 0  # where the last token that was a name or an ordinal ended
    for token in scan(normal.lower, spans):
        found = _figures(
            document.text,
            normal,
            token,
            len(figures),
            figures[-1].tail if figures else 0,
        )
        if not found:
            named = token.span.end
            continue
        if found[0].unit is None and _stray(normal.lower, token, named):
            named = token.span.end
            continue
        if (
            named
            and _goes_on(normal.lower, named, token.span.start)
            and found[0].unit is None
        ):
            named = token.span.end
            continue
        figures += found
    written = _in_words(document.text, normal)
    return _merged(imply_units(normal, figures), [*cells, *written])


def _in_words(text: str, normal: Normal) -> list[Figure]:
    """Return the counts written in words, where a known unit follows."""
    found = []
    for spot, value in find_words(normal.lower):
        unit = read_unit(normal.text, normal.lower, spot.end)
        told = "bằng chữ" in normal.lower[max(0, spot.start - 12) : spot.start]
        if (
            unit is None
            or not unit.known
            or not unit.name
            or unit.key in _NO_WORDS
            or told
        ):
            continue
        number = Number(Decimal(value), _ONE, "plain")
        token = Token("number", spot, (spot,))
        found.append(_figure(text, normal, spot, number, unit, 0, token, None, None))
    return found


def _merged(prose: list[Figure], others: list[Figure]) -> tuple[Figure, ...]:
    """Return both in reading order, with the mates of pairs at their new places."""
    if not others:
        return tuple(prose)
    order = sorted(
        [*enumerate(prose), *((None, cell) for cell in others)], key=lambda f: f[1].spot
    )
    moved = {old: new for new, (old, _) in enumerate(order) if old is not None}
    return tuple(
        replace(figure, mate=moved[figure.mate]) if figure.mate is not None else figure
        for _, figure in order
    )


def _stray(lower: str, token: Token, named: int) -> bool:
    """Say whether a small number without a unit counts nothing.

    It stands alone on the line of a date (17/08/2017 19:40 125), goes on a telephone
    number (0905 123 456), or a word that is no verb of having or reaching stands before
    it and prose after it. A count may be padded with a zero: 01 Phó Chủ tịch.
    """
    start, end = token.span.start, token.span.end
    printed = lower[start:end]
    if not printed.isdigit() or token.kind != "number":
        return False
    if (
        named
        and not lower[named:start].strip(" ")
        and lower[end : end + 1] in {"\n", ""}
    ):
        return True
    if named and lower[named:start] == " " and lower[named - 1].isdigit():
        return True
    padded = len(printed) == 2 and printed[0] == "0"
    if len(printed) > 2 or padded or not _PROSE.match(lower, end):
        return False
    words = lower[max(0, start - 24) : start].split()
    return bool(words) and words[-1].strip("(,:;“") not in _HAVING


def _goes_on(lower: str, named: int, start: int) -> bool:
    """Say whether a list of names or ordinals goes on: lần thứ 17, 19; mức độ 3 và 4."""
    return start - named < 6 and bool(_ON.fullmatch(lower[named:start]))


def _figures(
    text: str, normal: Normal, token: Token, index: int, since: int
) -> list[Figure]:
    if token.kind in {"date", "time", "years", "code"}:
        return []
    lower = normal.lower
    before = lower[max(0, token.span.start - 60) : token.span.start]
    unit = read_unit(normal.text, lower, token.span.end)
    if token.kind == "pair":
        return _pair(text, normal, token, unit, before, index, since)
    known = unit is not None and unit.known
    if token.kind == "range" and context.names_range(before, unit=known):
        return []
    if context.not_a_figure(
        normal.text, lower, token.span.start, token.span.end, unit=known
    ):
        return []
    numbers = [read(piece.of(lower)) for piece in token.pieces]
    if any(number is None for number in numbers) or _bare_code(
        token, lower, known=known
    ):
        return []
    slots: list[Slot | None] = ["low", "high"] if len(token.pieces) == 2 else [None]
    mates: list[int | None] = [index + 1, index] if len(token.pieces) == 2 else [None]
    return [
        _figure(text, normal, piece, number, unit, since, token, slot, mate)
        for piece, number, slot, mate in zip(
            token.pieces, numbers, slots, mates, strict=True
        )
        if number
    ]


def _bare_code(token: Token, lower: str, *, known: bool) -> bool:
    """Long runs without dots and without a unit are codes, phones, counters."""
    printed = token.span.of(lower)
    if known or not printed.isdigit():
        return False
    return len(printed) >= 7 or (len(printed) > 2 and printed[0] == "0")


def _pair(
    text: str,
    normal: Normal,
    token: Token,
    unit: Unit | None,
    before: str,
    index: int,
    since: int,
) -> list[Figure]:
    """A slash: a part of a whole, a true fraction, or no figure at all."""
    lower = normal.lower
    numbers = [read(piece.of(lower)) for piece in token.pieces]
    if (
        len(numbers) != 2
        or None in numbers
        or context.is_rank(before)
        or context.is_map_scale(before)
    ):
        return []
    a, b = numbers
    if (
        a is None
        or b is None
        or normal.text[token.span.start - 1 : token.span.start].isalpha()
    ):
        return []
    counted = unit is not None and unit.name != "" and unit.known
    if _fraction(token, lower, before, a, b):
        value = Number(
            (a.value / b.value).quantize(_TINY, ROUND_DOWN).normalize(), _TINY, "plain"
        )
        return [
            _figure(
                text, normal, token.span, value, unit, since, token, "fraction", None
            )
        ]
    if b.value < a.value and a.whole and b.whole and not counted:
        return []
    if not counted and (_date_like(token, lower) or context.is_day(before)):
        return []
    if token.span.of(lower) in {"24/24", "24/7", "7/7", "365/365"} and not (
        counted and unit and not unit.measured
    ):
        return []
    return [
        _figure(
            text, normal, token.pieces[0], a, unit, since, token, "part", index + 1
        ),
        _figure(text, normal, token.pieces[1], b, unit, since, token, "whole", index),
    ]


def _date_like(token: Token, lower: str) -> bool:
    day, month = (piece.of(lower) for piece in token.pieces)
    return (
        day.isdigit()
        and month.isdigit()
        and 1 <= int(day[:4]) <= 31
        and 1 <= int(month[:4]) <= 12
    )


def _fraction(token: Token, lower: str, before: str, a: Number, b: Number) -> bool:
    printed = token.span.of(lower)
    if "0" in printed[:1] or not (
        a.value < b.value <= 12 and a.whole and b.whole and a.value <= 5
    ):
        return False
    return bool(_FRACTION_OF.match(lower, token.span.end)) or bool(
        _FRACTION_AFTER.search(before)
        and lower[token.span.end : token.span.end + 1] in {",", ".", ";", ")", ""}
    )


def _figure(
    text: str, normal: Normal, spot: Span, number: Number, unit: Unit | None, since: int, token: Token,
    slot: Slot | None, mate: int | None,
) -> Figure:  # fmt: skip
    span = normal.original(spot)
    tail = unit.end if unit else token.span.end
    return Figure(
        span=span,
        spot=spot,
        tail=max(tail, token.span.end),
        text=intern(span.of(text)),
        number=number,
        scale=unit.scale if unit else _ONE,
        unit=(intern(unit.name) or None) if unit else None,
        key=intern(unit.key) if unit else "",
        measured=bool(unit and unit.measured),
        factor=_factor(unit),
        bound=read_bound(normal.lower, token.span.start, tail),
        label=intern(read_label(normal.lower, since, token.span.start)),
        slot=slot,
        mate=mate,
    )


def _factor(unit: Unit | None) -> Decimal:
    return FACTORS.get(unit.name.lower(), _ONE) if unit and unit.measured else _ONE
