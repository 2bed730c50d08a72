"""The forms an audit is given in: for a program, a person, a mailbox, or Word."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from danvan.audit.batch import Outcome


class NotWord(Exception):
    """Comments were asked for in a file that is no Word document."""


def rendered(
    outcome: Outcome, form: str, language: str, *, colour: bool = False
) -> bytes:
    """Return an audited file in ``form``: text, json, html or docx.

    ``colour`` marks figures as terminals do. Raises NotWord for docx of another file.
    """
    if outcome.audit is None:
        message = "what could not be read cannot be shown"
        raise ValueError(message)
    if form == "json":
        return b"".join(json_pieces(outcome.audit))
    if form == "html":
        from danvan.writers.page import page

        return page(outcome.audit, language).encode()
    if form == "docx":
        return _commented(outcome, language)
    from danvan.writers.terminal import bracketed, report, underlined

    mark = underlined if colour else bracketed
    return (report(outcome.audit, language, mark) + "\n").encode()


def json_pieces(audit: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield danvan.audit/1 as one line of JSON, a member of a list at a time.

    The audit of a large text is twelve times as long as the text.
    """
    before = "{"
    for key, value in audit.items():
        yield f"{before}{json.dumps(key)}: ".encode()
        before = ", "
        if isinstance(value, Sequence) and not isinstance(value, str):
            yield from _list_pieces(value)
        else:
            yield json.dumps(value, ensure_ascii=False).encode()
    yield b"}\n"


def _list_pieces(members: Sequence[Any]) -> Iterator[bytes]:
    before = b"["
    for member in members:
        yield before + json.dumps(member, ensure_ascii=False).encode()
        before = b", "
    yield b"]" if members else b"[]"


def _commented(outcome: Outcome, language: str) -> bytes:
    from danvan.audit.comments import commented

    if outcome.audit is None or PurePath(outcome.source.name).suffix.lower() != ".docx":
        raise NotWord(outcome.source.name)
    return commented(outcome.source.path.read_bytes(), outcome.audit, language)


def sarif_log(outcomes: Sequence[Outcome], language: str) -> bytes:
    """Return one SARIF 2.1.0 log about all files that could be read."""
    from danvan.writers.sarif import log

    audits = [(o.source.path.as_posix(), o.audit) for o in outcomes if o.audit]
    text = json.dumps(log(audits, language), ensure_ascii=False, indent=1)
    return (text + "\n").encode()
