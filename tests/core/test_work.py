"""Twice the input costs at most two and a half times the work, whatever it says.

Work is counted in calls, of Python and of C alike: the same on every machine.
"""

import cProfile

import pytest

from danvan.audit import audit

# What each window of the rules is filled with before the texts are compared.
SIZE = 5_000
MOST = 2.5

TRAPS = {
    "a run of digits": "1",
    "digits between dots": "1.",
    "digits between slashes": "1/",
    "digits between dashes": "5-",
    "open brackets": "(",
    "a bracket in each bracket": "(5 đơn (3 đơn (",
    "brackets that are never closed": "10 đơn (5 đơn ",
    "brackets that were never opened": "5 đơn) ",
    "a split in each bracket": "10 đơn (5 đơn khiếu nại, 5 đơn tố cáo), ",
    "numbers alone in one sentence": "5 ",
    "numbers with one unit in one sentence": "5 đơn khiếu nại, ",
    "numbers joined by plus": "5 + ",
    "percentages": "5%",
    "sums in sums": "gồm 5 đơn, trong đó 3 đơn; ",
    "lists of one": "gồm 5 đơn, ",
    "of which, of which": "trong đó 3 đơn, ",
    "lists after colons": "gồm: 5 đơn; ",
    "what remains": "còn lại 5 đơn, ",
    "totals": "tổng số 5 đơn, ",
    "shares": "đạt 50%, ",
    "fractions with their rate": "5/10 đơn, đạt 50%, ",
    "increases": "tăng 5 đơn so với cùng kỳ, ",
    "averages": "bình quân mỗi tháng 5 đơn trong 5 tháng, ",
    "ranges": "từ 5 đến 10 đơn, ",
    "one value in every sentence": "tiếp 1.234 lượt. ",
    "two values in every sentence": "Tiếp nhận 1.234 đơn; giải quyết 1.234 đơn; ",
    "words for numbers": "năm mươi ba đơn, ",
    "dates": "ngày 1/2/2020, ",
    "years": "năm 2020, so với năm 2021; ",
    "citations": "Quyết định số 12/QĐ-UBND ngày 1/2/2020, ",
    "numbers of no document": "số 12/",
    "clauses": "khoản 1 Điều 2 Luật Khiếu nại năm 2011, ",
    "letters with loose marks": "a\u0301 Số 1/QĐ-UBND, ",
    "lines of a list": "- 5 đơn;\n",
    "rows of a table": "5\t6\t11\n",
    "columns of a table": "5\t",
    "titles above one number": "a\tb\n",
    "names after a number": "Có 3 đơn: A, B, C; ",
    "no number at all": "thực hiện công tác ",
}


def work(text: str) -> int:
    """Return the number of calls it takes to audit ``text``."""
    counter = cProfile.Profile(subcalls=False)
    counter.runcall(audit, text.encode(), "report.txt")
    return sum(row.callcount for row in counter.getstats())


@pytest.fixture(scope="module", autouse=True)
def _read_what_is_read_once() -> None:
    audit("Quyết định số 12/QĐ-UBND: 5 đơn".encode(), "report.txt")


@pytest.mark.parametrize("piece", TRAPS.values(), ids=TRAPS.keys())
def test_twice_the_text_costs_at_most_two_and_a_half_times_the_work(piece: str) -> None:
    once = (piece * SIZE)[:SIZE]
    twice = (piece * SIZE)[: 2 * SIZE] if len(piece) > 1 else piece * 2 * SIZE
    assert work(twice) <= MOST * work(once)
