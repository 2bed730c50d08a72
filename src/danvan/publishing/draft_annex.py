"""The annexes of a draft as one workbook: its figures, then the statutory forms.

The words are those of a paper, Vietnamese; the forms stand as their own room writes
them. What was not filled in is named at the foot of the figures and never made up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Viewer
from danvan.core.drafting.numbers import rounded
from danvan.core.indicators import catalogue
from danvan.indicators import annexes
from danvan.indicators.annexes import Annex
from danvan.publishing.draft_page import Contents
from danvan.publishing.draft_paper import HEADS, HUNDRED, comparable, subject
from danvan.writers import xlsx

_CODES = ("A", "B", "1", "2", "3=1-2", "4=3/2")
_Row = tuple[str, list[xlsx.Value]]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that belong to a draft; ``readable`` is False if they are not shown."""

    all: Sequence[Annex] = ()
    readable: bool = True

    @property
    def standing(self) -> list[Annex]:
        """Those of which there is a sheet."""
        return [each for each in self.all if each.stands]

    @property
    def unsigned(self) -> list[Annex]:
        """Those of which there is a sheet that nobody has signed."""
        return [each for each in self.standing if not each.is_signed]

    @property
    def unfilled(self) -> list[Annex]:
        """Those that nobody has filled in for the period."""
        return [e for e in self.all if e.form.is_loaded and e.filled is None]

    @property
    def unloaded(self) -> list[Annex]:
        """Those whose columns are not known here."""
        return [each for each in self.all if not each.form.is_loaded]


def forms(contents: Contents, viewer: Viewer) -> Forms:
    """Return the forms that the draft's outline asks for, as far as the viewer reads.

    None of an outline without forms; queries as `annexes.of_unit`.
    """
    draft, series = contents.draft, contents.outline.forms
    if not series:
        return Forms()
    try:
        found = annexes.of_unit(viewer, draft.unit, draft.period.known, series)
    except annexes.MayNotRead:
        return Forms(readable=False)
    return Forms(found)


def workbook(contents: Contents, viewer: Viewer) -> bytes:
    """Return the annexes as XLSX: the figures, then each form that was filled in."""
    found = forms(contents, viewer)
    first = xlsx.Sheet(
        name="Phụ lục",
        above=[
            contents.draft.unit.office_name,
            f"Phụ lục: {subject(contents.draft, contents.outline)}",
        ],
        heads=[xlsx.Head(text, 0, n) for n, text in enumerate(HEADS[1:])],
        codes=_CODES,
        rows=[_row(contents, code) for code in contents.outline.annex],
        below=[*_foot(found)],
    )
    period = contents.draft.period.known
    return xlsx.workbook([first, *annexes.sheets(found.all, period)])


def _row(contents: Contents, code: str) -> _Row:
    name, fact = catalogue.of(code).name["vi"], contents.facts.get(code)
    if fact is None:
        return name, ["", None, None, None, None]
    before = comparable(fact.before)
    change = None if before is None else fact.amount - before
    rate = rounded(change / before * HUNDRED) if change is not None and before else None
    return name, [fact.measure.word, fact.amount, fact.before.amount, change, rate]


def _foot(found: Forms) -> Iterator[str]:
    if not found.readable:
        yield (
            "Không kèm biểu thống kê: người tải tệp này không có quyền đọc biểu của "
            "đơn vị."
        )
    if found.standing:
        yield f"Kèm theo {_named(found.standing)}, mỗi biểu một trang tính."
    if found.unsigned:
        yield f"Còn là bản nháp, chưa ký: {_named(found.unsigned)}."
    if found.unfilled:
        yield (
            f"Chưa lập cho kỳ này nên không kèm theo: {_named(found.unfilled)}. "
            "Lập tại mục “Thống kê”, “Biểu thống kê theo quy định”, chọn kỳ báo cáo."
        )
    if found.unloaded:
        acts = ", ".join(dict.fromkeys(e.form.act for e in found.unloaded))
        yield (
            f"Chưa nạp biểu mẫu của {acts} nên chưa lập được theo cột chính thức: "
            f"{_named(found.unloaded)}. Quản trị viên nạp phụ lục của văn bản này."
        )


def _named(some: Iterable[Annex]) -> str:
    return "biểu " + codes(some)


def codes(some: Iterable[Annex]) -> str:
    """Return the codes of forms in their order: 01/TCD, 02/XLD."""
    return ", ".join(each.form.code for each in some)
