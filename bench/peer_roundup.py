"""roundup doing what our office does: peer_roundup.py FOLDER COUNT TIMES.

A program of its own in an environment of its own; the tracker is its classic template
on SQLite, its default. Prints the median milliseconds of each page as JSON.
"""

import io
import json
import re
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

WORDS = "hong"
WHAT = (
    "Den duong tren tuyen lien ap hong nhieu bong, buoi toi di lai kho. Doan cong thoat "
    "nuoc truoc hem {n} bi nghet tu dau thang, mua lon la nuoc tran vao nha dan. "
)
COLUMNS = "@columns=id,activity,title,creator,status&@sort=activity&@pagesize=25"


def fill(home: str, count: int):  # type: ignore[no-untyped-def]
    """Install a tracker with ``count`` issues of one message each."""
    from roundup import configuration, init, instance, password

    template = Path(sys.prefix, "share", "roundup", "templates", "classic")
    init.install(home, str(template))
    for detector in Path(home, "detectors").glob("nosyreaction.py*"):
        detector.unlink()  # no mail
    config = configuration.CoreConfig(settings={})
    config["TRACKER_HOME"] = home
    config["MAIL_DOMAIN"] = "localhost"
    config["TRACKER_WEB"] = "http://localhost/"
    config["RDBMS_BACKEND"] = "sqlite"
    config["INSTANT_REGISTRATION"] = 1
    config.save(str(Path(home, config.INI_FILE)))
    tracker = instance.open(home)
    tracker.init(password.Password("admin", config=tracker.config))
    db = tracker.open("admin")
    db.user.create(username="clerk", realname="Clerk", roles="User",
                   address="clerk@example.org",
                   password=password.Password("clerk", config=db.config))  # fmt: skip
    states = db.status.list()
    done = db.status.lookup("resolved")
    for n in range(count):
        message = db.msg.create(content=WHAT.format(n=n) * 2, author="1")
        # One in ten is open, as in ours.
        db.issue.create(title=f"Don {n}", messages=[message],
                        status=states[0] if n % 10 == 0 else done)  # fmt: skip
        if n % 500 == 0:
            db.commit()
    db.commit()
    db.close()


class Browser:
    """Asks the tracker's WSGI application, keeping its cookie."""

    def __init__(self, home: str) -> None:
        from roundup.cgi.wsgi_handler import RequestDispatcher

        self.application = RequestDispatcher(home)
        self.cookie = ""

    def ask(self, path: str, query: str = "", body: str = "") -> tuple[str, str]:
        """Return status and page."""
        said: list[object] = []
        out = io.BytesIO()

        def start(status: str, headers: list[tuple[str, str]]):  # type: ignore[no-untyped-def]
            said.append(status)
            for name, value in headers:
                if name.lower() == "set-cookie":
                    self.cookie = value.split(";")[0]
            return out.write

        data = body.encode()
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path,
            "SCRIPT_NAME": "", "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookie,
            "CONTENT_LENGTH": str(len(data)), "HTTP_REFERER": "http://localhost/",
            "HTTP_ORIGIN": "http://localhost", "wsgi.input": io.BytesIO(data),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "REQUEST_URI": path,
            "SERVER_PROTOCOL": "HTTP/1.1", "TRACKER_NAME": "", "wsgi.url_scheme": "http",
        }  # fmt: skip
        out.write(b"".join(self.application(environ, start)))
        return str(said[0]), out.getvalue().decode()


def work(home: str):  # type: ignore[no-untyped-def]
    """Return the pages by name, each as a function that asks for it."""
    browser = Browser(home)
    said = {
        "@action": "login",
        "__login_name": "clerk",
        "__login_password": "clerk",
    }  # a user's name, no password # nosec B105
    browser.ask("/", body=urlencode(said))

    def asked(path: str, query: str = "") -> str:
        status, page = browser.ask(path, query)
        if not status.startswith("200") or "Logout" not in page:
            raise RuntimeError(f"{path}: {status}")
        return page

    def create() -> None:
        page = asked("/issue", "@template=item")
        nonce = re.search(r'name="@csrf"[^>]*value="([^"]+)"', page)
        form = {"@action": "new", "@template": "item", "title": "Don", "@note": WHAT,
                "@csrf": nonce[1] if nonce else ""}  # fmt: skip
        status, page = browser.ask("/issue", body=urlencode(form))
        if not status.startswith(("302", "303")):
            raise RuntimeError(f"not created: {status}")

    return {
        "queue": lambda: asked("/issue", f"{COLUMNS}&@filter=status&status=1"),
        "search": lambda: asked("/issue", f"{COLUMNS}&@search_text={WORDS}"),
        "case": lambda: asked("/issue1"),
        "create": create,
    }


def measured(pages, times: int):  # type: ignore[no-untyped-def]
    """Return the median milliseconds of each, after once to warm up."""
    found = {}
    for name, run in pages.items():
        run()
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            run()
            taken.append(1000 * (time.perf_counter() - start))
        found[name] = statistics.median(taken)
    return found


def main(folder: str, count: str, times: str) -> None:
    """Print what was measured."""
    home = str(Path(folder, "roundup"))
    fill(home, int(count))
    pages = work(home)
    print("filled", flush=True)
    sys.stdin.readline()  # the other side has its turn first
    print(json.dumps(measured(pages, int(times))))


if __name__ == "__main__":
    main(*sys.argv[1:])
