"""The other rooms: sheets that come in, what goes on, papers, keys, and every page."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPResponse
from urllib.parse import urljoin

from tests.sealing.browser import Answer, Browser
from tests.sealing.officers import WARD, Office
from tests.sealing.scan import Canary

from danvan.petitions.tests.workbooks import SECRET, workbook
from danvan.receptions.tests.test_importing import book, changed

NEW_PHRASE = "cụm mật khẩu"
# Where a menu leads away or a link changes something.
_NOT_OPENED = ("sign-out", "language", "http:", "https:", "mailto:", "tel:")
_VARIES = re.compile(r"[0-9a-f-]{36}|\d+|(?<=/)[A-Z][A-Z0-9.]+(?=/)")


def import_register(office: Office, canary: Canary) -> None:
    """A unit's own register comes in, with a denunciation among its rows."""
    words = f"Chuyện {canary.word}"
    row = (
        *SECRET[:2],
        f"Bà {canary.word}",
        canary.phone,
        SECRET[4],
        words,
        *SECRET[6:],
    )
    data = workbook(row)
    clerk, path = office.sign_in("petition-clerk"), "/petitions/import/"
    files = {"file": ("so-don.xlsx", data)}
    looked = clerk.submit(path, {"format": "register", "choice": "look"}, files)
    taken = clerk.submit(
        path, {"format": "register", "choice": "good"}, files, at=looked
    )
    assert taken.status == 200, taken.text
    assert canary.word.encode() not in taken.body


def import_book(office: Office, canary: Canary) -> None:
    """So does its reception book."""
    who = f"Bà {canary.word}; {canary.phone}"
    data = book(changed(A="903", C=who, E=f"Chuyện {canary.word}", F="TC"))
    files = {"file": ("so.xlsx", data)}
    desk = office.sign_in("reception-officer")
    taken = desk.submit("/receptions/book/import/", {"choice": "good"}, files)
    assert taken.status == 200, taken.text


def pass_on(office: Office, case: str, who: str, story: Answer, canary: Canary) -> None:
    """The holder passes an extract to the city, checked before it goes."""
    browser = office.sign_in(who)
    drafted = browser.submit(f"{case}pass-on/", {}, at=story)
    options = drafted.page.find("select", {"name": "to"}).find_all("option")
    city = next(o["value"] for o in options if "Cần Thơ" in o.get_text())
    said = {"to": str(city), "extract": f"Trích: {canary.word}"}
    checked = browser.submit(f"{case}pass-on/check/", said, at=drafted)
    assert canary.word in checked.text
    sent = browser.submit(f"{case}pass-on/send/", {}, at=checked)
    assert sent.path == case, sent.text


def make_paper(office: Office, case: str, who: str, canary: Canary) -> None:
    """A paper addressed to the sender, from his open identity."""
    browser = office.sign_in(who)
    page = browser.get(f"{case}course/")
    paper = browser.submit(f"{case}paper/minutes/", {}, at=page)
    assert canary.word.encode() in _unpacked(paper.body)


def _unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def change_passphrase(office: Office, who: str, canary: Canary) -> None:
    """A holder gives his key another passphrase."""
    new = f"{NEW_PHRASE} {canary.word}"
    said = {"old": office.site.passphrase, "new": new, "again": new}
    answer = office.sign_in(who).submit("/vault/key/passphrase/", said)
    assert answer.path == "/vault/key/", answer.text
    office.unlock(who, new)


def recover(office: Office, words: list[str]) -> None:
    """Two offices bring their shares; the ward's key begins anew."""
    path = f"/vault/units/{WARD}/recover/"
    leader = office.sign_in("unit-leader")
    page = leader.get(path)
    boxes = page.page.find_all("input", {"name": "holders"})
    said = {"share_1": words[0], "share_2": words[2],
            "holders": [str(box["value"]) for box in boxes]}  # fmt: skip
    done = leader.submit(path, said, at=page)
    assert done.status == 200, done.text
    assert done.path != path, done.text


def send_signed_out(office: Office, canary: Canary, said: dict[str, str]) -> None:
    """The session ends while the counter's form is open; it is sent all the same."""
    desk = office.sign_in("reception-officer")
    page = desk.get(f"/vault/receive/?unit={WARD}")
    del desk.cookies["danvan_office"]
    back = desk.submit(f"/vault/receive/?unit={WARD}", said, at=page)
    assert back.path.startswith("/sign-in/"), back.path
    assert canary.word not in back.text
    del office.browsers["reception-officer"]


def look_around(browser: Browser, pages: int) -> Iterator[Answer]:
    """Open what the menus lead to, and the sheets offered there; at most so many.

    Of pages that differ in a number or a query alone, two.
    """
    waiting, shapes = ["/"], Counter[str]()
    while waiting and pages:
        answer, pages = browser.get(waiting.pop(0)), pages - 1
        yield answer
        if "html" not in answer.headers.get("content-type", ""):
            continue
        for link in answer.links("/"):
            to = urljoin(answer.path, link).partition("#")[0]
            shape = _VARIES.sub("*", to.partition("?")[0])
            if shapes[shape] < 2 and not any(part in to for part in _NOT_OPENED):
                shapes[shape] += 1
                waiting.append(to)


def hold_file(office: Office, who: str, shown: Answer) -> HTTPResponse:
    """Ask for a file of an opened part, and read no more than its beginning."""
    browser = office.sign_in(who)
    forms = shown.page.find_all("form", action=re.compile(r"/open/identity/.+"))
    fields = {i["name"]: str(i.get("value", "")) for i in forms[0].find_all("input")}
    came = browser.send("POST", str(forms[0]["action"]), *browser.packed(fields, None))
    assert came.status == 200
    came.read(1000)
    return came
