"""The courses as a page to read: a diagram, its time-outs and its steps.

`python -m danvan.core.casework.courses.drawing` writes `docs/courses.md`.
"""

import sys
from collections.abc import Iterator

from danvan.core.casework.courses import (
    Course,
    State,
    Transition,
    transitions,
    waits,
    words,
)

_HEAD = """\
# The courses of letters

Drawn from the tables in `src/danvan/core/data/courses`; do not edit, run
`python -m danvan.core.casework.courses.drawing > docs/courses.md`.

One table for each kind of matter. A step that leads nowhere else (a reminder, an
extension, a partial withdrawal) is in the list of steps, not in the diagram. Terms are
codes of `deadlines.toml`; papers are codes of `grounds.toml`. **(?)** marks an article
whose text was not read: the screen shows "cần pháp chế xác nhận". Time-outs in days are
our own norm, in working days, where the law sets no term.
"""


def page() -> str:
    """Return the whole page, in Markdown with Mermaid diagrams."""
    return "\n".join([_HEAD, *(part for course in Course for part in _part(course))])


def _part(course: Course) -> Iterator[str]:
    said = words(course)
    yield f"## {said['en']} ({said['vi']})\n"
    yield from _diagram(course)
    yield from _time_outs(course)
    yield from _steps(course)


def _diagram(course: Course) -> Iterator[str]:
    arrows: dict[tuple[State | None, State], list[str]] = {}
    for line in transitions(course):
        steps = arrows.setdefault((line.source, line.target), [])
        if not line.stays and line.step not in steps:
            steps.append(line.step)
    yield "```mermaid\nstateDiagram-v2"
    for (source, target), steps in arrows.items():
        if steps:
            yield f"    {source or '[*]'} --> {target}: {', '.join(steps)}"
    yield "    closed --> [*]\n```\n"


def _time_outs(course: Course) -> Iterator[str]:
    yield "| state | | time-out | who is asked |\n|---|---|---|---|"
    for state, wait in waits(course).items():
        norm = f"{wait.days} days" if wait.days else ""
        term = " or ".join(part for part in (wait.term, norm) if part)
        asked = words(wait.asks)["en"]
        yield f"| {state} | {words(state)['vi']} | {term} | {asked} |"
    yield ""


def _steps(course: Course) -> Iterator[str]:
    yield "| step | | from | to | right | ground | papers | terms | needs |"
    yield "|---|---|---|---|---|---|---|---|---|"
    rows: dict[tuple[str, ...], list[str]] = {}
    for line in transitions(course):
        rows.setdefault(_row(line), []).append(line.source or "outside")
    for (step, vi, target, *rest), sources in rows.items():
        yield f"| {step} | {vi} | {', '.join(sources)} | {target} | {' | '.join(rest)} |"
    yield ""


def _row(line: Transition) -> tuple[str, ...]:
    return (
        line.step,
        words(line.step)["vi"],
        "stays" if line.stays else line.target,
        line.right,
        _ground(line),
        ", ".join(line.papers),
        _terms(line),
        ", ".join(sorted(line.needs)),
    )


def _ground(line: Transition) -> str:
    doubt = "" if line.ground.certain else " **(?)**"
    since, until = line.span.since, line.span.until
    time = f" (from {since:%d/%m/%Y})" if since else ""
    time += f" (until {until:%d/%m/%Y})" if until else ""
    return f"{line.ground.article}, {line.ground.act}{doubt}{time}"


def _terms(line: Transition) -> str:
    parts = [f"starts {code}" for code in line.starts]
    parts += [f"starts {code} if {when}" for when, code in line.starts_if]
    for verb in ("ends", "pauses", "resumes", "extends", "ahead"):
        parts += [f"{verb} {code}" for code in sorted(getattr(line, verb))]
    if line.opens:
        parts.append(f"opens {line.opens}")
    return "; ".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
