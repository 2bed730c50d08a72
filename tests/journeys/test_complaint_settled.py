"""A complaint from its acceptance through dialogue and decision to the last đồng."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from danvan.host.trial import Trial

STORY = "Không đồng ý mức bồi thường khi thu hồi đất ở hẻm mẫu 77."
NUMBER = re.compile(r"DV\d\d-\w{4}-\w{4}-\w")


class Office:
    """Somebody of the office with a case open."""

    def __init__(self, page: Page, site: Trial, check) -> None:
        self.page, self.site, self.check = page, site, check

    def case(self, pk: str) -> None:
        self.page.goto(f"{self.site.office}/petitions/{pk}/")

    def panel(self, step: str) -> Locator:
        summary = self.page.get_by_text(step, exact=True)
        return self.page.locator("section details", has=summary).first

    def take(self, step: str, state: str, *ticks: str, **words: str) -> None:
        panel = self.panel(step)
        panel.locator("summary").click()
        for tick in ticks:
            panel.get_by_label(tick, exact=True).check()
        for label, text in words.items():
            panel.get_by_label(label.replace("_", " "), exact=True).fill(text)
        panel.get_by_role("button").click()
        expect(self.page.locator("h1 .govuk-tag")).to_have_text(state)
        self.check(self.page)

    def date(self, step: str, day: datetime.date) -> None:
        boxes = self.panel(step).locator("fieldset input[type=text]")
        for box, part in zip(boxes.all(), (day.day, day.month, day.year), strict=False):
            box.fill(str(part))


@pytest.fixture
def sit_down(site, open_browser, sign_in, check_page):
    def enter(username: str) -> Office:
        page = open_browser()
        sign_in(page, username)
        return Office(page, site, check_page)

    return enter


def register(clerk: Office, kind: str = "Khiếu nại") -> str:
    page = clerk.page
    page.goto(f"{clerk.site.office}/petitions/new/")
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Sự việc gì đã xảy ra?").fill(STORY)
    page.get_by_label("Họ và tên").fill("Người dân mẫu 77")
    page.get_by_label("Địa chỉ").fill("Khu phố mẫu 7")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biên nhận")
    return page.url.split("/")[-3]


def test_a_complaint_is_settled_up_to_the_decision(sit_down):
    today = timezone.localdate()
    clerk, leader = sit_down("petition-clerk"), sit_down("unit-leader")
    pk = register(clerk)

    clerk.case(pk)
    clerk.take("Phân loại", "Đã phân loại")
    clerk.take("Thụ lý", "Đã thụ lý")
    leader.case(pk)
    leader.take("Giao xác minh", "Đang xác minh")
    leader.take(
        "Báo cáo kết quả xác minh",
        "Đã có báo cáo xác minh",
        Kết_quả_xác_minh="Đo đạc lại: thiếu 12 m².",
    )
    leader.panel("Mời đối thoại").locator("summary").click()
    leader.date("Mời đối thoại", today + datetime.timedelta(days=6))
    panel = leader.panel("Mời đối thoại")
    panel.get_by_label("Địa điểm").fill("Phòng tiếp công dân")
    panel.get_by_role("button").click()
    expect(leader.page.locator("h1 .govuk-tag")).to_have_text("Đã mời đối thoại")

    leader.panel("Đối thoại").locator("summary").click()
    leader.date("Đối thoại", today)
    panel = leader.panel("Đối thoại")
    panel.get_by_label("Có mặt").fill("Chủ tịch; người khiếu nại")
    panel.get_by_label("Biên bản").fill("Hai bên thống nhất đo lại.")
    panel.get_by_label("Vì sao").fill("Hai bên cùng đề nghị làm sớm hơn.")
    panel.get_by_role("button").click()
    expect(leader.page.locator("h1 .govuk-tag")).to_have_text("Đã đối thoại")

    leader.take(
        "Kết luận",
        "Đã kết luận",
        "Đúng một phần",
        Kết_quả_xác_minh="Bồi thường thêm 12 m².",
    )
    expect(leader.page.get_by_text("khởi kiện").first).to_be_visible()
    leader.take("Trả lời", "Đã trả lời", Nội_dung_trả_lời="Bồi thường thêm 12 m².")
    leader.check(leader.page)
    # Nobody executes what has no legal effect yet: the page says from when.
    expect(leader.page.get_by_text("Chưa có hiệu lực pháp luật")).to_be_visible()
    panel = leader.panel("Tổ chức thi hành")
    panel.locator("summary").click()
    panel.get_by_role("button").click()
    expect(leader.page.locator("h1 .govuk-tag")).to_have_text("Đã trả lời")
    expect(leader.page.get_by_role("alert").first).to_contain_text("hiệu lực sau ngày")


def test_an_answer_is_executed_until_it_is_done_and_only_then_resolved(sit_down):
    """Answered is not resolved: what was promised is followed to its end."""
    clerk, leader = sit_down("petition-clerk"), sit_down("unit-leader")
    pk = register(clerk, kind="Kiến nghị, phản ánh")
    clerk.case(pk)
    clerk.take("Phân loại", "Đã phân loại")
    leader.case(pk)
    leader.take("Trả lời", "Đã trả lời", Nội_dung_trả_lời="Sẽ thay hai nắp cống.")

    leader.take("Tổ chức thi hành", "Đang thi hành")
    page = leader.page
    page.get_by_text("Thêm nội dung phải thi hành", exact=True).click()
    orders = page.get_by_role("region", name="Nội dung phải thi hành")
    orders.get_by_label("Loại việc").select_option("work")
    orders.get_by_label("Nội dung quyết định yêu cầu").fill("Thay nắp cống")
    orders.get_by_label("Ai thi hành").fill("Phòng Kinh tế")
    orders.get_by_label("Số lượng").fill("2")
    orders.get_by_role("button", name="Thêm vào danh mục").click()

    entered(leader, "1")
    panel = leader.panel("Xác nhận giải quyết xong")
    panel.locator("summary").click()
    panel.get_by_role("button").click()
    expect(page.locator("h1 .govuk-tag")).to_have_text("Đang thi hành")
    expect(page.get_by_role("alert").first).to_contain_text("chưa xong")

    entered(leader, "2")
    leader.take("Xác nhận giải quyết xong", "Đã giải quyết xong")
    clerk.case(pk)
    clerk.take("Ghi mức độ hài lòng", "Đã giải quyết xong", "Hài lòng")
    expect(clerk.page.get_by_text("Hài lòng").first).to_be_visible()


def entered(at: Office, done: str) -> None:
    """Enter how much of the order is done."""
    page = at.page
    page.locator("summary", has_text="Ghi số đã thực hiện").click()
    page.get_by_label("Đã thực hiện đến nay (cộng dồn)").fill(done)
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    at.check(page)
