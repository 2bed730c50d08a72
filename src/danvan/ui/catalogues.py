"""Keep the catalogues of translations complete: `script/translate [--check]`.

Each room has one catalogue, `locale/vi/LC_MESSAGES/django.po`, made from the
messages in its Python files and templates. It is written so that two branches
merge easily: sorted by message, no dates, no line numbers, no wrapping. No
gettext program is needed; Babel reads Python, Django turns templates into it.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parents[1]
LANGUAGE = "vi"
_PO = Path("locale", LANGUAGE, "LC_MESSAGES", "django.po")
_ONE, _TWO = (1,), (1, 2)
_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), _ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _TWO),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_NOT_SCREENS = {"tests", "migrations", "locale", "static"}
_NOT_KEPT = re.compile(
    rb'^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated)'
)
_HOLES = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


def rooms() -> list[Path]:
    """Return the folders that are Django apps, in alphabetical order."""
    return sorted(path.parent for path in ROOMS.glob("*/apps.py"))


def extracted(room: Path) -> Catalog:
    """Return every message of a room's Python files and templates."""
    catalogue = Catalog()
    for path in _sources(room):
        source = path.read_text("utf-8")
        if path.suffix != ".py":
            source = templatize(source)
        found = extract(
            "python",
            BytesIO(source.encode("utf-8")),
            keywords=_KEYWORDS,
            options={"encoding": "utf-8"},
        )
        for _line, message, _comments, context in found:
            place = (path.relative_to(room).as_posix(), 1)
            catalogue.add(message, locations=[place], context=context)
    return catalogue


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        screen = path.suffix in {".html", ".txt"} and "templates" in inside
        if (screen or path.suffix == ".py") and not _NOT_SCREENS & set(inside):
            yield path


def stored(room: Path) -> Catalog:
    """Return the room's catalogue as it stands; an empty one where there is none."""
    path = room / _PO
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def updated(room: Path) -> Catalog:
    """Return the extracted messages with the translations that stand already."""
    old, new = stored(room), Catalog(locale=LANGUAGE, fuzzy=False)
    for message in extracted(room):
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        new.add(
            message.id,
            string=known.string if known else "",
            locations=message.locations,
            flags=known.flags & {"fuzzy"} if known else (),
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return new


def write(room: Path, catalogue: Catalog) -> None:
    """Write a room's catalogue; a room without messages has none."""
    path = room / _PO
    if not any(message.id for message in catalogue):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(
        buffer,
        catalogue,
        width=0,
        sort_output=True,
        omit_header=False,
        include_lineno=False,
    )
    lines = buffer.getvalue().splitlines(keepends=True)
    path.write_bytes(
        b"".join(line for line in lines if not _header_noise(line)).lstrip(b"\n")
    )


def _header_noise(line: bytes) -> bool:
    comment = line.startswith(b"# ") or line.strip() == b"#"
    return comment or _NOT_KEPT.match(line) is not None


def problems(room: Path) -> list[str]:
    """Name what is missing, empty, fuzzy, obsolete or has other holes than its message."""
    wanted = {_key(m): m for m in extracted(room) if m.id}
    have = {_key(m): m for m in stored(room) if m.id}
    name = room.name
    told = [f"{name}: missing: {_shown(key)}" for key in wanted if key not in have]
    told += [f"{name}: obsolete: {_shown(key)}" for key in have if key not in wanted]
    for key in wanted.keys() & have.keys():
        if fault := _fault(have[key]):
            told.append(f"{name}: {fault}: {_shown(key)}")
    return sorted(told)


def _key(message: Message) -> tuple[str, str]:
    ids = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", ids


def _shown(key: tuple[str, str]) -> str:
    return f"[{key[0]}] {key[1]!r}" if key[0] else repr(key[1])


def _fault(message: Message) -> str:
    one = isinstance(message.string, str)
    strings = [str(message.string)] if one else list(message.string or ())
    if not strings or not all(strings):
        return "empty"
    if message.fuzzy:
        return "fuzzy"
    # The plural message has all the holes; Vietnamese has one form for both.
    full = message.id if isinstance(message.id, str) else message.id[-1]
    holes = set(_HOLES.findall(full))
    same = all(set(_HOLES.findall(text)) == holes for text in strings)
    return "" if same else "other placeholders"


def main(arguments: list[str]) -> int:
    """Update all catalogues, or with ``--check`` only say what they lack."""
    if "--check" not in arguments:
        for room in rooms():
            write(room, updated(room))
    told = [line for room in rooms() for line in problems(room)]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
