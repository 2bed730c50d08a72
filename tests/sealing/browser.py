"""An officer's or a citizen's browser: real requests, cookies, forms filled in."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

Fields = Mapping[str, str | Sequence[str]]
Files = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class Answer:
    """What came back, after the redirects."""

    status: int
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Give the page as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def page(self) -> BeautifulSoup:
        """Give the page as a tree."""
        return BeautifulSoup(self.body, "lxml")

    def links(self, part: str) -> list[str]:
        """List the addresses on the page that contain ``part``."""
        found = [str(a["href"]) for a in self.page.find_all("a", href=True)]
        return [href for href in found if part in href]


class Browser:
    """One person at a machine, at one of the two processes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open a page, following redirects."""
        return self._ask("GET", path)

    def submit(
        self, path: str, fields: Fields | None = None, files: Files | None = None,
        *, at: Answer | None = None,
    ) -> Answer:  # fmt: skip
        """Fill in the form of a page that has these fields, and send it.

        Everything else goes as the page gave it. ``path`` is where it is sent where
        the form says so, else the page to open; ``at`` is a page already open.
        """
        page = at or self.get(path)
        form = _form(page, path, {*(fields or {}), *(files or {})})
        sent = _defaults(form) | {k: _many(v) for k, v in (fields or {}).items()}
        action = urljoin(page.path, str(form.get("action") or page.path))
        return self.post(action, sent, files)

    def post(
        self, path: str, fields: Fields, files: Files | None = None, *, follow: bool = True
    ) -> Answer:  # fmt: skip
        """Send fields (and files) as they are."""
        return self._ask("POST", path, *self.packed(fields, files), follow=follow)

    def packed(self, fields: Fields, files: Files | None) -> tuple[bytes, str]:
        """Return a body and its content type."""
        pairs = [(k, each) for k, v in fields.items() for each in _many(v)]
        if not files:
            return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        mark = uuid.uuid4().hex
        parts = [
            f'form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in pairs
        ]
        parts += [
            f'form-data; name="{name}"; filename="{named}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + data
            + b"\r\n"
            for name, (named, data) in files.items()
        ]
        head = f"--{mark}\r\nContent-Disposition: ".encode()
        whole = b"".join(head + part for part in parts) + f"--{mark}--\r\n".encode()
        return whole, f"multipart/form-data; boundary={mark}"

    def send(self, method: str, path: str, body: bytes, kind: str) -> HTTPResponse:
        """Send a request and return its answer, of which no body is read yet."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=120)
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": pairs, "Connection": "close"}
        line.request(
            method, path, body, headers | ({"Content-Type": kind} if kind else {})
        )
        answer = line.getresponse()
        for told in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(told).items():
                self.cookies[name] = morsel.value
        return answer

    def _ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "",
        *, follow: bool = True,
    ) -> Answer:  # fmt: skip
        for _ in range(6):
            came = self.send(method, path, body, kind)
            headers = {k.lower(): v for k, v in came.headers.items()}
            answer = Answer(came.status, path, headers, came.read())
            if not follow or answer.status not in {301, 302, 303}:
                return answer
            to = urlsplit(urljoin(path, headers["location"]))
            path = f"{to.path}?{to.query}" if to.query else to.path
            method, body, kind = "GET", b"", ""
        raise AssertionError(f"{path} leads in circles")


def _form(page: Answer, path: str, names: set[str]) -> Tag:
    main = page.page.find("main") or page.page
    forms = main.find_all("form", method=lambda m: (m or "").lower() == "post")
    # A form of the page itself, before those that lead elsewhere (sign out, lock).
    forms.sort(key=lambda form: (form.get("action") != path, bool(form.get("action"))))
    fitting = [form for form in forms if names <= _names(form)]
    assert fitting, (
        f"{page.status} {page.path}: no form with {names}: {[_names(f) for f in forms]}"
    )
    return fitting[0]


def _names(form: Tag) -> set[str]:
    return {
        str(c.get("name"))
        for c in form.find_all(["input", "select", "textarea", "button"])
    }


def _defaults(form: Tag) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name"), control.get("type", "")
        if not name or kind in {"file", "submit", "button"}:
            continue
        if kind in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        if control.name == "select":
            values = [
                o.get("value", "") for o in control.find_all("option", selected=True)
            ]
        elif control.name == "textarea":
            values = [control.get_text().removeprefix("\n")]
        else:
            values = [control.get("value", "on" if kind == "checkbox" else "")]
        found.setdefault(str(name), []).extend(map(str, values))
    return found


def _many(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
