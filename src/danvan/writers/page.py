"""An audit as one web page that needs nothing beside itself: to be mailed, or printed."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from danvan.writers.passage import marked, place
from danvan.writers.terminal import printed_and_computed
from danvan.writers.words import RULES, SEVERITIES, failures, outcome, say

_STYLE: Final = """
:root{color-scheme:light;--ink:#1a1d21;--paper:#fff;--line:#c9ced6;--bad:#a4161a;--look:#7a4b00;--ok:#1b6b3a}
*{box-sizing:border-box}body{margin:0 auto;padding:1.5rem;max-width:78rem;color:var(--ink);background:var(--paper);font:1.0625rem/1.6 "Be Vietnam Pro","Segoe UI",Arial,sans-serif}
h1{font-size:1.5rem;line-height:1.3;overflow-wrap:anywhere}h2{font-size:1.2rem;margin-top:2rem}
ol.findings{list-style:none;padding:0}ol.findings li{border:1px solid var(--line);border-left:.4rem solid var(--look);padding:.75rem 1rem;margin:0 0 1rem}
ol.findings li.error{border-left-color:var(--bad)}ol.findings li.note{border-left-color:var(--line)}
.weight{font-weight:700}.error .weight{color:var(--bad)}.warning .weight{color:var(--look)}
blockquote{margin:.5rem 0;padding-left:.75rem;border-left:2px solid var(--line)}
.text{white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid var(--line);padding-top:1rem}
mark{background:#ffe8a3;color:inherit;font-weight:600}
.f{text-decoration:underline dotted;text-underline-offset:.2em}.f.ok{text-decoration:underline solid var(--ok)}
.f.bad{text-decoration:underline double var(--bad);background:#fde4e1}
.f.bad:target,.f.bad:focus{outline:3px solid var(--bad)}footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:1rem}
@media print{body{max-width:none;padding:0;font-size:11pt}ol.findings li{break-inside:avoid}a{color:inherit;text-decoration:none}}
"""


def page(audit: Mapping[str, Any], language: str) -> str:
    """Return the page: findings first, then the text with every figure underlined."""
    title = escape(say("title", language, audit["source"]["name"]))
    found = failures(audit)
    findings = "".join(_finding(check, audit, language) for check in found)
    if not any(c["severity"] != "note" for c in found):
        findings = f"<li class=note>{escape(say('clean', language))}</li>" + findings
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"<main><h1>{title}</h1><p>{escape(outcome(audit, language))}</p>"
        f'<h2>{escape(say("findings", language))}</h2><ol class="findings">{findings}</ol>'
        f"<h2>{escape(say('text', language))}</h2><p>{escape(say('legend', language))}</p>"
        f'<div class="text" lang="vi">{"".join(_text(audit))}</div></main>'
        f"<footer><p>{escape(say('foot', language))}</p>"
        f"<p>SHA-256: <code>{audit['source']['sha256']}</code></p></footer></body></html>\n"
    )


def _finding(check: Mapping[str, Any], audit: Mapping[str, Any], language: str) -> str:
    severity = check["severity"]
    rule = RULES.get(check["rule"], {}).get(language, check["rule"])
    anchor = next(iter(check["figures"] or check["citations"]), None)
    where = escape(place(audit, check, language))
    link = f'<a href="#{anchor}">{where}</a>' if anchor else where
    passage = marked(audit, check, lambda n: f"<mark>{escape(n)}</mark>", escape)
    said = [escape(check["message"][language])]
    if check.get("repair"):
        said.append(escape(say("repair", language, check["repair"][language])))
    values = escape(printed_and_computed(check, language))
    return (
        f'<li class="{severity}" id="{check["id"]}"><span class="weight">'
        f"{SEVERITIES[severity][language]}</span> · {escape(rule)} ({link})"
        f'<blockquote lang="vi">{passage}</blockquote>'
        f"<p>{' '.join(said)}</p><p>{values}</p></li>"
    )


def _text(audit: Mapping[str, Any]) -> Iterator[str]:
    """Yield the text with figures, and citations that a finding names, marked."""
    text, done = audit["text"], 0
    states = _states(audit)
    named = [c for c in audit["citations"] if states.get(c["id"]) == "bad"]
    for part in sorted([*audit["figures"], *named], key=lambda p: p["start"]):
        if part["start"] < done:
            continue
        state = states.get(part["id"], "")
        yield escape(text[done : part["start"]])
        yield f'<span class="f {state}" id="{part["id"]}">'
        yield escape(text[part["start"] : part["end"]]) + "</span>"
        done = part["end"]
    yield escape(text[done:])


def _states(audit: Mapping[str, Any]) -> dict[str, str]:
    """Say of each figure whether a check of it holds, or one fails; failing wins."""
    states: dict[str, str] = {}
    for check in audit["checks"]:
        bad = not check["holds"] and check["severity"] != "note"
        for name in (*check["figures"], *check["citations"]):
            if bad or name not in states:
                states[name] = "bad" if bad else "ok"
    return states
