"""The sentence around a figure, cut out of the words on either side of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_END = re.compile(r"[.!?…;](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three parts: before the figure, the figure, and after it."""

    before: str
    figure: str
    after: str


def sentence(words: Mapping[str, str]) -> Sentence:
    """Cut at the ends of sentences; without one at the edge of what is given.

    >>> sentence({"before": "Một. Đã tiếp ", "figure": "5", "after": " lượt. Hai."})
    Sentence(before='Đã tiếp ', figure='5', after=' lượt.')
    """
    ends = list(_END.finditer(words["before"]))
    before = words["before"][ends[-1].end() :].lstrip() if ends else words["before"]
    stop = _END.search(words["after"] + " ")
    after = words["after"][: stop.end()] if stop else words["after"]
    return Sentence(before, words["figure"], after.rstrip())
