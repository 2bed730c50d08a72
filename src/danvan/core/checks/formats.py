"""Format: one text writes its decimals one way, and no number is torn apart."""

from collections.abc import Iterator

from danvan.core.checks.finding import Check, both, plain
from danvan.core.checks.reading import Reading

RULE = "format"
_SHOWN = 40


def check(reading: Reading) -> Iterator[Check]:
    """Yield a warning for a decimal point among commas, and for each torn number."""
    pointed = [i for i, f in enumerate(reading.figures) if f.number.style == "point"]
    commas = [
        i
        for i, f in enumerate(reading.figures)
        if "," in f.text and f.number.style in {"plain", "grouped"}
    ]
    if pointed and commas:
        yield _mixed(reading, pointed, commas[0])
    for index, figure in enumerate(reading.figures):
        if figure.number.style in {"spaced", "english"}:
            yield _odd(reading, index)


def _mixed(reading: Reading, pointed: list[int], comma: int) -> Check:
    first = reading.figures[pointed[0]]
    norm = first.text.replace(".", ",")
    message = both(
        f"Dấu chấm và dấu phẩy thập phân lẫn nhau: in {first.text}, theo quy ước là {norm} ({len(pointed)} chỗ dùng dấu chấm).",
        f"Decimal points and commas are mixed: printed {first.text}, by convention {norm} ({len(pointed)} with a point).",
    )
    members = tuple(sorted({*pointed[:_SHOWN], comma}))
    return Check(RULE, False, "warning", members, first.text, norm, message, first.span)


def _odd(reading: Reading, index: int) -> Check:
    figure = reading.figures[index]
    norm = plain(figure.value).replace(".", ",")
    message = both(
        f"In “{figure.text}”; theo quy ước viết {norm}.",
        f"Printed “{figure.text}”; by convention {norm}.",
    )
    return Check(
        RULE, False, "warning", (index,), figure.text, norm, message, figure.span
    )
