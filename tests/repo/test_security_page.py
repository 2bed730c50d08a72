"""docs/security.md promises nothing without a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The part on sealing names its proofs within the vault's own tests.
PAGE = (ROOT / "docs/security.md").read_text("utf-8").partition("## Sealing")[0]
PROOFS = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)


def test_every_promise_names_its_proof():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith("| promise |")]

    assert len(promises) == len(PROOFS) > 0


@pytest.mark.parametrize(("path", "test"), PROOFS, ids=[test for _p, test in PROOFS])
def test_the_proof_exists(path, test):
    assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
