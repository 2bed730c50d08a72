"""Everything both processes answer, and the places in the code where files leave."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.test import Client
from tests.access.addresses import addresses
from tests.access.walk import bring

from danvan.files import answers

SOURCE = Path(__file__).resolve().parents[2] / "src" / "danvan"
GATES = {"to_save", "guarded"}
Place = tuple[str, str]  # a file of the source, and the function in it


class Sent(NamedTuple):
    """One answer."""

    asked: str
    status: int
    head: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.head.get("Content-Type", "").partition(";")[0]

    @property
    def is_file(self) -> bool:
        return "Content-Disposition" in self.head


@cache
def gates() -> set[Place]:
    """Return every function of the product in which a file leaves."""
    return {
        (str(file.relative_to(SOURCE)), function.name)
        for file in SOURCE.rglob("*.py")
        if "tests" not in file.parts and file != Path(answers.__file__)
        for function in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GATES
    }


def watch(monkeypatch) -> set[Place]:
    """Return a set that fills with the functions from which files left."""
    seen: set[Place] = set()
    header = answers.content_disposition_header

    def told(**said: Any) -> str | None:
        frame = sys._getframe(1)
        while frame.f_code.co_filename == answers.__file__:
            frame = frame.f_back
        file = Path(frame.f_code.co_filename)
        seen.add((str(file.relative_to(SOURCE)), frame.f_code.co_name))
        return header(**said)

    monkeypatch.setattr(answers, "content_disposition_header", told)
    return seen


def everything(
    client: Client, site: str, records: dict[str, Any], only: str = ""
) -> Iterator[Sent]:
    """Ask every address for the records of one's own unit, and keep nothing done.

    ``only`` is how the names of those that are asked begin.
    """
    for address in addresses(site):
        if not address.name.startswith(only):
            continue
        own = records["handled" if address.sealed else "own"]
        with transaction.atomic():
            if address.state:
                bring(own["petition"]["pk"], address.state)
            answer = client.get(address.fill(own), address.query(own))
            sent = told(address.name, answer)
            transaction.set_rollback(True)
        yield sent


def told(asked: str, answer: Any) -> Sent:
    """Read an answer of Django's test client."""
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return Sent(asked, answer.status_code, dict(answer.items()), b"".join(parts))
