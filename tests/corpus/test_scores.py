"""What the reader reaches on the corpus of real texts, held so that it never sinks."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from danvan.audit import audit, to_json

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not (CORPUS / "score.py").exists(),
    reason="the corpus of real texts (../shared/corpus) is not here",
)


@pytest.fixture(scope="module")
def scores():
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    total = Counter()
    for path in sorted((CORPUS / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        data = (CORPUS / gold["file"]).read_bytes()
        out = to_json(audit(data, gold["file"]))
        score.score_figures(gold, out, data.decode(), total, [])
        score.score_citations(gold, out, total, [])
        score.score_checks(gold, out, total, [])
    return score.summary(total)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("figures_f1", 0.99),
        ("units", 0.97),
        ("citations_f1", 0.98),
        ("errors_found", 1.0),
        ("alarm_precision", 1.0),
        ("true_identities_found", 0.95),
    ],
)
def test_a_score_is_held(scores, name, least):
    assert scores[name] >= least


@pytest.mark.parametrize("name", ["spans_wrong", "false_alarms", "traps_sprung"])
def test_nothing_is_wrongly_accused(scores, name):
    assert scores[name] == 0
