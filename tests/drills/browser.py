"""A browser without scripts that presses again until the server answers.

It knows what a person's does: pages, forms, cookies, redirects; and keeps count of
what the server said.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.drills.pages import Form, Page

BOUNDARY = "----danvan-drill"
PATIENCE = 180.0  # seconds for one answer
PRESS_AGAIN = 0.2  # seconds


@dataclass
class Tally:
    """What all browsers together saw; ``asked`` counts requests as they go out."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    cut: int = 0
    without_hint: int = 0
    lost_words: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def note(self, change: Callable[[], None]) -> None:
        """Count something, and wake who waits for a count."""
        with self.changed:
            change()
            self.changed.notify_all()

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Wait for a count."""
        with self.changed:
            assert self.changed.wait_for(reached, PATIENCE), f"it never came: {what}"


class Browser:
    """One person's browser."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.port, self.tally = port, tally
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Open a page, again until it comes."""
        return self._until_answered(lambda: self._ask("GET", path))

    def post(
        self, form: Form, file: tuple[str, bytes] | None = None, **typed: str
    ) -> Page:
        """Send a form, the same one again until it is answered."""
        sent = Form(form.action, form.fields | typed)

        def press() -> Page | None:
            page = self._ask("POST", sent.action, sent.fields, file)
            if page and page.status == 503:
                self._take_back(sent, page)
            return page

        return self._until_answered(press)

    def _take_back(self, sent: Form, page: Page) -> None:
        """What was typed stands on the page that says to wait, and is sent from there."""
        back = page.form("csrfmiddlewaretoken")
        kept = {k: v for k, v in sent.fields.items() if "token" not in k or k[0] == "c"}
        if not back.fields.items() >= kept.items():
            self.tally.note(lambda: self.tally.lost_words.append(page.text))
        sent.action, sent.fields = back.action, sent.fields | back.fields

    def _until_answered(self, press: Callable[[], Page | None]) -> Page:
        began, pace = time.monotonic(), threading.Event()
        while time.monotonic() - began < PATIENCE:
            page = press()
            if page and page.status < 500:
                break
            pace.wait(PRESS_AGAIN)
        else:
            raise AssertionError(f"no answer in {PATIENCE:.0f} s, last: {page}")
        waited = time.monotonic() - began
        self.tally.note(lambda: self.tally.waits.append(waited))
        return self.get(page.text) if page.status in {301, 302} else page

    def _ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        file: tuple[str, bytes] | None = None,
    ) -> Page | None:
        """Give what one request was answered; None when it was cut off."""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"
            if file
            else "application/x-www-form-urlencoded",
        }
        body = _multipart(fields or {}, file) if file else urlencode(fields or {})
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.tally.note(lambda: setattr(self.tally, "asked", self.tally.asked + 1))
        try:
            line.request(method, path, body if fields else None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException):
            self.tally.note(lambda: setattr(self.tally, "cut", self.tally.cut + 1))
            return None
        finally:
            line.close()
        for said in answer.headers.get_all("Set-Cookie", []):
            self._keep(said)
        hint = answer.headers["Retry-After"]
        self.tally.note(lambda: self.tally.statuses.update([answer.status]))
        if answer.status == 503 and not hint:
            self.tally.without_hint += 1
        if answer.status in {301, 302}:
            text = urlsplit(answer.headers["Location"]).path
        return Page(answer.status, urlsplit(path).path, text, hint)

    def _keep(self, said: str) -> None:
        for name, cookie in SimpleCookie(said).items():
            self.cookies[name] = cookie.coded_value
            if cookie["max-age"] in {0, "0"}:
                del self.cookies[name]


def _multipart(fields: Mapping[str, str], file: tuple[str, bytes]) -> bytes:
    name, data = file
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{start}"{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = f'{start}"files"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    return b"".join([*parts, head.encode(), data, f"\r\n--{BOUNDARY}--\r\n".encode()])
