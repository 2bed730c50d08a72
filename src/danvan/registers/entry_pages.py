"""What the pages of one line show, put together as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from danvan.accounts.rights import Right, Viewer
from danvan.core.registers.kind import Kind, Type
from danvan.files.models import StoredFile
from danvan.registers import labels, listing, selectors
from danvan.registers.forms import label_of
from danvan.registers.models import Entry
from danvan.registers.selectors import Filters, Summary

_LAST = 8  # lines under the form of a desk


@dataclass(frozen=True, slots=True)
class Said:
    """One field of a line; ``before`` is what the corrected line said, if other."""

    label: str
    text: str
    before: str
    changed: bool
    url: str = ""  # of a file


@dataclass(frozen=True, slots=True)
class Version:
    """One line that stands, or stood, in a place of the book."""

    entry: Entry
    source: Promise | str
    said: Sequence[Said]
    current: bool


def page(viewer: Viewer, kind: Kind, entry: Entry) -> dict[str, Any]:
    """Return a line with every line that ever stood in its place."""
    history = selectors.history(entry)
    files = _files(history)
    versions = []
    for number, line in enumerate(history):
        older = history[number + 1] if number + 1 < len(history) else None
        versions.append(
            Version(
                entry=line,
                source=labels.SOURCES[line.source],
                said=_said(kind, line, older, files),
                current=line.pk == entry.pk,
            )
        )
    may_write = viewer.may(Right.REGISTERS_WRITE, entry.unit_id)
    return {
        "entry": entry,
        "shown": next(v for v in versions if v.current),
        "newest": history[0],
        "versions": versions,
        "may_correct": may_write and entry.standing,
        "day_label": labels.say(kind.day),
    }


def _files(history: Sequence[Entry]) -> dict[str, str]:
    """Return the names of the files of these lines, by id."""
    owners = [line.record for line in history]
    found = StoredFile.objects.filter(owner__in=owners).values_list("id", "name")
    return {str(pk): name for pk, name in found}


def _said(
    kind: Kind, line: Entry, older: Entry | None, files: dict[str, str]
) -> list[Said]:
    edition = kind.on(line.day) or kind.latest
    now = listing.values_of(kind, line)
    before = listing.values_of(kind, older) if older else {}
    found = []
    for field in edition.fields:
        text, was = now.get(field.key, ""), before.get(field.key, "")
        changed = older is not None and text != was and not line.void
        url = ""
        if field.type is Type.FILE and text in files:
            url, text = reverse("files:download", args=[text]), files[text]
        if text or changed:
            found.append(Said(label_of(field), text, was, changed, url))
    return found


def last(viewer: Viewer, kind: Kind) -> listing.Table:
    """Return the lines written last in the viewer's books of this kind."""
    mine = viewer.units(Right.REGISTERS_WRITE)
    rows = selectors.entries(viewer, kind, Filters()).filter(unit__in=mine)
    lines = rows.select_related("unit").order_by("-made_at", "-row")[:_LAST]
    return listing.table(kind, list(lines), Summary(0, {}))
