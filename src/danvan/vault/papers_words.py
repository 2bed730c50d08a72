"""What all papers of a denunciation have in common: facts, bases, days."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from danvan.orgs.models import Unit
from danvan.vault.models import SealedStep
from danvan.writers.paper import BLANK, Block

LAW = "Căn cứ Luật Tố cáo số 25/2018/QH14;"
DECREE = "Căn cứ Nghị định số 31/2019/NĐ-CP ngày 10 tháng 4 năm 2019 của Chính phủ;"
PROPOSED = f"Theo đề nghị của {BLANK},"
KEPT = (
    "Họ tên, địa chỉ, bút tích và thông tin khác về người tố cáo được giữ bí mật "
    "theo Điều 8 và Điều 56 Luật Tố cáo."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper is made from. ``person`` is that of an open identity, else empty."""

    number: str
    received_on: datetime.date
    unit: Unit
    steps: Mapping[str, SealedStep]
    settle_due: datetime.date | None = None
    to: str = ""
    person: Mapping[str, str] = field(default_factory=dict, repr=False)

    def who(self, name: str) -> str:
        """Return what the open identity says, else a blank."""
        return self.person.get(name, "").strip() or BLANK


Made = tuple[str, str, Sequence[Block]]


def about(facts: Facts) -> str:
    return f"đơn tố cáo mã số {facts.number}, tiếp nhận ngày {day(facts.received_on)}"


def on(facts: Facts, step: str) -> str:
    taken = facts.steps.get(step)
    return day(taken.on) if taken else BLANK


def day(day: datetime.date) -> str:
    return day.strftime("%d/%m/%Y")
