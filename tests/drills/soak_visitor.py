"""Somebody at a browser without scripts: follows links, fills in forms, keeps cookies."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from threading import Lock
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from lxml import html

File = tuple[str, bytes, str]  # name, content, type
GIVE_UP = 60.0  # seconds until a request counts as unanswered
UNANSWERED = 599
WRITTEN = "%/:=&?~#+!$,;'@()*[]"  # what an address keeps as it is


@dataclass
class Hits:
    """What all visitors were answered: seconds by status, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, what: str, status: int, seconds: float) -> None:
        """Note one answer."""
        with self._lock:
            self.seconds.append(seconds)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status >= 500:
                self.faults.append(f"{what}: {status}")

    def percentile(self, share: int) -> float:
        """Return the seconds that ``share`` in a hundred answers do not exceed."""
        ordered = sorted(self.seconds)
        return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


class Stopped(Exception):
    """The load is over: whoever is in the middle of something goes home."""


class Visitor:
    """One person with one address; pauses are ``think``, which ends the visit too."""

    def __init__(
        self, base: str, address: str, hits: Hits, think: Callable[[], None]
    ) -> None:
        self.base, self.hits, self.think = base, hits, think
        self._open = build_opener(HTTPCookieProcessor(CookieJar()))
        self._open.addheaders = [("X-Forwarded-For", address)]
        self.url, self.status, self.body = base, 0, b""

    def get(self, address: str) -> "Visitor":
        """Open an address, relative to where one stands."""
        there = quote(urljoin(self.url, address), safe=WRITTEN)
        return self._ask(Request(there))  # noqa: S310 - our own server

    def submit(
        self,
        mark: str = "",
        said: Mapping[str, str] | None = None,
        files: Mapping[str, File] | None = None,
    ) -> "Visitor":
        """Fill in the form that holds a field or address ``mark``, and send it."""
        form = self.form(mark)
        values = [(k, v) for k, v in form.form_values() if k not in (said or {})]
        values += list((said or {}).items())
        address = urljoin(self.url, form.get("action") or self.url)
        if form.method == "GET":
            return self.get(f"{address.split('?')[0]}?{urlencode(values)}")
        kind, data = encoded(values, files)
        request = Request(address, data, {"Content-Type": kind, "Referer": self.url})  # noqa: S310 - our own server
        return self._ask(request)

    def form(self, mark: str) -> html.FormElement:
        """Find a form on the page; raises LookupError if there is none."""
        for form in html.fromstring(self.body).forms if self.body else ():
            here = (form.get("action") or "", *(str(n) for n in form.fields))
            if any(mark in text for text in here):
                return form
        raise LookupError(f"no form with {mark!r} on {self.url}: {self.status}")

    def links(self, within: str = "//main") -> list[str]:
        """Return the addresses of this server to which the page leads."""
        if not self.body.lstrip().startswith(b"<!"):
            return []
        found = html.fromstring(self.body).xpath(f"{within}//a/@href")
        there = [urljoin(self.url, str(link)).split("#")[0] for link in found]
        host = urlsplit(self.base).netloc
        return sorted({a for a in there if urlsplit(a).netloc == host})

    def text(self, css_class: str) -> str:
        """Return the text of the first element of a class, empty if there is none."""
        found = html.fromstring(self.body).find_class(css_class)
        return found[0].text_content().strip() if found else ""

    def _ask(self, request: Request) -> "Visitor":
        self.think()
        start = time.monotonic()
        try:
            with self._open.open(request, timeout=GIVE_UP) as answer:
                self.url, self.status = answer.url, answer.status
                self.body = answer.read()
        except HTTPError as error:
            with error:
                self.url, self.status = error.url, error.code
                self.body = error.read()
        except (URLError, HTTPException, OSError):
            self.status, self.body = UNANSWERED, b""
        what = f"{request.get_method()} {urlsplit(request.full_url).path}"
        self.hits.note(what, self.status, time.monotonic() - start)
        return self


def encoded(
    values: list[tuple[str, str]], files: Mapping[str, File] | None
) -> tuple[str, bytes]:
    """Write a form's values as its type and body; with files as multipart."""
    if not files:
        return "application/x-www-form-urlencoded", urlencode(values).encode()
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}{k}"\r\n\r\n{v}\r\n'.encode() for k, v in values if k not in files]
    parts += [
        f'{head}{k}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for k, (name, content, kind) in files.items()
    ]
    parts.append(f"--{mark}--\r\n".encode())
    return f"multipart/form-data; boundary={mark}", b"".join(parts)
