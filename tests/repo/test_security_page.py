"""docs/security.md promises nothing without a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Figures of drills are no promises; tests/repo/test_drills_page.py holds them.
DRILLS = re.compile(r"<!-- drills: begin -->.*<!-- drills: end -->", re.S)
# The part on sealing names its proofs within the vault's own tests.
PAGE, _, SEALING = DRILLS.sub(
    "", (ROOT / "docs/security.md").read_text("utf-8")
).partition("## Sealing")
VAULT = "src/danvan/vault/tests"
PROOF = re.compile(r"`([\w/]+\.py)::(\w+)`")
PROOFS = PROOF.findall(PAGE)


def test_every_promise_names_its_proof():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith("| promise |")]

    assert promises
    assert [row for row in promises if not PROOF.search(row)] == []


@pytest.mark.parametrize(("path", "test"), PROOFS, ids=[test for _p, test in PROOFS])
def test_the_proof_exists(path, test):
    assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")


def _proofs_of_the_vault():
    """Yield file and test of each row; a file without tests stands for all in it."""
    for path, names in re.findall(
        r"`(test_\w+\.py)`(?:: ((?:`\w+`(?:, )?)+))?", SEALING
    ):
        yield from ((path, name) for name in re.findall(r"\w+", names) or ["test_"])


@pytest.mark.parametrize(("path", "test"), [*_proofs_of_the_vault()])
def test_the_vaults_proof_exists(path, test):
    assert f"def {test}" in (ROOT / VAULT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "test"), re.findall(r"`([\w/]+/\w+\.py)::(\w+)`", SEALING)
)
def test_the_proof_of_a_sealed_thing_exists(path, test):
    assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
