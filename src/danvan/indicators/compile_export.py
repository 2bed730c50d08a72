"""A sheet as an Excel file: code, name, unit, number, source, what was before, note."""

from danvan.indicators import compile_page, labels, value_labels
from danvan.indicators.compiling import Board
from danvan.writers import xlsx as writer

_HEADS = {
    "vi": (
        "Chỉ tiêu",
        "Mã",
        "Đơn vị tính",
        "Kỳ này",
        "Kỳ trước",
        "Cùng kỳ năm trước",
        "Nguồn",
        "Ghi chú",
    ),
    "en": (
        "Indicator",
        "Code",
        "Measure",
        "This period",
        "Period before",
        "A year ago",
        "Source",
        "Note",
    ),
}
_CODES = ("A", "B", "C", "1", "2", "3", "D", "E")


def xlsx(board: Board) -> bytes:
    """Return the sheet as .xlsx; an empty number stays an empty cell."""
    language = labels.language()
    rows = [
        (
            value_labels.indicator_name(code),
            [
                code,
                value_labels.measure(code),
                number.amount,
                board.before.amounts.get(code),
                board.year_ago.amounts.get(code),
                compile_page.source(number),
                board.notes.get(code, ""),
            ],
        )
        for code, number in board.numbers.items()
    ]
    return writer.table(
        name=board.sheet.id[:31],
        above=[
            board.unit.name,
            labels.say(board.sheet.name).upper(),
            f"{labels.period_name(board.period)}. {labels.period_days(board.period)}",
        ],
        heads=[writer.Head(text, 0, n) for n, text in enumerate(_HEADS[language])],
        codes=_CODES,
        rows=rows,
    )
