"""django-helpdesk doing what our office does: peer_helpdesk.py FOLDER COUNT TIMES.

A program of its own in an environment of its own. SQLite, which spares it the way to
a server. Prints the median milliseconds of each page as JSON.
"""

import json
import re
import statistics
import sys
import time
from pathlib import Path

APPS = (
    *("auth", "contenttypes", "sessions", "sites", "humanize", "messages"),
    *("staticfiles", "admin"),
)
WORDS = "hỏng"
WHAT = (
    "Đèn đường trên tuyến liên ấp hỏng nhiều bóng, buổi tối đi lại khó. Đoạn cống thoát "
    "nước trước hẻm {n} bị nghẹt từ đầu tháng, mưa lớn là nước tràn vào nhà dân. "
)


def configure(folder: Path) -> None:
    """Set Django up with the settings its installation page asks for."""
    import django
    from django.conf import settings

    loaders = [("django.template.loaders.cached.Loader",
                ["django.template.loaders.app_directories.Loader"])]  # fmt: skip
    names = ("debug", "request", "media", "static", "tz")
    processors = [f"django.template.context_processors.{name}" for name in names]
    processors += ["django.contrib.auth.context_processors.auth"]
    processors += ["django.contrib.messages.context_processors.messages"]
    settings.configure(
        SECRET_KEY="bench",  # noqa: S106 - passing data # nosec B106
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        SITE_ID=1,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        ROOT_URLCONF="peer_helpdesk",
        STATIC_URL="/static/",
        MEDIA_ROOT=str(folder),
        LOGIN_URL="/login/",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS),
                        "rest_framework", "helpdesk"],
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware",
                    "django.contrib.sessions.middleware.SessionMiddleware",
                    "django.middleware.common.CommonMiddleware",
                    "django.middleware.csrf.CsrfViewMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware",
                    "django.contrib.messages.middleware.MessageMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                    "OPTIONS": {"context_processors": processors,
                                "loaders": loaders}}],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3",
                               "NAME": str(folder / "helpdesk.sqlite3")}},
    )  # fmt: skip
    django.setup()


def fill(count: int) -> int:
    """Make a queue with ``count`` tickets of three notes each; give its id."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.utils import timezone
    from helpdesk.models import FollowUp, Queue, Ticket

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("clerk", "clerk@example.org", "clerk")
    queue = Queue.objects.create(title="Đơn", slug="don")
    now = timezone.now()
    tickets = [
        # One in ten is open, as in ours.
        Ticket(queue=queue, title=f"Đơn {n}", description=WHAT.format(n=n) * 2,
               status=1 if n % 10 == 0 else 4, created=now, modified=now)
        for n in range(count)
    ]  # fmt: skip
    Ticket.objects.bulk_create(tickets, batch_size=500)
    FollowUp.objects.bulk_create(
        [FollowUp(ticket_id=pk, date=now, title="Bước", comment="[Mẫu]", public=True)
         for pk in Ticket.objects.values_list("pk", flat=True) for _ in range(5)],
        batch_size=2000,
    )  # fmt: skip
    return int(queue.pk)


def work(queue: int):  # type: ignore[no-untyped-def]
    """Return the pages by name, each as a function that asks for it."""
    from django.test import Client
    from helpdesk.models import Ticket

    client = Client()
    client.login(username="clerk", password="clerk")  # noqa: S106 - a peer on passing data # nosec B106
    first = Ticket.objects.filter(status=1).first().pk  # type: ignore[union-attr]

    def asked(address: str) -> str:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response.content.decode()

    def listed(address: str) -> None:
        # Its page fills itself with a second request.
        page = asked(address)
        rows = re.search(r"/datatables_ticket_list/[^'\"?]+", page)
        asked(f"{rows[0]}?draw=1&start=0&length=25&order[0][column]=0"
              "&order[0][dir]=asc&search[value]=")  # type: ignore[index]  # fmt: skip

    def create() -> None:
        said = {"queue": queue, "title": "Đơn", "body": WHAT, "priority": 3,
                "submitter_email": "", "assigned_to": ""}  # fmt: skip
        response = client.post("/tickets/submit/", said)
        if response.status_code != 302:
            raise RuntimeError(f"not created: {response.status_code}")

    return {
        "queue": lambda: listed("/tickets/?status=1"),
        "search": lambda: listed(f"/tickets/?q={WORDS}&search_type=header"),
        "case": lambda: asked(f"/tickets/{first}/"),
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
    sys.modules["peer_helpdesk"] = sys.modules["__main__"]
    configure(Path(folder))
    pages = work(fill(int(count)))
    print("filled", flush=True)
    sys.stdin.readline()  # the other side has its turn first
    print(json.dumps(measured(pages, int(times))))


def _addresses():  # type: ignore[no-untyped-def]
    from django.urls import include, path

    return [path("", include("helpdesk.urls"))]


def __getattr__(name: str):  # type: ignore[no-untyped-def]
    # Django asks for them once it is set up.
    if name == "urlpatterns":
        return _addresses()
    raise AttributeError(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
