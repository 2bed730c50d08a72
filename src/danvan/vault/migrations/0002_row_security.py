"""Row-level security, two holders for every key, and the public process's doors."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
TABLES = [
    "officersecret",
    "unitkey",
    "holding",
    "sealedcase",
    "wrap",
    "sealedblob",
    "access",
    "approval",
    "opening",
]
UNDO_POLICIES = "\n".join(
    f"DROP POLICY vault_{t} ON vault_{t};"
    f"ALTER TABLE vault_{t} NO FORCE ROW LEVEL SECURITY;"
    f"ALTER TABLE vault_{t} DISABLE ROW LEVEL SECURITY;"
    for t in TABLES
)
UNDO = f"""
DROP POLICY vault_unitkey_read ON vault_unitkey;
{UNDO_POLICIES}
DROP FUNCTION vault_units(), vault_user();
GRANT INSERT, DELETE ON vault_sealedcase TO danvan_office;
GRANT UPDATE ON vault_sealedblob, vault_recoveryshare, vault_officersecret
    TO danvan_office;
GRANT UPDATE, DELETE ON vault_opening TO danvan_office;
GRANT DELETE ON vault_unitkey, vault_officerkey, vault_recoverykey,
    vault_recoveryshare TO danvan_office;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0001_initial"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL((SQL / "row_security.sql").read_text("utf-8"), UNDO),
        migrations.RunSQL(
            (SQL / "two_holders.sql").read_text("utf-8"),
            """
            DROP TRIGGER vault_two_holders ON vault_holding;
            DROP TRIGGER vault_two_holders ON vault_unitkey;
            DROP FUNCTION vault_two_holders();
            """,
        ),
        migrations.RunSQL(
            (SQL / "intake.sql").read_text("utf-8"),
            "DROP FUNCTION vault_public_key(text),"
            " vault_intake(jsonb, jsonb, bytea[], jsonb, bytea[], jsonb)",
        ),
    ]
