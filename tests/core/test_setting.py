"""Each figure with the period and the unit it speaks of."""

import pytest

from danvan.audit import audit, to_json


def told(text):
    """What is told of each figure: (printed, period, org)."""
    figures = to_json(audit(text.encode(), "report.txt"))["figures"]
    return [(f["text"], f.get("period"), f.get("org")) for f in figures]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Năm 2017, toàn huyện tiếp 120 lượt.", "2017"),
        ("Trong 6 tháng đầu năm 2019, cơ quan nhận 120 đơn.", "2019-H1"),
        ("Cơ quan nhận 120 đơn trong 6 tháng cuối năm 2019.", "2019-H2"),
        ("Báo cáo năm 2020. Sáu tháng đầu năm, cơ quan nhận 120 đơn.", "2020-H1"),
        ("Quý I/2024, cơ quan nhận 120 đơn.", "2024-Q1"),
        ("Quý 3 năm 2024, cơ quan nhận 120 đơn.", "2024-Q3"),
        ("Tháng 9/2020, cơ quan nhận 120 đơn.", "2020-09"),
        ("Trong tháng 9 năm 2020 cơ quan nhận 120 đơn.", "2020-09"),
        ("Chín tháng qua tốt. 9 tháng đầu năm 2024, cơ quan nhận 120 đơn.", "2024-01/2024-09"),
        ("Trong 10 tháng năm 2024, cơ quan nhận 120 đơn.", "2024-01/2024-10"),
        ("Từ ngày 15/12/2016 đến ngày 14/12/2017, cơ quan nhận 120 đơn.", "2016-12-15/2017-12-14"),
        ("Từ ngày 15/6 đến hết ngày 14/9/2017, cơ quan nhận 120 đơn.", "2017-06-15/2017-09-14"),
        ("Tính đến ngày 29/11/2017, cơ quan nhận 120 đơn.", "../2017-11-29"),
        ("Đến hết ngày 29/11/2017 cơ quan nhận 120 đơn.", "../2017-11-29"),
        ("Ngày 10 tháng 11 năm 2020, cơ quan nhận 120 đơn.", "2020-11-10"),
        ("Từ tháng 10/2016 đến nay, cơ quan nhận 120 đơn.", "2016-10/"),
        ("Từ năm 2016 đến nay, cơ quan nhận 120 đơn.", "2016/"),
        ("Từ năm 2016 đến năm 2020, cơ quan nhận 120 đơn.", "2016/2020"),
        ("Giai đoạn 2016 - 2020, cơ quan nhận 120 đơn.", "2016/2020"),
        ("Năm học 2023-2024, trường có 120 học sinh.", "2023/2024"),
        ("Năm 2024 khá. Cơ quan nhận 120 đơn.", "2024"),
        ("I. KẾT QUẢ NĂM 2024\nMở đầu.\nCơ quan nhận 120 đơn.", "2024"),
        ("Năm 2024 cơ quan làm tốt.\nCơ quan nhận 120 đơn.", None),
        ("Cơ quan nhận 120 đơn, nhiều hơn so với năm 2016.", None),
        ("Theo Luật Tiếp công dân năm 2013, cơ quan tiếp 120 lượt.", None),
        ("Theo Quyết định số 12/QĐ-UBND ngày 03/02/2021, cơ quan cấp 120 giấy phép.", None),
        ("Quý II, cơ quan nhận 120 đơn.", None),
        ("Cơ quan nhận 120 đơn.", None),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_period_the_text_names(text, period):
    assert [p for printed, p, _ in told(text) if printed == "120"] == [period]


@pytest.mark.parametrize(
    ("text", "org"),
    [
        ("Huyện Tiểu Cần tiếp 120 lượt.", "Huyện Tiểu Cần"),
        ("UBND phường Bến Nghé tiếp 120 lượt.", "UBND phường Bến Nghé"),
        ("Sở Nội vụ tiếp 120 lượt.", "Sở Nội vụ"),
        ("Sở Tài nguyên và Môi trường tỉnh Bình Định tiếp 120 lượt.", "Sở Tài nguyên và Môi trường tỉnh Bình Định"),
        ("Tiếp 120 lượt tại xã Canh Liên.", "xã Canh Liên"),
        ("Thành phố Bà Rịa - Vũng Tàu tiếp 120 lượt.", "Thành phố Bà Rịa - Vũng Tàu"),
        ("Công an thị xã An Nhơn khá. Đơn vị xử lý 120 vụ.", "Công an thị xã An Nhơn"),
        ("1. Huyện Vân Canh\nMở đầu.\nTiếp 120 lượt.", "Huyện Vân Canh"),
        ("Gửi UBND tỉnh Bình Định. Tiếp 120 lượt.", None),
        ("Toàn huyện có 120 xã.", None),
        ("Tiếp 120 lượt.", None),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_unit_the_text_names(text, org):
    assert [o for printed, _, o in told(text) if printed == "120"] == [org]


def test_each_of_a_list_is_of_its_own_unit_and_time():
    text = "Năm 2020, huyện Phù Mỹ nhận 30 đơn, huyện Phù Cát nhận 25 đơn (cùng kỳ năm 2019: 28 đơn)."

    assert told(text) == [
        ("30", "2020", "huyện Phù Mỹ"),
        ("25", "2020", "huyện Phù Cát"),
        ("28", "2019", "huyện Phù Cát"),
    ]


def test_a_figure_without_period_or_unit_has_no_such_key():
    (figure,) = to_json(audit("Có 120 đơn.".encode(), "report.txt"))["figures"]

    assert not {"period", "org"} & set(figure)
