"""Each rule both ways, in our own sentences."""

from pathlib import Path

import pytest

from danvan.audit.pipeline import examine
from danvan.core.checks import registry
from danvan.core.text.document import Document

TABLE = Path(__file__).parent / "sentences" / "checks.txt"


def rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" => ")) for line in lines if " => " in line]


def described(check):
    if check.holds and check.severity == "note" and "cắt bỏ" not in check.message["vi"]:
        return f"{check.rule} ok"
    return f"{check.rule} {check.severity} {check.printed} {check.computed}".strip()


def checks_of(text):
    return registry.run(examine(Document(text, ())))


@pytest.mark.parametrize(("sentence", "expected"), rows())
def test_a_sentence_is_checked_so(sentence, expected):
    made = sorted(described(check) for check in checks_of(sentence))

    assert made == sorted(expected.split("; ") if expected != "-" else [])


@pytest.mark.parametrize("sentence", [row[0] for row in rows() if row[1] != "-"])
def test_a_check_tells_where_it_is_and_what_in_two_languages(sentence):
    for check in checks_of(sentence):
        assert 0 <= check.span.start < check.span.end <= len(sentence)
        assert set(check.message) == {"vi", "en"}
        assert all(check.message.values())
