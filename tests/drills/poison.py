"""Records whose every text holds what somebody hostile would write there."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

# Columns that hold a code, a hash or an address of ours, never a person's words. A new
# column is poisoned until it stands here.
CODES = frozenset(
    [
        "action",
        "actor_id",
        "aspect",
        "article",
        "body",
        "bound",
        "chain",
        "code",
        "code_hash",
        "column",
        "compartment",
        "competence",
        "competent",
        "against",
        "content_type",
        "course",
        "stage",
        "digest",
        "document_id",
        "due_code",
        "file_hash",
        "fingerprint",
        "folded",
        "form",
        "format",
        "ground",
        "head",
        "hmac",
        "id_key",
        "id_number",
        "key",
        "keys",
        "kind",
        "language",
        "level",
        "model",
        "origin",
        "outline",
        "owner",
        "page",
        "password",
        "phone",
        "phone_key",
        "preparer",
        "approver",
        "query",
        "recipe",
        "record",
        "rule",
        "rules",
        "rules_version",
        "sha256",
        "sheet",
        "step",
        "before",
        "after",
        "subject",
        "suggested",
        "table",
        "template",
        "unit_code",
        "user",
        "username",
        "verb",
        "symbol",
        "act",
        "decision",
        "printed",
        "was",
    ]
)
BY_TABLE = {
    "petitions_conclusion": {"result"},
    "petitions_petition": {"number", "forward_letter"},
    "vault_sealedcase": {"number"},
    "papers_paper": {"number"},
    "petitions_wrongtry": {"number"},
    "indicators_step": {"paper"},
    "reports_figure": {"unit", "indicator"},
    "reports_citation": {"kind"},
    "portal_savedform": {"number"},
    "vault_recoveryshare": {"office"},  # one of each name
}
# Texts in which places are counted: as many characters are put in their stead.
IN_PLACE = {
    ("reports_report", "text"),
    ("publishing_paragraph", "text"),
    ("publishing_paragraphversion", "text"),
}
MARK = "canary"
Words = Callable[[int], str]


def columns() -> Iterator[tuple[str, str, int | None]]:
    """Yield every column that people's words come to: table, column, most characters."""
    for model in apps.get_models():
        if not model.__module__.startswith("danvan.") or model._meta.proxy:
            continue
        table = model._meta.db_table
        for field in model._meta.local_concrete_fields:
            text = isinstance(field, models.CharField | models.TextField)
            code = field.name in CODES | BY_TABLE.get(table, set())
            if text and not field.choices and not field.primary_key and not code:
                yield table, field.column, field.max_length


def poison(words: Words) -> int:
    """Put ``words(n)`` into the nth column of every record; say how many columns."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found, faults = list(columns()), []
        for table in sorted({table for table, _c, _m in found} | {*_json_tables()}):
            # History is kept from change by triggers; here it is made, not changed.
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for number, (table, column, most) in enumerate(found):
            if fault := _poison(table, column, words(number)[:most]):
                faults.append(fault)
        assert faults == [], "these take no words: name them among the codes"
        for number, (_table, model, field) in enumerate(_json()):
            _poison_json(model, field, words(number))
    return len(found)


def _poison(table: str, column: str, said: str) -> str:
    new = "%s"
    if (table, column) in IN_PLACE:
        new = f'overlay("{column}" placing %s from 1)'
    statement = f'UPDATE "{table}" SET "{column}" = {new} WHERE "{column}" <> \'\''  # noqa: S608 - names of our models
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [said])
    except DatabaseError as error:
        return f"{table}.{column}: {str(error).splitlines()[0]}"
    return ""


def _json() -> list[tuple[str, Any, str]]:
    return [
        (model._meta.db_table, model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("danvan.")
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.JSONField)
    ]


def _json_tables() -> set[str]:
    return {table for table, _m, _f in _json()}


def _poison_json(model: Any, field: str, said: str) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", "{field}"::text FROM "{table}"')  # noqa: S608 - names of our models
        for pk, text in cursor.fetchall():
            if text and MARK in text:
                value = json.dumps(_leaves(json.loads(text), said))
                cursor.execute(
                    f'UPDATE "{table}" SET "{field}" = %s WHERE "{key}" = %s',  # noqa: S608 - names of our models
                    [value, pk],
                )


def _leaves(value: Any, said: str) -> Any:
    if isinstance(value, dict):
        return {key: _leaves(inner, said) for key, inner in value.items()}
    if isinstance(value, list):
        return [_leaves(inner, said) for inner in value]
    return said if isinstance(value, str) and MARK in value else value


def rotated(payloads: Sequence[str], turn: int) -> Words:
    """Give another payload to each column, and each turn another one to the same."""
    return lambda number: payloads[(number + turn) % len(payloads)]
