"""Audit many files at once, on all cores, without one bad file stopping the rest."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from danvan.readers import LIMIT, Unreadable

SUFFIXES: Final = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx"})
"""What is read of a folder."""


class Source(NamedTuple):
    """A file to audit, and the name it is spoken of by."""

    path: Path
    name: str


class Outcome(NamedTuple):
    """What became of a file: its audit as danvan.audit/1, or why there is none.

    ``trouble`` speaks Vietnamese and English.
    """

    source: Source
    audit: dict[str, Any] | None
    trouble: dict[str, str] | None = None


def sources_in(folder: Path) -> list[Source]:
    """Return the reports in a folder and its folders, by name."""
    found = sorted(path for path in folder.rglob("*") if _is_report(path))
    return [Source(path, path.relative_to(folder).as_posix()) for path in found]


def _is_report(path: Path) -> bool:
    # Word keeps a file "~$report.docx" beside each document that is open.
    hidden = path.name.startswith((".", "~$"))
    return not hidden and path.suffix.lower() in SUFFIXES and path.is_file()


def audit_all(
    sources: Sequence[Source], previous: Path | None = None, *, stream: bool = False
) -> Iterator[Outcome]:
    """Audit files, each against ``previous`` if given, and yield in their order.

    ``stream`` tells that each audit is read but once: a lone one is not built whole.
    """
    workers = min(len(sources), len(os.sched_getaffinity(0)))
    if workers < 2:
        yield from (audit_file(source, previous, stream=stream) for source in sources)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(audit_file, sources, [previous] * len(sources))


def audit_file(
    source: Source, previous: Path | None = None, *, stream: bool = False
) -> Outcome:
    """Audit one file; what cannot be read is told, not raised."""
    from danvan.audit.pipeline import audit
    from danvan.audit.shape import to_json, to_stream

    try:
        earlier = previous and audit(_bytes(previous), previous.name)
        done = audit(_bytes(source.path), source.name, previous=earlier or None)
    except Unreadable as reason:
        return Outcome(source, None, reason.message)
    except OSError as error:
        return Outcome(source, None, _not_opened(error))
    return Outcome(source, to_stream(done) if stream else to_json(done))


def _bytes(path: Path) -> bytes:
    # Told by its size alone: a disk image must not be read to find it too large.
    if path.stat().st_size > LIMIT:
        raise Unreadable("too_large")
    return path.read_bytes()


def _not_opened(error: OSError) -> dict[str, str]:
    if isinstance(error, FileNotFoundError):
        return {
            "vi": "Không có tệp hoặc thư mục này. Hãy kiểm tra lại đường dẫn.",
            "en": "No such file or folder. Check the path.",
        }
    why = error.strerror or str(error)
    return {
        "vi": f"Không mở được tệp ({why}). Hãy kiểm tra quyền đọc.",
        "en": f"The file cannot be opened ({why}). Check that you may read it.",
    }
