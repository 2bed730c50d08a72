"""Every field of every record, marked, and where each mark comes to the surface.

A text field gets a word of its own, an empty day a day of its own; then every
address is asked, its sheets and papers unpacked, and each mark found is one entry:
the field, the address, the role. What cannot be marked (a code that pages look up,
a number, a key to another record) stands in the table all the same, so that a new
field of any kind is looked at before it passes.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from tests.access import addresses, table

PATH = Path(__file__).with_name("fields.csv")
COLUMNS = ("field", "address", "roles")
ROOMS = ("petitions", "reports", "files", "accounts", "vault", "journal", "indicators")
NOWHERE, UNMARKED = "nowhere", "not marked"
_LEAST = 10  # characters a mark needs
# Codes that pages look up in a table of the program; a mark would break the page.
CODES = {
    *("petitions.Deadline.code", "petitions.Petition.language"),
    *("files.StoredFile.content_type", "files.StoredFile.owner"),
    *("reports.Check.rule", "reports.Report.rules_version", "reports.Check.key"),
    *("reports.Figure.key", "reports.Citation.key", "reports.Report.text"),
}
# What the database takes in a certain shape only.
SHAPED = {
    "petitions.Petition.number": "DV99-7777-3333-7",
    "petitions.Petition.code_hash": "0badc0de" * 8,
}

Entry = tuple[str, str]  # field, address
Seen = Mapping[Entry, frozenset[str]]


def every_field() -> list[models.Field[Any, Any]]:
    """Return the fields of all records there are."""
    return [
        field
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
    ]


def name_of(field: models.Field[Any, Any]) -> str:
    """Return ``room.Model.field``."""
    return f"{field.model._meta.label}.{field.name}"


def mark_of(field: models.Field[Any, Any]) -> Any:
    """Return what to write into a field so that it is known again; None: nothing."""
    name = name_of(field)
    if field.choices or name in CODES or field.is_relation:
        return None
    digest = hashlib.sha256(name.encode()).digest()
    if name in SHAPED:
        return SHAPED[name]
    if isinstance(field, models.CharField | models.TextField):
        word = "q" + "".join(chr(ord("a") + byte % 26) for byte in digest[:9])
        return word if (field.max_length or _LEAST) >= _LEAST else None
    if isinstance(field, models.DateField) and field.null:
        if isinstance(field, models.DateTimeField):
            return None
        days = int.from_bytes(digest[:2], "big") % 9000
        return datetime.date(1950, 1, 1) + datetime.timedelta(days)
    return None


def marks_of(model: type[models.Model]) -> dict[str, Any]:
    """Return the marks for one row of a model."""
    marks = {f.name: mark_of(f) for f in model._meta.concrete_fields}
    return {name: said for name, said in marks.items() if said is not None}


def mark(rows: Iterable[models.Model], leave: Iterable[str] = ()) -> set[str]:
    """Write its mark into every field of the rows; return the names of the fields."""
    placed = set()
    for row in rows:
        marks = {n: m for n, m in marks_of(type(row)).items() if n not in leave}
        kept = marks if _taken(row, marks) else _one_by_one(row, marks)
        placed |= {f"{row._meta.label}.{name}" for name in kept}
    return placed


def _one_by_one(row: models.Model, marks: Mapping[str, Any]) -> list[str]:
    return [name for name, said in marks.items() if _taken(row, {name: said})]


def _taken(row: models.Model, marks: Mapping[str, Any]) -> bool:
    """Write marks; what a constraint of the database refuses stays as it was."""
    try:
        with transaction.atomic():
            if marks:
                type(row)._base_manager.filter(pk=row.pk).update(**marks)
    except DatabaseError:
        return False
    return True


def look(client: Client, records: dict[str, Any]) -> set[Entry]:
    """Return which fields the pages of the office show to one officer, and where."""
    spelled = {
        word: name_of(field)
        for field in every_field()
        if (said := mark_of(field)) is not None
        for word in _spellings(said)
    }
    found = set()
    for address in addresses.addresses("office"):
        with transaction.atomic():
            path, query = address.fill(records), address.query(records)
            response = client.get(path, query)
            # A page that breaks shows nothing, and would prove nothing.
            assert response.status_code < 500, path
            body = _unpacked(response)
            transaction.set_rollback(True)
        asked = f"{path} {query}"
        found |= {
            (name, address.name)
            for word, name in spelled.items()
            if word in body and word not in asked
        }
    return found


def _spellings(said: Any) -> tuple[str, ...]:
    if isinstance(said, datetime.date):
        return (f"{said:%d/%m/%Y}", said.isoformat())
    return (said,)


def _unpacked(response: Any) -> str:
    parts = response.streaming_content if response.streaming else [response.content]
    body = b"".join(parts)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return head + body.decode("utf-8", "replace")


def read() -> dict[Entry, frozenset[str]]:
    """Return the reviewed table."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return {
            (row["field"], row["address"]): frozenset(table.roles(row["roles"]))
            for row in csv.DictReader(file)
        }


def write(seen: Seen, placed: Collection[str]) -> None:
    """Write the table: what is shown, what is not, and what was not marked."""
    shown = {field for field, _address in seen}
    rest = {
        (name, NOWHERE if name in placed else UNMARKED): frozenset[str]()
        for name in map(name_of, every_field())
        if name not in shown
    }
    with PATH.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for (field, address), roles in sorted({**seen, **rest}.items()):
            rows.writerow([field, address, table.written(roles) if roles else ""])
