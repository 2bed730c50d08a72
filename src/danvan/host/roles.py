"""The database's roles: owner for migrations; office and portal for work."""

from collections.abc import Mapping

from psycopg import Connection, sql

OWNER = "danvan_owner"
OFFICE = "danvan_office"
PORTAL = "danvan_portal"
DATABASE = "danvan"


def ensure_owner(db: Connection[tuple[object, ...]], password: str) -> None:
    """Make the owner and its database; ``db`` is a superuser's, autocommit."""
    _ensure_role(db, OWNER, password, "LOGIN CREATEROLE")
    found = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
    if found.fetchone():
        return
    name = sql.Identifier(DATABASE)
    db.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER))
    )
    db.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))


def ensure_workers(
    db: Connection[tuple[object, ...]], owner: str, passwords: Mapping[str, str]
) -> None:
    """Make the roles of the running processes and let ``owner`` speak as them.

    ``passwords`` maps role to password; ``db`` may be a superuser's connection
    or one of an owner with CREATEROLE, to the database they shall work in.
    """
    modern = db.info.server_version >= 160000
    for role, password in passwords.items():
        _ensure_role(db, role, password, "LOGIN")
        # Before 16 there is no such option: the owner then also inherits.
        options = sql.SQL("WITH INHERIT FALSE, SET TRUE" if modern else "")
        names = [sql.Identifier(role), sql.Identifier(owner)]
        db.execute(sql.SQL("GRANT {} TO {} {}").format(*names, options))
        here = sql.Identifier(db.info.dbname)
        db.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(here, names[0]))


def _ensure_role(
    db: Connection[tuple[object, ...]], role: str, password: str, rights: str
) -> None:
    found = db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if found else "CREATE"
    # The server must see no clear password: statements may be logged.
    secret = db.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    db.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            sql.SQL(verb),
            sql.Identifier(role),
            sql.SQL(rights),
            sql.Literal(secret),
        )
    )
