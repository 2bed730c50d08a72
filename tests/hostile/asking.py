"""What is asked with hostile values, and what is wrong with an answer."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db import connection

FORM = "application/x-www-form-urlencoded"
STORED = (
    *("petitions_petition", "petitions_step", "petitions_deadline"),
    *("petitions_assignment", "petitions_reply", "files_storedfile"),
    *("reports_report", "reports_check", "reports_remark"),
    *("publishing_draft", "publishing_paragraph", "publishing_link"),
    "publishing_paragraphversion",
    *("accounts_user", "accounts_membership", "orgs_workingday", "portal_savedform"),
    *("petitions_matter", "petitions_link", "petitions_signatory", "petitions_import"),
    *("petitions_classification", "petitions_conclusion", "petitions_task"),
    *("petitions_execution", "petitions_watchedmatter", "petitions_savedfilter"),
    *("papers_paper", "receptions_session", "receptions_visit"),
    *("receptions_appointment", "receptions_sealedvisit"),
    *("registers_entry", "registers_import", "registers_lock", "registers_savedview"),
    *("indicators_filledform", "indicators_formcell", "indicators_value"),
    "indicators_choice",
    *("indicators_submission", "indicators_step", "indicators_line"),
    *("indicators_dueday", "indicators_lockexception", "indicators_assignment"),
    *("indicators_publictimeliness", "indicators_reminder"),
    *("publishing_edition", "publishing_editionfigure", "publishing_opensource"),
    *("publishing_newsitem", "publishing_comment"),
    *("vault_sealedcase", "vault_sealedblob", "vault_sealedstep", "vault_access"),
)


# A citizen's half-filled form is kept for him: that is no half-stored record.
MAY_KEEP = ("portal_savedform",)


def stored(without=()):
    """Count what is kept; as the owner, who sees everything."""
    names = [name for name in STORED if name not in without]
    counts = [f"(SELECT count(*) FROM {name})" for name in names]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (role,) = cursor.fetchone()
        cursor.execute("SET ROLE NONE")
        cursor.execute(f"SELECT {', '.join(counts)}")
        row = cursor.fetchone()
        cursor.execute(f"SET ROLE {role}")
    return row


def faults(answers) -> Iterator[str]:
    """Say what is wrong with the answers: errors of ours, and what is half-stored."""
    for what, (response, half) in answers:
        if response.status_code >= 500 or half:
            yield f"{what}: {response.status_code} {half}"


def encoded(**values):
    return urlencode(values, doseq=True, errors="surrogatepass")
