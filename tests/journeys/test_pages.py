"""Every page that links lead to: valid, titled, labelled, usable, in both languages.

Each login starts at its home and follows the links; a kind of page (one address
of the resolver) is looked at once. So a page nobody can reach is found as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from playwright.sync_api import Page

from danvan.host.trial import Trial

OFFICE, PORTAL = "danvan.config.urls_office", "danvan.config.urls_portal"
LOGINS = {
    OFFICE: [
        *("", "petition-clerk", "provincial-compiler", "report-compiler"),
        *("operator", "auditor", "key-holder", "unit-leader", "approver"),
    ],
    PORTAL: [""],
}
# Looked at once more by who finds other links there than those before.
AGAIN = {"approver": ["/publishing/editions/"]}
# No pages: health, and what is only reached by sending a form.
NO_LINK = {"healthz", "accounts:code", "portal:receipt", "portal:finished"}
# What a script asks; and what waits for a sign-in after words were sent.
NO_LINK |= {"registers:offline", "accounts:words"}
# Shown only where there is a key to open, or a province to recover; their own tests
# in the room `vault` make one.
NO_LINK |= {"vault:unlock", "vault:lock", "vault:recovery"}
NOT_TYPED = {"hidden", "submit", "button"}
LANGUAGES = ["vi", "en"]


def faults(html: str, language: str) -> list[str]:
    """Return what is wrong with a page as it was sent."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    found = [f"{place}: {code}" for place, code, _ in parser.errors]
    if len(root.findall(".//h1")) != 1:
        found.append(f"{len(root.findall('.//h1'))} h1")
    title = (root.findtext(".//title") or "").strip()
    if title.startswith("–") or "Dân Vận" not in title:
        found.append(f"title {title!r}")
    if root.get("lang") != language:
        found.append(f"lang {root.get('lang')!r}")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    found += [f"id {i} twice" for i in sorted({i for i in ids if ids.count(i) > 1})]
    return found + list(unlabelled(root))


def unlabelled(root: Element) -> Iterator[str]:
    """Yield the controls without a label that everybody sees."""
    labels = {
        label.get("for")
        for label in root.iter("label")
        if "".join(label.itertext()).strip()
        and "hidden" not in (label.get("class") or "")
    }
    for control in root.iter():
        typed = control.tag in {"input", "select", "textarea"}
        shown = typed and control.get("type") not in NOT_TYPED
        # Kept from people: a trap for machines that fill in everything.
        if (
            shown
            and control.get("tabindex") != "-1"
            and control.get("id") not in labels
        ):
            yield f"no label: {control.get('name')}"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>A</h1><h1>B</h1>", "2 h1"),
        ("<h1>A</h1><p><div></div></p>", "unexpected-end-tag"),
        ("<h1>A</h1><input id=a name=q placeholder=Q>", "no label: q"),
        (
            "<h1>A</h1><label for=a class=x-hidden>Q</label><input id=a name=q>",
            "no label",
        ),
        ("<h1 id=a>A</h1><p id=a></p>", "id a twice"),
    ],
)
def test_a_fault_of_a_page_is_seen(body: str, fault: str):
    page = f"<!DOCTYPE html><html lang=vi><title>Thử – Dân Vận</title>{body}</html>"

    assert any(fault in found for found in faults(page, "vi"))
    assert faults(page, "en")


def test_a_good_page_has_no_fault():
    body = "<h1>A</h1><label for=a>Q</label><input id=a name=q>"
    page = f"<!DOCTYPE html><html lang=vi><title>Thử – Dân Vận</title>{body}</html>"

    assert faults(page, "vi") == []


@dataclass
class Walk:
    """One login following links; what it saw and what was wrong there."""

    door: str
    urlconf: str
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def name(self, address: str) -> str | None:
        """Return the resolver's name of an address of ours, else None."""
        if not address.startswith(f"{self.door}/"):
            return None
        try:
            return resolve(urlsplit(address).path, self.urlconf).view_name
        except Resolver404:
            return None

    def follow(self, page: Page, look: Callable[[Page], None], login: str = "") -> None:
        """Visit each kind of page once."""
        first = [f"{self.door}{path}" for path in ("/", *AGAIN.get(login, ()))]
        waiting = [*first]
        while waiting:
            address = waiting.pop(0)
            name = self.name(address)
            if name in self.seen and address not in first:
                continue
            page.goto(address)
            self.seen |= {name or "?", self.name(page.url) or "?"}
            self._look(page, look)
            links = page.locator(
                "a[href]:not([download]):not([data-quick-exit])"
            ).evaluate_all("all => all.map(a => a.getAttribute('href'))")
            addresses = [urldefrag(urljoin(page.url, link)).url for link in links]
            waiting += [a for a in addresses if self.name(a) not in {*self.seen, None}]

    def _look(self, page: Page, look: Callable[[Page], None]) -> None:
        for language in LANGUAGES:
            page.context.add_cookies(
                [{"name": "danvan_language", "value": language, "url": self.door}]
            )
            answer = page.goto(page.url)
            assert answer is not None
            if answer.status != 200:
                self.wrong.append(f"{page.url}: {answer.status}")
            found = faults(answer.text(), language)
            self.wrong += [f"{page.url} ({language}): {fault}" for fault in found]
            try:
                look(page)
            except AssertionError as error:
                self.wrong.append(f"{page.url} ({language}): {error}")


def pages_without_arguments(urlconf: str) -> set[str]:
    """Return the names of all addresses that take no argument."""
    return {
        f"{_space(inner)}{entry.name}"
        for prefix, inner in _resolvers(get_resolver(urlconf))
        for entry in inner.url_patterns
        if isinstance(entry, URLPattern) and "<" not in f"{prefix}{entry.pattern}"
    }


def _resolvers(resolver, prefix=""):
    yield prefix, resolver
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _resolvers(entry, f"{prefix}{entry.pattern}")


def _space(resolver) -> str:
    return f"{resolver.namespace}:" if resolver.namespace else ""


@pytest.mark.parametrize("urlconf", [OFFICE, PORTAL])
def test_every_page_that_links_lead_to_is_in_order(
    urlconf: str,
    site: Trial,
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    check_page: Callable[[Page], None],
):
    walk = Walk(site.office if urlconf == OFFICE else site.portal, urlconf)
    for login in LOGINS[urlconf]:
        page = open_browser()
        if login:
            sign_in(page, login)
        walk.follow(page, check_page, login)

    assert walk.wrong == []
    posted = {"accounts:sign-out", "office:journal-check", "office:calendar-open"}
    posted |= {"portal:drop", "portal:say", "petitions:bulk", "receptions:sealed"}
    # Saved to disk; the way out; an hour, which is booked from a published day.
    posted |= {"papers:to-fill", "petitions:export", "petitions:exchange-file"}
    posted |= {"indicators:gather-take", "indicators:gather-sheet"}
    posted |= {"indicators:gather-forms-sheet"}
    posted |= {"indicators:gather-blank", "indicators:gathered"}
    posted |= {"indicators:reporting-rates"}
    posted |= {"petitions:watched-sheet", "receptions:sheet"}
    posted |= {"indicators:findings-xlsx", "indicators:catalogue-xlsx"}
    posted |= {"publishing:situation-docx", "publishing:situation-xlsx"}
    posted |= {"portal:catalogue", "portal:feed"}  # for machines
    posted |= {"indicators:values-xlsx", "indicators:values-sheet"}
    posted |= {"indicators:differences-xlsx"}
    posted |= {"portal:leave", "portal:book", "receptions:publish"}
    # Asked for by the page while it is filled in; shown when a unit has ended.
    posted |= {"receptions:earlier", "petitions:succession"}
    # Steps for several sheets; lists saved to disk.
    posted |= {f"indicators:place-{step}" for step in ("approve", "accept", "lock")}
    posted |= {"indicators:place-sheet", "indicators:place-sums-sheet"}
    assert pages_without_arguments(urlconf) - walk.seen - NO_LINK - posted == set()
