"""What officers do about a sealed letter in every room, through the real pages."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.sealing.browser import Answer, Browser
from tests.sealing.scan import Canary

from danvan.host import secrets
from danvan.host.trial import Trial

WARD, CITY = "C31135", "P92"
NUMBER = re.compile(r"DV[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
REASON = "Theo quyết định thụ lý"


@dataclass
class Office:
    """The office's process as its officers use it, each in a browser of his own."""

    site: Trial
    browsers: dict[str, Browser] = field(default_factory=dict)

    def sign_in(self, name: str) -> Browser:
        """Return the browser in which this officer has signed in."""
        if name not in self.browsers:
            browser = self.browsers[name] = Browser(self.site.port + 1)
            said = {"username": name, "password": self.site.password}
            answer = browser.submit("/sign-in/", said)
            assert answer.status == 200, answer.status
            assert answer.path != "/sign-in/", answer.text
        return self.browsers[name]

    def unlock(self, name: str, passphrase: str = "") -> Browser:
        """Return the browser of a key holder whose key is open."""
        browser = self.sign_in(name)
        said = {"passphrase": passphrase or self.site.passphrase}
        browser.submit("/vault/key/unlock/", said)
        assert "danvan_vault" in browser.cookies
        return browser

    def shares(self) -> list[str]:
        """Take the shares of the demonstration's recovery key off the machine."""
        kept = self.site.data / "secrets" / secrets.SHARES
        words = Path(kept).read_text("utf-8").splitlines()
        kept.unlink()
        return words


def letter(canary: Canary) -> dict[str, str]:
    """What is typed at a counter that seals."""
    return {
        "works_here": "no",
        "accused_name": f"Người bị nêu {canary.word}",
        "accused_workplace": "Hợp tác xã Mẫu",
        "what": f"Chuyện của {canary.word}, gọi {canary.phone}",
        "name": f"Nguyễn Thị {canary.word}",
        "address": f"12 đường {canary.word}",
        "phone": canary.phone,
    }


def let_the_counter_seal(office: Office) -> None:
    """The ward's leader decides that its counter seals what it is told."""
    said = {"channel": "counter", "number": "77/QĐ-UBND", "signer": "Chủ tịch"}
    for name in ("decided_on", "valid_from"):
        said |= {f"{name}_day": "2", f"{name}_month": "1", f"{name}_year": "2026"}
    path = f"/vault/units/{WARD}/intake/"
    answer = office.sign_in("unit-leader").submit(path, said)
    assert "77/QĐ-UBND" in answer.text


def receive(office: Office, canary: Canary, file: bytes) -> str:
    """A visitor speaks of a denunciation: kept apart in the book, sealed at the counter."""
    desk = office.sign_in("reception-officer")
    session = desk.get("/receptions/new/").page.find("input", {"name": "session"})
    apart = desk.submit("/receptions/new/sealed/", {"session": str(session["value"])},
                        at=desk.get("/receptions/new/"))  # fmt: skip
    assert apart.path.startswith("/vault/receive/")
    files = {"attachments": (f"{canary.word}.txt", file)}
    slip = desk.submit(apart.path, letter(canary), files, at=apart)
    assert slip.status == 200, slip.text
    return NUMBER.search(slip.text)[0]


def find_case(office: Office, number: str, who: str = "unit-leader") -> str:
    """Return the address of a case as the list shows it."""
    rows = office.sign_in(who).get("/vault/cases/").page.find_all("a", href=True)
    (found,) = {a["href"] for a in rows if number in a.get_text()}
    return str(found)


def assign(office: Office, number: str, label: str, leader: str = "unit-leader") -> str:
    """The leader assigns a case to an officer; returns its address."""
    case = find_case(office, number, leader)
    browser = office.sign_in(leader)
    page = browser.get(case)
    options = page.page.find("select", {"name": "officer"}).find_all("option")
    chosen = next(o["value"] for o in options if label == o.get_text().split(",")[0])
    browser.submit(f"{case}assign/", {"officer": chosen}, at=page)
    return case


def open_story(office: Office, case: str, who: str, canary: Canary) -> Answer:
    """A holder opens the story; what was told stands on his page."""
    said = {"ground": "verify", "reason": REASON}
    answer = office.sign_in(who).submit(f"{case}open/story/", said)
    assert canary.word in answer.text, answer.text
    return answer


def open_identity(office: Office, case: str, who: str, second: str) -> Answer:
    """Asked for, agreed to by the second holder, shown; returns the page shown."""
    browser = office.sign_in(who)
    said = {"ground": "contact", "reason": REASON}
    browser.submit(f"{case}open/identity/", said)
    other = office.sign_in(second)
    waiting = other.get("/vault/requests/")
    form = next(
        f for f in waiting.page.find_all("form") if "approve" in f.get("action", "")
    )
    other.submit(form["action"], {}, at=waiting)
    masked = browser.submit(f"{case}open/identity/", {})
    return browser.submit(f"{case}identity/", {}, at=masked)
