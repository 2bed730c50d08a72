"""People who write letters through the portal's pages until each is acknowledged."""

import io
import re
import threading
import zlib
from collections import deque
from random import Random

from PIL import Image
from tests.drills.browser import Browser, Tally
from tests.drills.pages import Page

_NUMBER = re.compile(r'dv-receipt__number">(DV\d\d-\w{4}-\w{4}-\w)<')
_CODE = re.compile(r'dv-receipt__code">([\d ]{14})<')
_ASKED = re.compile(r"<label[^>]*id_digits[^>]*>\s*([^<]*)<")
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# Begun before the first of them is sent: a person reads meanwhile.
_AT_ONCE = 3


class Letter:
    """One person's letter; ``story`` tells it from all others."""

    def __init__(self, browser: Browser, story: str, rng: Random) -> None:
        self.browser, self.story, self.rng = browser, story, rng
        self.page: Page | None = None

    def write(self) -> None:
        """Fill in every page up to the one before sending."""
        to = self.browser
        page = to.get("/gui/gop-y/")
        file = ("anh.png", picture(self.story)) if has_picture(self.story) else None
        page = to.post(page.form("what"), file, what=self.story)
        where = page.form("province", "unit_code")
        place = self.rng.choice([c for c in where.choices["unit_code"] if c])
        page = to.post(where, unit_code=place, place="đầu hẻm, gần chợ")
        self.page = to.post(page.form("phone"), name="Người Được Tạo Ra")

    def send(self) -> bool:
        """Press Send, with the digits if they are asked for; say whether it is taken in."""
        assert self.page
        form = self.page.form("website")
        said = {"digits": _typed(self.page)} if "digits" in form.fields else {}
        page = self.browser.post(form, **said)
        if page.path != "/gui/bien-nhan/":
            self.page = page
            return False
        codes = _NUMBER.findall(page.text) + _CODE.findall(page.text)
        assert len(codes) == 2, page.text
        tally = self.browser.tally
        pair = (codes[0], codes[1])
        tally.note(lambda: tally.acknowledged.__setitem__(self.story, pair))
        return True


def has_picture(story: str) -> bool:
    """Say whether a letter carries a picture: every fourth does."""
    return story.endswith("Có ảnh.")


def picture(story: str) -> bytes:
    """Draw a small picture, another one for each story."""
    drawn = io.BytesIO()
    colour = f"#{zlib.crc32(story.encode()) % 2**24:06x}"
    Image.new("RGB", (8, 8), colour).save(drawn, "PNG")
    return drawn.getvalue()


def _typed(page: Page) -> str:
    asked = _ASKED.search(page.text)
    assert asked, page.text
    words = asked[1].partition(":")[2].replace(",", " ").split()
    return "".join(str(_DIGITS.index(word)) for word in words)


def write_on(
    name: str, port: int, tally: Tally, rng: Random, enough: threading.Event
) -> None:
    """Write letter after letter until ``enough``; leave none unacknowledged."""
    open_letters, begun = deque[Letter](), 0
    while open_letters or not enough.is_set():
        if len(open_letters) < _AT_ONCE and not enough.is_set():
            end = "Có ảnh." if begun % 4 == 0 else "Không có ảnh."
            story = f"{name}, thư {begun}: đường ngập mỗi khi mưa.\n{end}"
            letter = Letter(Browser(port, tally), story, rng)
            letter.write()
            open_letters.append(letter)
            begun += 1
            continue
        letter = open_letters.popleft()
        if not letter.send():
            open_letters.append(letter)
            threading.Event().wait(0.1)
