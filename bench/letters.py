"""Letters that nobody wrote: made from `letters.toml`, the same for the same seed."""

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATTERNS = Path(__file__).with_name("letters.toml")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
KINDS = ("feedback", "complaint", "denunciation")


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up letter and what it is."""

    kind: str
    field: str
    text: str


class Maker:
    """Makes letters of a seed, one after the other."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311 - examples, no secrets # nosec B311
        self.patterns: Mapping[str, Any] = tomllib.loads(PATTERNS.read_text("utf-8"))
        slots = self.patterns["slots"]
        self.lists: Mapping[str, Sequence[str]] = {
            name: said.split() if isinstance(said, str) else said
            for name, said in slots.items()
        }
        self.numbers: Mapping[str, tuple[int, int]] = {
            "n": (2, 60), "year": (1985, 2026), "birth": (1940, 2005), "age": (20, 90),
            "doc": (1, 9000), "area": (8, 900), "money": (3, 950), "month": (1, 12),
            "weekday": (2, 7), "grade": (1, 12),
        }  # fmt: skip
        self.makers: Mapping[str, Callable[[], str]] = {
            "name": self._name,
            "pn": self._place_name,
            "place": lambda: f"ấp {self._place_name()}, xã {self._place_name()}",
            "street": lambda: f"đường {self._name()}",
            "date": self._date,
            "phone": lambda: f"09{self.luck.randrange(10**8):08d}",
        }

    def letter(self, kind: str | None = None, field: str | None = None) -> Made:
        """Make the next letter, of a kind and field if they are given."""
        luck, say = self.luck, self.patterns
        kind = kind or luck.choices(KINDS, (7, 3, 0))[0]
        field = field or luck.choice(list(say["field"]))
        told = say["field"][field]
        chosen = [
            *luck.sample(say["opening"]["any"], luck.randint(1, 2)),
            *luck.sample(say["opening"][kind], luck.randint(1, 2)),
            *luck.sample(told, luck.randint(2, 4)),
            *luck.sample(say["ending"][kind], luck.randint(1, 2)),
        ]
        return Made(kind, field, " ".join(self._filled(line) for line in chosen))

    def letters(self, count: int) -> Iterator[Made]:
        """Make so many letters."""
        return (self.letter() for _ in range(count))

    def _filled(self, line: str) -> str:
        chosen = _CHOICE.sub(lambda m: self.luck.choice(m[1].split("|")), line)
        return _SLOT.sub(lambda m: self._slot(m[1]), chosen)

    def _slot(self, name: str) -> str:
        if name in self.makers:
            return self.makers[name]()
        if name in self.numbers:
            return str(self.luck.randint(*self.numbers[name]))
        return self._filled(self.luck.choice(self.lists[name]))

    def _name(self) -> str:
        return " ".join(
            self.luck.choice(self.lists[k]) for k in ("family", "middle", "given")
        )

    def _place_name(self) -> str:
        return " ".join(self.luck.choices(self.lists["placename"], k=2))

    def _date(self) -> str:
        luck = self.luck
        return f"{luck.randint(1, 28)}/{luck.randint(1, 12)}/{luck.randint(2023, 2026)}"


def edited(text: str, share: float, others: Sequence[str], luck: random.Random) -> str:
    """Replace, delete or insert that share of the words, each way as likely.

    New words come from ``others``.
    """
    said = text.split()
    for _ in range(round(len(said) * share)):
        place = luck.randrange(len(said))
        way = luck.randrange(3)
        if way == 0:
            said[place] = luck.choice(others)
        elif way == 1 and len(said) > 1:
            del said[place]
        else:
            said.insert(place, luck.choice(others))
    return " ".join(said)
