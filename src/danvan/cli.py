"""The command danvan: check reports before they are signed."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

# Only what every call needs is imported here: the command answers in a blink.
from danvan.audit import batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from danvan.audit.batch import Outcome, Source
    from danvan.writers.terminal import Row

FORMATS = ("text", "json", "html", "docx", "sarif")
OK, FAILS, BAD_INPUT = 0, 1, 2

_SAID = {
    "vi": {
        "usage": "Sai cách gọi lệnh: {}",
        "nothing": "Thư mục không có tệp nào đọc được (TXT, HTML, DOCX, PDF, XLSX).",
        "out": "Hãy cho biết thư mục ghi kết quả bằng --out.",
        "not_word": "Chỉ ghi chú thích được vào tệp DOCX.",
        "blocked": "Không ghi được kết quả: {}",
    },
    "en": {
        "usage": "Wrong usage: {}",
        "nothing": "The folder holds no file that can be read (TXT, HTML, DOCX, PDF, XLSX).",
        "out": "Say with --out where results go.",
        "not_word": "Comments can only be written into a DOCX file.",
        "blocked": "Results could not be written: {}",
    },
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns 0, 1 where something fails, 2 on bad input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = list(sys.argv[1:] if argv is None else argv)
    options = _parser(_language(words)).parse_args(words)
    try:
        return _Run(options).run()
    except BrokenPipeError:
        # Whoever read the output has gone; the flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _language(words: Sequence[str]) -> str:
    """Find the language before arguments are parsed: their errors speak it, too."""
    asked = " ".join(words).replace("=", " ").partition("--language ")[2][:2]
    if asked in _SAID:
        return asked
    return "en" if os.environ.get("LANG", "").startswith("en") else "vi"


def _parser(language: str) -> argparse.ArgumentParser:
    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            self.print_usage(sys.stderr)
            self.exit(BAD_INPUT, _SAID[language]["usage"].format(message) + "\n")

    parser = Parser(prog="danvan", description="Dân Vận")
    commands = parser.add_subparsers(dest="command", required=True)
    audit = commands.add_parser(
        "audit",
        help="soát số liệu của báo cáo / check the figures of reports",
        description="Exit 0: nothing fails; 1: something does; 2: bad input.",
    )
    audit.add_argument("files", nargs="+", metavar="FILE", help="files or folders")
    audit.add_argument("--format", choices=FORMATS, default="text")
    audit.add_argument("--previous", metavar="FILE", type=Path, help="earlier report")
    audit.add_argument("--out", metavar="DIR", type=Path, help="write results there")
    audit.add_argument("--language", choices=tuple(_SAID), default=language)
    return parser


class _Run:
    """One call of ``danvan audit``."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.words = _SAID[options.language]
        self.complaints = 0
        self.logged: list[Outcome] = []
        self.folder = any(Path(f).is_dir() for f in options.files)

    def run(self) -> int:
        sources = list(self._sources())
        self.many = self.folder or len(self.options.files) > 1
        if self.options.out is None and not self._fits_on_stdout():
            self._complain("danvan", self.words["out"])
            return BAD_INPUT
        from danvan.writers.terminal import row_of

        rows = []
        for outcome in self._outcomes(sources):
            # Of each audit only its numbers are kept: a folder may hold thousands.
            rows.append(row_of(outcome.source.name, outcome.audit))
            if self.options.format == "sarif":
                self.logged.append(outcome)
        self._close(rows)
        if self.complaints:
            return BAD_INPUT
        return FAILS if any(row.failures for row in rows) else OK

    def _fits_on_stdout(self) -> bool:
        if self.options.format == "docx":
            return not self.many and not sys.stdout.isatty()
        return self.options.format != "html" or not self.many

    def _complain(self, name: object, message: str) -> None:
        self.complaints += 1
        print(f"{name}: {message}", file=sys.stderr)  # noqa: T201 - the command line speaks # nosemgrep: nothing-is-printed

    def _sources(self) -> Iterator[Source]:
        for file in self.options.files:
            path = Path(file)
            inside = batch.sources_in(path) if path.is_dir() else []
            yield from inside or (
                [] if path.is_dir() else [batch.Source(path, path.name)]
            )
            if path.is_dir() and not inside:
                self._complain(path, self.words["nothing"])

    def _outcomes(self, sources: Sequence[Source]) -> Iterator[Outcome]:
        done = batch.audit_all(
            sources, self.options.previous, stream=self.options.format == "json"
        )
        for number, outcome in enumerate(done, 1):
            if self.many:
                line = f"[{number}/{len(sources)}] {outcome.source.name}"
                print(line, file=sys.stderr)  # noqa: T201 - the command line speaks # nosemgrep: nothing-is-printed
            if outcome.trouble:
                self._complain(
                    outcome.source.path, outcome.trouble[self.options.language]
                )
            else:
                self._show(outcome)
            yield outcome

    def _show(self, outcome: Outcome) -> None:
        from danvan.audit.outputs import NotWord, json_pieces, rendered

        if self.options.format == "sarif":
            return  # one log for all files, at the end
        if self.options.format == "json" and outcome.audit is not None:
            self._write(json_pieces(outcome.audit), outcome.source.name)
            return
        colour = self.options.out is None and sys.stdout.isatty()
        try:
            data = rendered(
                outcome, self.options.format, self.options.language, colour=colour
            )
        except NotWord:
            self._complain(outcome.source.path, self.words["not_word"])
            return
        self._write(data, outcome.source.name, beside=outcome.source.path)

    def _write(
        self, data: bytes | Iterable[bytes], name: str, beside: Path | None = None
    ) -> None:
        pieces = [data] if isinstance(data, bytes) else data
        if self.options.out is None:
            sys.stdout.flush()
            sys.stdout.buffer.writelines(pieces)
            return
        suffix = {"text": "txt"}.get(self.options.format, self.options.format)
        target = self.options.out / f"{name}.{suffix}"
        if self.options.format == "docx":
            target = self.options.out / name
            if beside is not None and target.resolve() == beside.resolve():
                target = target.with_suffix(".comments.docx")  # never over the report
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            self._complain(target, self.words["blocked"].format(error.strerror))

    def _close(self, rows: Sequence[Row]) -> None:
        """Write what is said about all files together."""
        if self.options.format == "sarif":
            from danvan.audit.outputs import sarif_log

            self._write(sarif_log(self.logged, self.options.language), "danvan")
        if self.folder and rows:
            from danvan.writers.terminal import table

            # Standard output stays what was asked for where a program reads it.
            spoken = self.options.format == "text" or self.options.out is not None
            stream = sys.stdout if spoken else sys.stderr
            stream.write(table(rows, self.options.language))
