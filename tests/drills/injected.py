"""What hostile people write, and what must never become of it in an answer."""

import html
import re
from dataclasses import dataclass, field

from tests.drills import sheets

FORMULAS = [
    *("=1+1", "+1+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|x"),
    *("\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\uff1d1+1", "\uff0b1\uff0d\uff20x"),
    *("|cmd' /C calc'", '";=HYPERLINK("http://x.example";"y")'),
]
MARK = "dvxss"
SCRIPTS = [
    f"<img src=x onerror=document.{MARK}=1>\"'",
    f"</script><script>document.{MARK}=1</script>",
    f'"><svg/onload=document.{MARK}=1>',
]
OTHERS = [
    f"javascript:document.{MARK}=1",
    f"{MARK}{{{{7*7}}}}{{% now 'Y' %}}",
]
MIXED = [*FORMULAS, *SCRIPTS * 4, *OTHERS]
KINDS = (FORMULAS, SCRIPTS, OTHERS)  # one after the other in the full drill
RAW = re.compile(
    rf"<(?:img|script|svg)[^>]*{MARK}|<script>document"
    rf"|(?:href|src|action)=[\"']?\s*javascript:|{MARK}(?:49|\d{{4}})".encode()
)
POLICY = {
    *("default-src 'none'", "object-src 'none'", "base-uri 'none'"),
    "frame-ancestors 'none'",
}


@dataclass
class Found:
    """What a walk met, by the names of addresses."""

    judged: int = 0
    exports: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    computing: set[str] = field(default_factory=set)
    markup: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)

    def look(self, sent):
        """Judge one answer."""
        self.judged += 1
        if sent.status >= 500:
            self.faults.add(sent.asked)
        said = strict(sent.head)
        if not said:
            self.loose.add(sent.asked)
        if sent.is_file:
            self.exports.add(sent.asked)
            if (
                "sandbox" not in said
                or sent.head.get("X-Content-Type-Options") != "nosniff"
            ):
                self.loose.add(sent.asked)
            if cells := _computing(sent):
                self.computing.add(f"{sent.asked}: {cells[0]}")
        elif sent.kind == "text/html":
            if RAW.search(sent.body):
                self.markup.add(sent.asked)
            if MARK in html.unescape(sent.body.decode()):
                self.shown.add(sent.asked)


def strict(head):
    """Return the directives of an answer's policy; none where it is not the strict one."""
    said = {p.strip() for p in head.get("Content-Security-Policy", "").split(";")}
    sends = {"form-action 'self'", "form-action 'none'"} & said
    return said if said >= POLICY and sends and "unsafe" not in str(said) else set()


def _computing(sent):
    if sent.kind == "text/csv":
        return [*sheets.active(sent.body.decode())]
    return sheets.computing(sent.body) if "officedocument" in sent.kind else []
