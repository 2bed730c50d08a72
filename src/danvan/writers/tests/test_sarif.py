"""The SARIF log holds to the standard where others read it."""

import re
from urllib.parse import unquote

import pytest

from danvan.audit import audit, to_json
from danvan.writers.sarif import log

WRONG = "Dòng đầu.\nTiếp nhận 1.945 đơn, gồm 798 đơn khiếu nại và 933 đơn tố cáo.\n"


@pytest.fixture
def run():
    done = to_json(audit(WRONG.encode(), "báo cáo.txt"))
    whole = log([("quý I/báo cáo.txt", done)], "vi")
    assert whole["version"] == "2.1.0"
    assert whole["$schema"].endswith("sarif-schema-2.1.0.json")
    return whole["runs"][0]


def test_a_result_names_a_rule_of_the_driver(run):
    (result,) = run["results"]
    rules = run["tool"]["driver"]["rules"]

    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "sum"
    assert (result["kind"], result["level"]) == ("fail", "error")
    assert "1.731" in result["message"]["text"]


def test_a_region_counts_lines_columns_and_characters(run):
    (location,) = run["results"][0]["locations"]
    region = location["physicalLocation"]["region"]
    offset, length = region["charOffset"], region["charLength"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert WRONG[offset : offset + length] == region["snippet"]["text"]
    assert region["startLine"] == region["endLine"] == 2
    lines = WRONG.splitlines()
    assert (
        lines[1][region["startColumn"] - 1 : region["endColumn"] - 1]
        == region["snippet"]["text"]
    )


def test_an_artifact_has_a_uri_and_a_hash(run):
    (artifact,) = run["artifacts"]
    uri = artifact["location"]["uri"]

    assert re.fullmatch(r"[!-~]+", uri)
    assert unquote(uri) == "quý I/báo cáo.txt"
    assert re.fullmatch(r"[0-9a-f]{64}", artifact["hashes"]["sha-256"])


def test_a_file_without_findings_is_an_artifact_without_results():
    done = to_json(audit("Không có số.".encode(), "a.txt"))
    run = log([("a.txt", done)], "en")["runs"][0]

    assert run["results"] == []
    assert run["language"] == "en"
