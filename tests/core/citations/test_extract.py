"""Documents are found by number, each with its kind, date, issuer and clause."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.citations import find_citations
from danvan.core.citations.patterns import KINDS


def found(text):
    return [(c.number, c.date and c.date.isoformat()) for c in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The shapes of numbers.
        ("theo Luật số 10/2022/QH15", [("10/2022/QH15", None)]),
        ("Luật Khiếu nại 02/2011/QH13", [("02/2011/QH13", None)]),
        ("Bộ luật Dân sự số 91/2015/QH13", [("91/2015/QH13", None)]),
        ("Nghị quyết 116/2025/UBTVQH15", [("116/2025/UBTVQH15", None)]),
        ("Nghị quyết số 76/2025AJBTVQH15", [("76/2025AJBTVQH15", None)]),
        ("Nghị định 192/2025/NĐ-CP", [("192/2025/NĐ-CP", None)]),
        ("Nghị quyết 66.7/2025/NQ-CP", [("66.7/2025/NQ-CP", None)]),
        (
            "Thông tư liên tịch số 01/2014/TTLT-BNV-BTC",
            [("01/2014/TTLT-BNV-BTC", None)],
        ),
        ("Pháp lệnh 34/2007/PL-UBTVQH11", [("34/2007/PL-UBTVQH11", None)]),
        ("kế hoạch số 66/KH-UBND", [("66/KH-UBND", None)]),
        ("Tờ trình số 12a/TTr-SNV", [("12a/TTr-SNV", None)]),
        ("Kế hoạch số 74/KH-CAT-PV28", [("74/KH-CAT-PV28", None)]),
        ("Công văn số 9086/BNV-CTTN&BĐG", [("9086/BNV-CTTN&BĐG", None)]),
        ("công văn 249/MTTQ-BTT", [("249/MTTQ-BTT", None)]),
        ("Quyết định 290-QĐ/TW", [("290-QĐ/TW", None)]),
        ("Kết luận số 12-KL/TƯ", [("12-KL/TƯ", None)]),
        ("số 13-KH/BDVHU-UBND", [("13-KH/BDVHU-UBND", None)]),
        ("Quyết định số 217-QD/TW", [("217-QD/TW", None)]),
        ("Nghị định số 64-CP", [("64-CP", None)]),
        ("Quyết định 54 QĐ/TW", [("54 QĐ/TW", None)]),
        ("Quyết định số 16 /QĐ - UBND", [("16/QĐ-UBND", None)]),
        ("Quyết định số 16/QĐ–UBND", [("16/QĐ–UBND", None)]),
        ("theo Nghị định 30/2020", [("30/2020", None)]),
        ("Quyết định số 12/QĐ-UBND,Kế hoạch", [("12/QĐ-UBND", None)]),
        ("Nghị định số 50/2022/NĐ_CP", [("50/2022/NĐ_CP", None)]),
        ("Nghị định số 6/2020/NĐ-CPngày 3/1/2020", [("6/2020/NĐ-CP", "2020-01-03")]),
        (
            "Kết luận số 114-KL/TW¹⁶. ¹Kế hoạch số 5/KH-UBND",
            [("114-KL/TW", None), ("5/KH-UBND", None)],
        ),
        # The styles of dates.
        ("Chỉ thị số 16/CT-TTg ngày 16/5/2016", [("16/CT-TTg", "2016-05-16")]),
        ("Nghị quyết 25-NQ/TW, ngày 03/6/2013", [("25-NQ/TW", "2013-06-03")]),
        ("Quyết định 290-QĐ/TW, ngày 25-02-2010", [("290-QĐ/TW", "2010-02-25")]),
        ("Kế hoạch 5/KH-UBND ngày 21.3.2022", [("5/KH-UBND", "2022-03-21")]),
        ("Kế hoạch 5/KH-UBND ngày 7 tháng 2 năm 2022", [("5/KH-UBND", "2022-02-07")]),
        ("Kế hoạch 5/KH-UBND ngày 3 - 4 - 2019", [("5/KH-UBND", "2019-04-03")]),
        ("Chỉ thị 05-CT/TW (15/5/2016)", [("05-CT/TW", "2016-05-15")]),
        ("Kế hoạch 5/KH-UBND ký ngày 3/4/19", [("5/KH-UBND", "2019-04-03")]),
        # Dates before the number, or away from it.
        (
            "Ngày 26/6/2018, Thủ tướng Chính phủ đã ban hành Quyết định số 772/QĐ-TTg",
            [("772/QĐ-TTg", "2018-06-26")],
        ),
        (
            "Quyết định 12/QĐ-UBND của Ủy ban nhân dân tỉnh ngày 05 tháng 3 năm 2020",
            [("12/QĐ-UBND", "2020-03-05")],
        ),
        (
            "Quyết định số 766/QĐ-TTg được Thủ tướng ký ban hành ngày 23/6/2022",
            [("766/QĐ-TTg", "2022-06-23")],
        ),
        (
            "Nghị quyết số 9/2025/QH15 về ngân sách (Nghị quyết này được Quốc hội thông qua ngày 13/11)",
            [("9/2025/QH15", "2025-11-13")],
        ),
        (
            "Số: 12/BC-UBND\n\nCà Mau, ngày 31 tháng 12 năm 2019",
            [("12/BC-UBND", "2019-12-31")],
        ),
        (
            "Quyết định số 5/QĐ-UBND về xã nông thôn mới ngày 30/10/2017 của UBND tỉnh",
            [("5/QĐ-UBND", "2017-10-30")],
        ),
        (
            "Quyết định số 5/QĐ-UBND về tổ chức ngày hội ngày 30/10/2017 tại xã",
            [("5/QĐ-UBND", None)],
        ),
        (
            "Ngày 12/6, Quốc hội thông qua Nghị quyết số 202/2025/QH15",
            [("202/2025/QH15", "2025-06-12")],
        ),
        ("(Chỉ thị số 16/CT-TTg, 16/5/2016)", [("16/CT-TTg", "2016-05-16")]),
        # Each date goes to its own document.
        (
            "Kế hoạch số 32-CTr/TU, ngày 20/8/2013 về thực hiện Nghị quyết số 25-NQ/TW",
            [("32-CTr/TU", "2013-08-20"), ("25-NQ/TW", None)],
        ),
        (
            "Chỉ thị 05-CT/TW ngày 15/5/2016 và Chỉ thị 16/CT-TTg ngày 16/5/2016",
            [("05-CT/TW", "2016-05-15"), ("16/CT-TTg", "2016-05-16")],
        ),
        (
            "các Nghị quyết số 01/NQ-HĐND, 02/NQ-HĐND ngày 5/7/2021",
            [("01/NQ-HĐND", None), ("02/NQ-HĐND", "2021-07-05")],
        ),
        (
            "Đến ngày 15/6/2020, tỉnh ban hành kế hoạch thực hiện Nghị quyết số 35-NQ/TW",
            [("35-NQ/TW", None)],
        ),
        (
            "Trong ngày 15/6/2020 có 15 đơn vị có Quyết định số 5/QĐ-UBND",
            [("5/QĐ-UBND", None)],
        ),
        (
            "Luật số 31/2024/QH15 có hiệu lực từ ngày 01/8/2024",
            [("31/2024/QH15", None)],
        ),
        ("Chỉ thị số 16 ngày 16/5/2016", [("16", "2016-05-16")]),
        ("Nghị quyết 68 của Bộ Chính trị", [("68", None)]),
        # What is no document.
        ("theo Mẫu số 01/TCD và biểu 02/XLD, Phụ lục số 3/PL-TT", []),
        ("QCVN 01:2021, mốc giới số 1103/1, thông báo theo Mẫu số 01/TB-ABC", []),
        ("trực 24/7, đạt 8/10 xã, 60USD/thùng, tỷ lệ 1/500", []),
        ("năm 2020 - HĐND/UBND tỉnh; Covid-19/SARS; 12/15 UBND cấp xã", []),
        ("tháng 12/2021 và quý 4/2021; Chương trình 135 của Chính phủ", []),
        ("https://vi.example/12/QD-UBND", []),
        ("không có văn bản nào", []),
    ],
)
def test_numbers_and_dates_are_read_as_printed(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "issuer"),
    [
        ("Chỉ thị số 16/CT-TTg", "Chỉ thị", "Thủ tướng Chính phủ"),
        ("NĐ 30/2020/NĐ-CP", "Nghị định", "Chính phủ"),
        ("số 45/BC-UBND", "Báo cáo", None),
        ("Chương trình phối hợp số 161-CTr/BCSĐ-BDVTU", "Chương trình phối hợp", None),
        ("Luật Thuế số 107/2016/QH13", "Luật Thuế", "Quốc hội"),
        (
            "Chỉ thị 10-CT/TU của Ban Thường vụ Tỉnh ủy Trà Vinh về việc",
            "Chỉ thị",
            "Ban Thường vụ Tỉnh ủy Trà Vinh",
        ),
        (
            "UBND xã Tân Dân, huyện Đầm Dơi ban hành Kế hoạch số 22/KH-UBND",
            "Kế hoạch",
            "UBND xã Tân Dân",
        ),
        (
            "Thông tư 1/2020/TT-BGDĐT của Bộ Giáo dục và Đào tạo về thi",
            "Thông tư",
            "Bộ Giáo dục và Đào tạo",
        ),
    ],
)
def test_kind_and_issuer_come_from_the_text_or_the_number(text, kind, issuer):
    (citation,) = find_citations(text)

    assert (citation.kind, citation.issuer) == (kind, issuer)


def test_the_clause_before_a_document_belongs_to_it():
    (citation,) = find_citations(
        "theo khoản 2 Điều 15 Luật Tiếp công dân số 42/2013/QH13"
    )

    assert citation.clause == "khoản 2 Điều 15"


def test_a_day_that_is_none_is_kept_as_printed():
    (citation,) = find_citations("Thông tư số 1/2014/TT-BNV ngày 31/2/2014")

    assert citation.date is None
    assert citation.date_text == "31/2/2014"


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 59-NQ/TW ngày của Bộ Chính trị",
        "Kế hoạch số 5/KH-UBND ngày    tháng    năm 2024",
        "Kế hoạch số 5/KH-UBND ngày …/…/2024",
        "Kế hoạch số 5/KH-UBND, ngày, về việc",
    ],
)
def test_a_date_left_out_after_its_word_is_noticed(text):
    (citation,) = find_citations(text)

    assert citation.date_missing


def test_spans_lead_back_to_the_text_also_where_letters_are_loose():
    text = "Thư\u0323c hiê\u0323n Chỉ thị\u00a0số 16/CT-TTg nga\u0300y 16/5/2016 ne\u0302u trên"
    (citation,) = find_citations(text)

    assert citation.span.of(text) == "Chỉ thị\u00a0số 16/CT-TTg nga\u0300y 16/5/2016"
    assert citation.number_span.of(text) == "16/CT-TTg"
    assert citation.date_span.of(text) == "16/5/2016"


@given(
    number=st.integers(1, 9999),
    code=st.sampled_from(sorted(KINDS)),
    day=st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    style=st.sampled_from(
        [
            "{0:%d/%m/%Y}",
            "{0.day}/{0.month}/{0.year}",
            "{0.day}-{0.month}-{0.year}",
            "{0.day} tháng {0.month} năm {0.year}",
            "{0:%d.%m.%Y}",
        ]
    ),
)
def test_any_kind_of_document_dated_in_any_way_is_read_back(number, code, day, style):
    text = f"Căn cứ {KINDS[code]} số {number}/{code}-UBND ngày {style.format(day)} của tỉnh"
    (citation,) = find_citations(text)

    assert citation.number == f"{number}/{code}-UBND"
    assert citation.kind == KINDS[code]
    assert citation.date == day


@given(st.text("Nghị định số0123456789/-QĐUBND ngày.,;\n", max_size=200))
def test_whatever_is_found_stands_in_the_text(text):
    for citation in find_citations(text):
        printed = citation.number_span.of(text)
        assert "".join(printed.split()) == "".join(citation.number.split())
        assert citation.span.holds(citation.number_span)
