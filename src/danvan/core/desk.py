"""What a desk shows: one line with a title, an address and a due date."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Something due or found; ``kind`` is the room it comes from."""

    kind: str
    title: str
    url: str
    due: datetime.date | None = None
    note: str = ""
