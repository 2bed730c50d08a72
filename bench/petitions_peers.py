"""Two ticket desks doing the same work with as many cases, signed in like us."""

import json
import statistics
import subprocess  # our own programs, fixed arguments # nosec B404
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE  # its words are ours # nosec B404
from urllib.parse import urlencode

from django.urls import reverse

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parent / ".venv" / "bench" / "bin" / "python"
PEERS = ("helpdesk", "roundup")
NAMES = {"helpdesk": "django-helpdesk", "roundup": "roundup"}
WHAT = "[Mẫu] Đèn đường trên tuyến liên ấp hỏng nhiều bóng, buổi tối đi lại khó."


def peer(
    name: str, count: int, times: int
) -> tuple[Mapping[str, float], Mapping[str, float]] | None:
    """Return the milliseconds of our pages and of a peer's; None if it is missing.

    Ours are asked for when the peer is filled, right before its own, so that what
    else the machine does falls on both.
    """
    if not PYTHON.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = HERE / f"peer_{name}.py"
        command = [PYTHON, program, folder, str(count), str(times)]
        with subprocess.Popen(
            command, stdin=PIPE, stdout=PIPE, text=True
        ) as running:  # fixed arguments of ours # nosec B603
            assert running.stdout is not None  # noqa: S101 - we asked for a pipe # nosec B101
            if not any(line == "filled\n" for line in running.stdout):
                print(f"{NAMES[name]} could not be filled", file=sys.stderr)
                return None
            mine = ours(times)
            said, _ = running.communicate("go\n")
    if running.returncode:
        print(f"{NAMES[name]} could not be asked", file=sys.stderr)
        return None
    theirs: Mapping[str, float] = json.loads(said.splitlines()[-1])
    return mine, theirs


def ours(times: int) -> Mapping[str, float]:
    """Return the milliseconds of the same pages here, medians."""
    from petitions_pages import CLERK, first_case, get, signed_in

    from danvan.orgs.models import Unit

    client = signed_in(CLERK)
    queue, register = reverse("petitions:queue"), reverse("petitions:register")
    case = first_case(client, queue)
    unit = Unit.objects.get(code="C31135").pk

    def create() -> None:
        said = {"channel": "counter", "kind": "feedback", "what": WHAT, "unit": unit,
                "name": "Người dân mẫu 5", "key": str(uuid.uuid4())}  # fmt: skip
        response = client.post(register, said)
        if response.status_code != 302:
            raise RuntimeError(f"not registered: {response.status_code}")

    pages = {
        "queue": lambda: get(client, queue),
        "search": lambda: get(client, f"{queue}?{urlencode({'q': 'hỏng'})}"),
        "case": lambda: get(client, case),
        "create": create,
    }
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
