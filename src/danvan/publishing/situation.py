"""The situation sheet of a place: what people speak of, by field and commune."""

from collections.abc import Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.fields import field
from danvan.core.drafting.facts import period_words
from danvan.core.drafting.situation import LEAST, Issue, Sheet, sheet
from danvan.core.registers import load
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Unit
from danvan.papers.letterhead import letterhead
from danvan.petitions import issues as petitions
from danvan.publishing import reach
from danvan.registers import issues as registers
from danvan.writers import grid
from danvan.writers.official import official
from danvan.writers.paper import Paper, Paragraph, Table

HEADS = ("Nơi", "Kênh", "Lĩnh vực, nội dung", "Số nguồn, từ")
NOTE = (
    f"Chỉ nêu vấn đề có ít nhất {LEAST} nguồn; số được làm tròn xuống bội của {LEAST}. "
    "Không nêu tên người, không trích lời."
)
LETTERS = "Đơn, thư"


@dataclass(frozen=True, slots=True)
class Situation:
    """The sheet of a unit for a period."""

    unit: Unit
    period: Period
    sheet: Sheet

    @property
    def rows(self) -> Sequence[tuple[str, str, str, str]]:
        """The lines of the sheet as texts."""
        found = self.sheet.issues
        return [(i.place, i.channel, i.subject, str(i.sources)) for i in found]


def of(viewer: Viewer, unit: Unit, period: Period) -> Situation:
    """Return what people speak of in a unit and what stands below it; four queries.

    Below a province only for who reads what comes from there.
    """
    units = {unit.pk: unit}
    if unit.level == "commune" or unit.pk in reach.units(viewer, Right.FORMS_BELOW):
        units |= {each.pk: each for each in orgs.descendants(unit, period.end)}
    letters = petitions.by_field(period.start, period.end, units)
    books = registers.by_subject(period.start, period.end, units)
    issues = [
        *(
            Issue(units[pk].name, LETTERS, field(code).words["vi"], n)
            for (pk, code), n in letters.items()
        ),
        *(
            Issue(units[pk].name, load.known()[book].name["vi"], _about(book, code), n)
            for (pk, book, code), n in books.items()
        ),
    ]
    return Situation(unit, period, sheet(issues))


def _about(book: str, code: str) -> str:
    """Return the Vietnamese name of a choice of a book; what is not told is "chung"."""
    for asked in load.known()[book].editions[-1].fields:
        for choice in asked.choices:
            if choice.code == code and code:
                return f"{asked.name['vi']}: {choice.name['vi']}"
    return "Chung"


def docx(situation: Situation) -> bytes:
    """Return the sheet as DOCX in the layout of Decree 30/2020."""
    rows = tuple(situation.rows)
    table = (Table((HEADS, *rows), widths=(50, 45, 55, 25)),) if rows else ()
    none = () if rows else (Paragraph("Không có vấn đề nào đủ số nguồn để nêu."),)
    return official(
        Paper(
            letterhead=letterhead(situation.unit),
            kind="Tổng hợp tình hình",
            subject=f"Vấn đề người dân quan tâm {period_words(situation.period)}",
            symbol="",
            blocks=(Paragraph(NOTE), *none, *table),
            recipients=("Lưu: VT",),
        )
    )


def xlsx(situation: Situation) -> bytes:
    """Return the sheet as XLSX; every cell is text."""
    return grid.workbook("Tình hình", HEADS, [*situation.rows, (NOTE, "", "", "")])
