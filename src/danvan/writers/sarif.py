"""Findings as a SARIF 2.1.0 log, for programs that gather the results of checks.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote

from danvan.writers.passage import place
from danvan.writers.words import RULES, failures

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_TEXT = (".txt", ".md")


def log(
    audits: Sequence[tuple[str, Mapping[str, Any]]], language: str
) -> dict[str, Any]:
    """Return one log with one run; ``audits`` are paths with their danvan.audit/1."""
    rules = list(RULES)
    results = [
        _result(path, index, audit, check, rules, language)
        for index, (path, audit) in enumerate(audits)
        for check in failures(audit)
    ]
    run = {
        "tool": {"driver": _driver(language)},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(path, audit) for path, audit in audits],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(language: str) -> dict[str, Any]:
    return {
        "name": "danvan",
        "version": version("danvan"),
        "rules": [
            {"id": rule, "shortDescription": {"text": said[language]}}
            for rule, said in RULES.items()
        ],
    }


def _artifact(path: str, audit: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "location": {"uri": _uri(path)},
        "hashes": {"sha-256": audit["source"]["sha256"]},
    }


def _uri(path: str) -> str:
    """Write a path as a URI reference; an absolute one is a file URI."""
    return ("file://" if path.startswith("/") else "") + quote(path)


def _result(
    path: str,
    index: int,
    audit: Mapping[str, Any],
    check: Mapping[str, Any],
    rules: Sequence[str],
    language: str,
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": check["rule"],
        "kind": "fail",
        "level": check["severity"],
        "message": {"text": check["message"][language]},
        "locations": [_location(path, index, audit, check, language)],
        "properties": {"printed": check["printed"], "computed": check["computed"]},
    }
    if check["rule"] in rules:
        result["ruleIndex"] = rules.index(check["rule"])
    return result


def _location(
    path: str,
    index: int,
    audit: Mapping[str, Any],
    check: Mapping[str, Any],
    language: str,
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path), "index": index}}
    # Of Word and PDF the characters we count are not those of the file: no region.
    if path.lower().endswith(_TEXT):
        physical["region"] = _region(audit["text"], check["start"], check["end"])
    where = place(audit, check, language)
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": where}],
    }


def _region(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - text.rfind("\n", 0, start),
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - text.rfind("\n", 0, end),
        "charOffset": start,
        "charLength": end - start,
        "snippet": {"text": text[start:end]},
    }
