"""A citizen's browser that stops in the middle of an upload."""

import re
import socket
from collections.abc import Collection, Mapping
from http.client import HTTPConnection, HTTPResponse

BOUNDARY = "----danvan-upload"
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]+)">')
TOKEN = "csrfmiddlewaretoken"


class Upload:
    """One POST with a file to a page of the portal, sent in two halves."""

    def __init__(
        self,
        port: int,
        path: str,
        fields: Mapping[str, str],
        file: tuple[str, bytes],
        *,
        control: str = "files",
        carried: Collection[str] = (),
    ) -> None:
        """Fetch the page for its token, and make the whole request ready.

        ``control`` is the name of the file's field; ``carried`` are hidden fields
        whose values go back as the page gave them.
        """
        page = HTTPConnection("127.0.0.1", port, timeout=60)
        page.request("GET", path)
        answer = page.getresponse()
        hidden = dict(_HIDDEN.findall(answer.read().decode()))
        kept = {name: hidden[name] for name in (TOKEN, *carried)}
        pairs = [h.split(";")[0] for h in answer.headers.get_all("Set-Cookie", [])]
        page.close()
        body = _multipart({**kept, **fields}, control, file)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: {'; '.join(pairs)}\r\nConnection: close\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._bytes = head.encode() + body

    def send_half(self) -> None:
        """Send the first half; the server has taken in most of it."""
        half = len(self._bytes) // 2
        self._line.sendall(self._bytes[:half])
        self._bytes = self._bytes[half:]

    def send_rest(self) -> None:
        """Send what is left."""
        self._line.sendall(self._bytes)

    def answer(self) -> tuple[int, bytes]:
        """Return status and page."""
        response = HTTPResponse(self._line)
        response.begin()
        page = response.read()
        self._line.close()
        return response.status, page


def _multipart(
    fields: Mapping[str, str], control: str, file: tuple[str, bytes]
) -> bytes:
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name, data = file
    parts.append(
        f'Content-Disposition: form-data; name="{control}"; filename="{name}"\r\n'
        "Content-Type: text/plain\r\n\r\n".encode()
        + data
        + b"\r\n"
    )
    mark = f"--{BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
