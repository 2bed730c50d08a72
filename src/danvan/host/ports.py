"""Addresses to listen on: this machine alone."""

import http.client  # asks our own processes, on loopback # nosemgrep: nothing-calls-out
import socket

from danvan.host.failure import HostError

LOOPBACK = "127.0.0.1"


def require_free(port: int) -> None:
    """Raise HostError unless ``port`` can be opened on this machine."""
    with socket.socket() as probe:
        # As servers do: a port that was just given up counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise HostError(f"Port {port} needs rights; take one from 1024.") from None
        except OSError:
            raise HostError(
                f"Port {port} is taken; choose another with --port."
            ) from None


def address(port: int) -> str:
    """Give the address a browser opens."""
    return f"http://{LOOPBACK}:{port}"


def healthy(port: int, *, seconds: float = 5) -> bool:
    """Ask /healthz once: 200 means ready."""
    asked = http.client.HTTPConnection(LOOPBACK, port, timeout=seconds)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
