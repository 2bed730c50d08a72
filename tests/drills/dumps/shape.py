"""The shape of a database: whatever its catalogue says of what is ours.

Two databases of one shape came there by different ways and are the same.
"""

import re
from typing import Any

PARTS = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v')""",
    "constraints": """
        SELECT c.conrelid::regclass::text, c.contype, pg_get_constraintdef(c.oid),
            c.convalidated
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = 'public' AND c.contype <> 'n'""",
    "indexes": """
        SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'i'""",
    "locks": """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'""",
    "policies": """
        SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check
        FROM pg_policies WHERE schemaname = 'public'""",
    "triggers": """
        SELECT tgrelid::regclass::text, pg_get_triggerdef(oid), tgenabled
        FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """
        SELECT p.proname, pg_get_function_identity_arguments(p.oid), p.prosecdef,
            p.provolatile, md5(p.prosrc), p.proconfig::text
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'""",
    "grants on tables": """
        SELECT c.relname, a.grantee::regrole::text, a.privilege_type
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN aclexplode(c.relacl) a
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'S', 'v') AND a.grantee <> c.relowner""",
    "grants on columns": """
        SELECT c.relname, a.attname, (aclexplode(a.attacl)).grantee::regrole::text,
            (aclexplode(a.attacl)).privilege_type
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname = 'public'""",
    "grants on functions": """
        SELECT p.oid::regprocedure::text, (aclexplode(p.proacl)).grantee::regrole::text
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'""",
}


def shape(db: Any) -> dict[str, list[str]]:
    """Write down every part of the catalogue, its lines in order."""
    return {
        part: sorted(_one_way(str(row)) for row in _read(db, asked))
        for part, asked in PARTS.items()
    }


def _read(db: Any, asked: str) -> list[tuple[Any, ...]]:
    """Read by a connection of psycopg, or a cursor of Django's."""
    found = db.execute(asked)
    return list(found if found is not None else db.fetchall())


def _one_way(text: str) -> str:
    """Write a condition without what reading a dump back sets otherwise: casts."""
    return re.sub(r"::(character varying|text)|[()\[\] ]", "", text)


def locked(db: Any) -> list[str]:
    """Name the tables under forced row-level security."""
    asked = (
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
        "ORDER BY 1"
    )
    return [name for (name,) in _read(db, asked)]
