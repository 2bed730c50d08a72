"""Malformed requests, as bytes on the wire, and what a server may do with them."""

import socket
from contextlib import suppress

_GOOD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_POST = b"POST /tra-cuu/ HTTP/1.1\r\nHost: localhost\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"

MALFORMED = {
    "chunk-without-size": _POST + _FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab",
    "chunk-beyond-all": _POST
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"f" * 40
    + b"\r\n",
    "chunks-and-length": _POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
    "two-lengths": _POST + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\nabc",
    "length-below-nothing": _POST + b"Content-Length: -5\r\n\r\nabc",
    "length-of-words": _POST + b"Content-Length: abc\r\n\r\nabc",
    # A charset that Python's codecs raise at: the server must not let a NUL through.
    "nul-in-charset": _POST
    + b"Content-Type: a/b; charset=\0\r\nContent-Length: 0\r\n\r\n",
    "cut-off-body": _POST + _FORM + b"Content-Length: 900\r\n\r\nso=1",
    "huge-header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: "
    + b"a" * 900_000
    + b"\r\n\r\n",
    "many-headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    + b"".join(b"X-%d: a\r\n" % n for n in range(5_000))
    + b"\r\n",
    "no-host": b"GET / HTTP/1.1\r\n\r\n",
    "two-hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "hostile-host": b"GET / HTTP/1.1\r\nHost: a'\"<script>\r\n\r\n",
    "http-0.9": b"GET /\r\n",
    "http-9.9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "nul-in-path": b"GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "raw-nul-in-path": b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "raw-bytes-in-path": b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bad-escape": b"GET /%zz%u0041?%=&%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "absolute-address": b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "long-path": b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "unknown-method": b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "connect": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    "trace": b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "folded-header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "header-without-name": b"GET / HTTP/1.1\r\nHost: localhost\r\n: a\r\n\r\n",
    "bare-newlines": b"GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n",
    "noise": bytes(range(256)) * 40,
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 300,
    "http-2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 60,
    "web-socket": b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a\r\n\r\n",
    "waits-for-leave": _POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
    "pipelined": _GOOD.replace(b"Connection: close\r\n", b"") * 30 + _GOOD,
    "nothing": b"",
}


def send(port: int, request: bytes, patience: float = 1.0) -> bytes:
    """Send bytes; return what comes back until the server is done, or says no more.

    Nothing is half-closed: a server may take that for a client that went away.
    """
    came = b""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as wire:
        # A server may well hang up before it has read all of it.
        with suppress(OSError):
            wire.sendall(request)
        with suppress(OSError):
            while len(came) < 1_000_000 and (piece := wire.recv(65_536)):
                came += piece
    return came


def errs(came: bytes) -> bool:
    """Say whether any of the answers is an error of the server's."""
    return any(
        line.startswith(b"HTTP/") and line[9:10] == b"5" for line in came.split(b"\r\n")
    )


def alive(port: int) -> bool:
    """Say whether a plain request is answered as ever."""
    return send(port, _GOOD, 30.0).startswith(b"HTTP/1.1 200")


def stalled(port: int) -> socket.socket:
    """Open a connection that begins a request and never ends it."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=3)
    wire.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\na")
    return wire
