"""A browser without scripts, and a citizen who writes letters with it."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_NUMBER = re.compile(r"DV\d\d-\w{4}-\w{4}-\w")
_CODE = re.compile(r"\d{4} \d{4} \d{4}")
_MARK = "danvan-drill-mark"


class Browser:
    """Keeps cookies, goes where it is led, sends the token of the page back."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        """Open a page; return it."""
        with self.opener.open(f"{self.address}{path}", timeout=120) as answer:
            return answer.read().decode()

    def post(self, path: str, fields: dict[str, str], file: bytes = b"") -> str:
        """Send a form of that page, with a file where one is given; return what comes."""
        token = _TOKEN.search(self.get(path))
        assert token, path
        fields = {**fields, "csrfmiddlewaretoken": token[1]}
        body, kind = _multipart(fields, file) if file else (urlencode(fields), "")
        data = body if isinstance(body, bytes) else body.encode()
        request = Request(f"{self.address}{path}", data)  # noqa: S310 - our own server
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with self.opener.open(request, timeout=120) as answer:
                return answer.read().decode()
        except HTTPError as refused:  # a form that is not in order comes back with 400
            with refused:
                return refused.read().decode()


class Letter:
    """A letter with a file, written up to the page before sending."""

    def __init__(self, address: str, what: str) -> None:
        self.what, self.browser = what, Browser(address)
        self.browser.get("/gui/gop-y/noi-dung/")
        file = f"Kèm theo: {what}".encode()
        self.browser.post("/gui/gop-y/noi-dung/", {"what": what}, file)
        where = {"province": "P92", "unit_code": "C31135", "place": "Khu phố 3"}
        self.browser.post("/gui/gop-y/noi-nao/", where)
        self.browser.post("/gui/gop-y/lien-he/", {"name": "Người mẫu", "phone": ""})

    def send(self) -> tuple[str, str]:
        """Press Send until the receipt is shown; return number and code."""
        for _ in range(300):
            page = self.browser.post("/gui/gop-y/xem-lai/", {"website": ""})
            number, code = _NUMBER.search(page), _CODE.search(page)
            if number and code:
                return number[0], code[0]
        raise AssertionError(page)


def _multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    parts = [
        f'Content-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
        for n, v in fields.items()
    ]
    head = 'Content-Disposition: form-data; name="files"; filename="thu.txt"\r\n'
    parts.append(f"{head}Content-Type: text/plain\r\n\r\n".encode() + file + b"\r\n")
    mark = f"--{_MARK}".encode()
    body = b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
    return body, f"multipart/form-data; boundary={_MARK}"
