"""Who comes to the server in a soak, and what each does in one visit."""

import io
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from PIL import Image
from tests.drills.soak_visitor import Visitor

HOME = "C31135"  # where the demonstration's staff sits
# A unit takes fifteen letters in ten minutes before it asks for digits.
AT_HOME = 1 / 40
MOST_TRIES = 20  # a page that is sent faster than anybody reads asks to be read again
WALK = 8  # pages of one visit
STORY = "Nắp cống đầu hẻm {n} bị vỡ, nước tràn ra đường {n} khi mưa lớn."
REPORT = (
    "BÁO CÁO công tác tiếp công dân\nTrong kỳ đã tiếp {n} lượt, tiếp nhận {m} đơn, gồm"
    " {a} đơn khiếu nại, {b} đơn tố cáo; đã giải quyết {a}/{m} đơn, đạt 61,3 %.\n"
)
PUBLIC = (
    *("/", "/so-lieu/", "/so-lieu/tu-dien/", "/so-lieu/cach-lam/", "/tin/"),
    *("/lich-tiep/", "/tro-giup/", "/gui/to-cao/", "/so-lieu/catalog.jsonld"),
    *("/so-lieu/tu-dien/tu-dien.xlsx", "/so-lieu/chi-tieu/AS01/so-lieu.xlsx"),
)
# Where somebody of a post begins; from there he follows links.
OFFICE: dict[str, tuple[str, ...]] = {
    "petition-clerk": ("/petitions/", "/petitions/list.xlsx", "/search/?q=hem"),
    "reception-head": ("/petitions/", "/receptions/", "/"),
    "unit-leader": ("/leaders/", "/", "/petitions/"),
    "city-leader": ("/leaders/", "/petitions/?q=đường", "/publishing/"),
    "report-compiler": ("/forms/", "/registers/", "/forms/indicators.xlsx", "/"),
    "provincial-compiler": ("/forms/", "/reports/", "/forms/differences/", "/"),
    "auditor": ("/journal/", "/"),
}
# Out of the session, and to another server.
NOT_FOLLOWED = ("/sign-out", "/account/", "/roi/")


@dataclass
class Town:
    """What the people share: receipts to look up, and what a photo looks like."""

    password: str
    receipts: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=300))
    photo: bytes = b""

    def __post_init__(self) -> None:
        """Take the photo."""
        picture = io.BytesIO()
        Image.effect_noise((800, 600), 60).save(picture, "JPEG")
        self.photo = picture.getvalue()


Visit = Callable[[Visitor, Town, Random], None]


def write_letter(person: Visitor, town: Town, luck: Random) -> None:
    """Write feedback, every other time with a photo, and keep the receipt."""
    person.get("/").get("/gui/gop-y/")
    n = luck.randint(1, 9_999)
    photo = {"files": ("hem.jpg", town.photo, "image/jpeg")}
    person.submit("what", {"what": STORY.format(n=n)}, photo if n % 2 else None)
    communes = person.form("unit_code").inputs["unit_code"].value_options
    chosen = HOME if luck.random() < AT_HOME else luck.choice(communes[1:-1])
    person.submit("unit_code", {"unit_code": chosen, "place": f"Hẻm {n}"})
    person.submit("phone", {"name": f"Người dân mẫu {n}"})
    for _ in range(MOST_TRIES):
        if not person.url.endswith("/xem-lai/"):
            break
        person.submit("website")
    number, code = (person.text(f"dv-receipt__{n}") for n in ("number", "code"))
    if number:
        town.receipts.append((number, code))


def look_up(person: Visitor, town: Town, luck: Random) -> None:
    """Ask after one's letter, now and then with a wrong code."""
    if not town.receipts:
        return walk_about(person, town, luck)
    number, code = luck.choice(town.receipts)
    said = code if luck.random() < 0.9 else "0000 0000 0000"
    person.get("/tra-cuu/").submit("code", {"number": number, "code": said})
    return None


def walk_about(person: Visitor, town: Town, luck: Random) -> None:
    """Read public pages, one leading to the next."""
    _walk(person.get(luck.choice(PUBLIC)), luck, "//body")


def sign_in(person: Visitor, town: Town, username: str) -> None:
    """Sign in; raises LookupError for who is not let in."""
    person.get("/sign-in/").submit(
        "password", {"username": username, "password": town.password}
    )
    if person.url.endswith("/sign-in/"):
        raise LookupError(f"{username} is not let in: {person.status}")


def read_at_office(person: Visitor, town: Town, luck: Random) -> None:
    """Sign in, follow links as one's post allows, sign out."""
    username = luck.choice(sorted(OFFICE))
    sign_in(person, town, username)
    for start in OFFICE[username]:
        _walk(person.get(start), luck, "//main")
    person.get("/").submit("sign-out")


def work_at_counter(person: Visitor, town: Town, luck: Random) -> None:
    """Register letters, and take each through its first steps."""
    sign_in(person, town, "petition-clerk")
    for _ in range(3):
        n = luck.randint(1, 9_999)
        said = {"kind": "feedback", "what": STORY.format(n=n), "name": f"Mẫu {n}"}
        person.get("/petitions/new/").submit("what", said)
        case = person.url.removesuffix("receipt/")
        person.get(case).submit("/screen/")
        person.get(case).submit("/accept/", {"accept-note": "Thuộc địa bàn."})
        person.get(case).submit("/answer/", {"answer-reply": "Đã thay nắp cống."})
        person.get("/petitions/?q=nap+cong").get("/petitions/list.xlsx")
    person.get("/").submit("sign-out")


def hand_in_report(person: Visitor, town: Town, luck: Random) -> None:
    """Give a report in, read what the check found and take it along."""
    sign_in(person, town, "report-compiler")
    a, b = luck.randint(10, 999), luck.randint(10, 999)
    text = REPORT.format(n=a * 3, m=a + b + luck.choice((0, 1)), a=a, b=b) * 20
    file = {"file": (f"bao-cao-{a}-{b}.txt", text.encode(), "text/plain")}
    person.get("/reports/new/").submit("text", files=file)
    here = person.url
    person.get(f"{here}audit.json").get(f"{here}checks.csv")
    _walk(person.get("/reports/"), luck, "//main")
    person.get("/").submit("sign-out")


def _walk(person: Visitor, luck: Random, within: str) -> None:
    for _ in range(luck.randint(1, WALK)):
        links = [a for a in person.links(within) if not _shut(a)]
        if not links:
            return
        person.get(luck.choice(links))


def _shut(address: str) -> bool:
    return any(word in address for word in NOT_FOLLOWED)


PORTAL_VISITS: tuple[Visit, ...] = (write_letter, look_up, walk_about)
OFFICE_VISITS: tuple[Visit, ...] = (read_at_office, work_at_counter, hand_in_report)
