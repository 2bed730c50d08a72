"""Units that are not printed with a number but told by its neighbours."""

import re
from collections.abc import Sequence
from dataclasses import replace

from danvan.core.figures.figure import Figure
from danvan.core.figures.lexicon import COUNTED, DIMENSIONS
from danvan.core.text.normalise import Normal

_LEADS = frozenset({"số", "lượng", "tổng", "Tổng", "Số"})
_WORDS = re.compile(r"[^\W\d_]+")


def imply_units(normal: Normal, figures: Sequence[Figure]) -> list[Figure]:
    """Give a number without a unit the one its neighbours tell."""
    done: list[Figure] = []
    for index, figure in enumerate(figures):
        if figure.unit is None:
            figure = _from_neighbours(normal, figures, done, index)
        done.append(figure)
    return done


def _from_neighbours(
    normal: Normal, figures: Sequence[Figure], done: list[Figure], index: int
) -> Figure:
    figure = figures[index]
    after = figures[index + 1] if index + 1 < len(figures) else None
    if (
        after
        and after.unit
        and after.spot.start - figure.tail < 18
        and normal.lower[figure.tail : after.spot.start].strip()
        in {
            "đến",
            "-",
            "–",
            "và",
            "hoặc",
            "tới",
            "trong số",
            "trên",
            "lên",
            "xuống",
            "còn",
            "lên đến",
            "xuống còn",
            "trong tổng số",
            "trên tổng số",
            "trong",
        }
    ):
        return replace(
            figure,
            unit=after.unit,
            key=after.key,
            factor=after.factor,
            measured=after.measured,
            implied=True,
            scale=after.scale if figure.scale == 1 else figure.scale,
        )
    since = done[-1].tail if done else 0
    clause = normal.text[max(since, figure.spot.start - 90) : figure.spot.start]
    hint = _hint(clause)
    if hint:
        return replace(figure, unit=hint[0], key=hint[1], implied=True)
    for before in reversed(done[-12:]):
        if before.unit and before.key not in {"%", "points", "times", "time"}:
            return replace(
                figure, unit=before.unit, key=before.key, measured=before.measured, implied=True,
                factor=before.factor,
                scale=before.scale if figure.scale == 1 and before.measured and not figure.slot else figure.scale,
            )  # fmt: skip
    return figure


def _hint(clause: str) -> tuple[str, str] | None:
    """Read the unit out of the words before: Tổng số hợp tác xã: 38."""
    line = clause.rsplit("\n", 1)[-1]
    words = _WORDS.findall(line)
    for first in range(len(words)):
        leads = words[first - 1] in _LEADS if first else "\n" in clause
        if not leads or words[first] in _LEADS:
            continue
        for length in (3, 2, 1):
            name = " ".join(words[first : first + length])
            if COUNTED.get(name.lower(), "%") not in DIMENSIONS:
                return name, COUNTED[name.lower()]
    return None
