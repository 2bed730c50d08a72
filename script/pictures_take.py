"""Walk through the demonstration with a browser and keep what it shows."""

import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from danvan.host.system import ensure_service_user, ids, is_root
from danvan.host.testing import benches
from danvan.host.trial import Trial

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CHROMIUM = os.environ.get("DANVAN_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
SIZES = {1280: 860, 360: 720}
LARGEST = 150_000  # bytes of one picture
STORY = "Nắp cống đầu hẻm 42 bị vỡ từ tuần trước, xe máy dễ sụp xuống."
REPORT = """BÁO CÁO
Công tác tiếp công dân, giải quyết đơn thư quý III (bản viết để minh họa)

I. Tiếp công dân
Trong quý đã tiếp 412 lượt công dân (gồm 305 lượt thường xuyên, 107 lượt định kỳ).
So với quý trước (380 lượt) tăng 32 lượt.

II. Xử lý đơn
Tổng số đơn tiếp nhận là 236 đơn, gồm: 158 đơn kiến nghị, phản ánh; 52 đơn khiếu nại; 16 đơn tố cáo.
Đã giải quyết 174/221 đơn thuộc thẩm quyền, đạt tỷ lệ 87,2%.

III. Hòa giải ở cơ sở
Các tổ hòa giải nhận 64 vụ, hòa giải thành 56/64 vụ, đạt tỷ lệ 87,5%.
"""
# What every run draws by lot, put as in the examples of the documents.
SAMPLES = {
    ".dv-receipt__number": "DV26-4K7P-93XM-C",
    ".dv-receipt__code": "1234 5678 9012",
}


def front(site: Trial, page: Page) -> None:
    """Show the four choices."""
    page.goto(f"{site.portal}/")


def receipt(site: Trial, page: Page) -> None:
    """Send feedback and show its receipt."""
    page.goto(f"{site.portal}/gui/gop-y/noi-dung/")
    page.locator("[name=what]").fill(STORY)
    go_on(page)
    page.locator("[name=unit_code]").select_option(label="Phường Ninh Kiều")
    go_on(page)
    go_on(page)
    while page.url.endswith("/xem-lai/"):
        go_on(page)
    for place, sample in SAMPLES.items():
        page.locator(place).evaluate("(e, text) => { e.textContent = text }", sample)


def queue(site: Trial, page: Page) -> None:
    """Show what a clerk has before him."""
    sign_in(site, page, "petition-clerk")
    page.goto(f"{site.office}/petitions/")


def audit(site: Trial, page: Page) -> None:
    """Show a report whose figures do not add up."""
    sign_in(site, page, "report-compiler")
    page.goto(f"{site.office}/reports/new/")
    page.locator("[name=text]").fill(REPORT)
    page.locator("[name=title]").fill("Báo cáo quý III")
    go_on(page)
    page.locator(".dv-report").wait_for()
    page.reload()  # without the message that it was given in before


# Last what adds a petition to what the others show.
PICTURES = (front, queue, audit, receipt)


def go_on(page: Page) -> None:
    """Press the first button of the page's own form."""
    page.locator("main form button.govuk-button:not([name])").first.click()
    page.wait_for_load_state()


def sign_in(site: Trial, page: Page, username: str) -> None:
    """Sign in at the office."""
    page.goto(f"{site.office}/sign-in/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(site.password)
    go_on(page)
    page.wait_for_url(re.compile(r"/$"))


def save(shot: bytes, target: Path) -> None:
    """Keep a picture in as few colours as it takes to stay small."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        picture.quantize(colours).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    target.write_bytes(out.getvalue())
    print(f"{target.name}: {out.tell()} bytes")


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a folder the server's user can reach, for as long as it is needed."""
    user = ensure_service_user() if is_root() else None
    with tempfile.TemporaryDirectory(dir=benches(), prefix="pictures-") as folder:
        os.chown(folder, *ids(user))
        yield Path(folder)


@contextmanager
def opened(browser: Browser, width: int) -> Iterator[Page]:
    """Open one browser window of that width."""
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": width, "height": SIZES[width]},
    )
    yield context.new_page()
    context.close()


def main() -> None:
    """Take every picture at every width."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with passing_folder() as folder, sync_playwright() as playwright:
        site = Trial(folder / "data")
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for show in PICTURES:
                for width in SIZES:
                    with opened(browser, width) as page:
                        show(site, page)
                        target = FOLDER / f"{show.__name__}-{width}.png"
                        save(page.screenshot(), target)
        finally:
            site.stop()


if __name__ == "__main__":
    main()
