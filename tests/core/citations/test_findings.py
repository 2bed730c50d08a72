"""Cited dates are held against calendar, number, register and each other."""

from datetime import date

import pytest

from danvan.core.citations import Act, citation_findings, find_citations, register_of

REGISTER = register_of(
    [
        Act("ct-16-2016", "16/CT-TTg", "Chỉ thị", "", "", date(2016, 5, 16)),
        Act(
            "nd-64-2014",
            "64/2014/NĐ-CP",
            "Nghị định",
            "",
            "",
            date(2014, 6, 26),
            in_force_to=date(2026, 6, 30),
            replaced_by=("nd-154-2026",),
        ),
        Act("nd-154-2026", "154/2026/NĐ-CP", "Nghị định", "", "", date(2026, 5, 15)),
        Act("nq-59-2020", "59-NQ/TW", "Nghị quyết", "", "", date(2020, 8, 5)),
    ]
)


def codes(text, today=None):
    citations = find_citations(text, REGISTER)
    found = citation_findings(citations, REGISTER, today)
    return [f.code for f in found if not f.holds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉ thị số 16/CT-TTg ngày 16/5/2016", []),
        ("Chỉ thị số 16/CT-TTg ngày 15/5/2016", ["register"]),
        # Office numbers begin again every year: another year is another paper.
        ("Chỉ thị số 16/CT-TTg ngày 31/3/2020", []),
        ("Nghị định 64/2014/NĐ-CP ngày 27/6/2014", ["register"]),
        ("Nghị định 64/2014/NĐ-CP ngày 26/6/2015", ["year"]),
        ("Quyết định 12/QĐ-UBND ngày 31/2/2020", ["impossible"]),
        ("Nghị quyết số 59-NQ/TW ngày của Bộ Chính trị", ["missing"]),
        (
            "Kế hoạch 9/KH-UBND ngày 1/2/2020; Kế hoạch 9/KH-UBND ngày 2/2/2020",
            ["contradiction"],
        ),
        ("Kế hoạch 9/KH-UBND ngày 1/2/2020; Kế hoạch 9/KH-UBND ngày 1/2/2019", []),
        (
            "Kế hoạch 9/KH-UBND ngày 1/2/2020 của UBND tỉnh Cà Mau; Kế hoạch 9/KH-UBND ngày 2/2/2020 của UBND xã Tân Dân",
            [],
        ),
        ("Chỉ thị 05-CT/TW ngày 15/5/2016, Chỉ thị 16/CT-TTg ngày 16/5/2016", []),
    ],
)
def test_a_wrong_date_is_found_and_a_right_one_left_alone(text, expected):
    assert codes(text) == expected


def test_a_document_of_after_the_report_is_found():
    assert codes("Kế hoạch 9/KH-UBND ngày 1/2/2029", date(2020, 12, 31)) == ["future"]


def test_an_act_no_longer_in_force_is_a_note_that_names_its_heir():
    text = "theo Nghị định số 64/2014/NĐ-CP"
    citations = find_citations(text, REGISTER)
    (note,) = citation_findings(citations, REGISTER, date(2026, 7, 1))

    assert (note.code, note.severity) == ("expired", "note")
    assert note.computed == "154/2026/NĐ-CP"
    assert "154/2026/NĐ-CP" in note.message["vi"]


def test_an_act_is_in_force_to_the_end_of_its_last_day():
    assert codes("Nghị định số 64/2014/NĐ-CP", date(2026, 6, 30)) == []


def test_a_missing_date_is_told_from_the_register():
    citations = find_citations("Nghị quyết 59-NQ/TW ngày của Bộ Chính trị", REGISTER)
    (finding,) = citation_findings(citations, REGISTER)

    assert finding.severity == "warning"
    assert finding.computed == "05/08/2020"


def test_a_check_that_holds_is_told_as_well():
    citations = find_citations("Chỉ thị số 16/CT-TTg ngày 16/5/2016", REGISTER)
    (finding,) = citation_findings(citations, REGISTER)

    assert finding.holds
