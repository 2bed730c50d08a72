"""Which fields leave in an export, by role: the reviewed list, and no other."""

import csv
import io
import json

import pytest

from danvan.accounts.rights import RIGHTS, Right, Role

FIELDS = {
    "": "schema source rules text figures citations checks",
    "source": "name sha256 characters",
    "figures": "id start end text value unit scale bound label indicator place period org",
    "citations": "id start end text number kind date issuer act place clause",
    "checks": "id rule holds severity figures citations printed computed message "
    "start end place repair",
}
COLUMNS = [
    *("No.", "Rule", "Result", "Weight", "Figures", "Printed", "Computed"),
    *("Finding", "Begins at", "Ends at", "Called no error because"),
]
READERS = [role for role in Role if Right.REPORTS_READ in RIGHTS[role]]
OTHERS = [role for role in Role if role not in READERS]


@pytest.fixture
def path(records):
    return f"/reports/{records['own']['report']['pk']}"


@pytest.mark.parametrize("role", READERS)
def test_a_reader_of_reports_takes_away_these_fields(role, path, browser_of):
    browser = browser_of(role)
    found = json.loads(browser.get(f"{path}/audit.json").content)
    table = browser.get(f"{path}/checks.csv", headers={"Cookie": _english(browser)})

    assert " ".join(found) == FIELDS[""]
    for part in ("source", "figures", "citations", "checks"):
        rows = [found[part]] if part == "source" else found[part]
        assert rows
        assert {key for row in rows for key in row} <= set(FIELDS[part].split())
    heads = next(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert heads == COLUMNS


def _english(browser):
    cookies = browser.cookies.output(header="", sep=";", attrs=[])
    return f"{cookies}; danvan_language=en"


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("export", ["audit.json", "checks.csv"])
def test_who_does_not_read_reports_takes_nothing_away(role, export, path, browser_of):
    answer = browser_of(role).get(f"{path}/{export}")

    assert answer.status_code == 403
    assert "Content-Disposition" not in answer
