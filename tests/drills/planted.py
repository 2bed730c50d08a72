"""The public's application with something planted in it, from outside.

The server starts its processes through ``setpriv``, found by PATH: ours stands before
the machine's and names another application. What is planted happens once, so that
the drill goes on; the file ``done`` beside it says that it did.
"""

import os
import shutil
from pathlib import Path

from danvan.host.system import ids
from danvan.host.testing import Bench

_HEAD = """
import os, pathlib, signal, uuid
from dataclasses import replace
from queue import Queue
from threading import Event, Thread
from danvan.config.wsgi import application
from django.db import connection, transaction
from danvan.petitions import public
from danvan.portal import services
from danvan.portal.models import SavedForm

real = services.send

def once():
    try:
        (pathlib.Path(__file__).parent / "done").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
"""
PLANTED = {
    # Answers first and stores afterwards; it is killed before it does.
    "late": """
def send(**said):
    told = Queue()
    def work():
        try:
            with transaction.atomic():
                receipt = real(**said)
                if once():
                    told.put(receipt)
                    Event().wait()
            told.put(receipt)
        except Exception as error:
            told.put(error)
        finally:
            connection.close()
    Thread(target=work, daemon=True).start()
    found = told.get()
    if isinstance(found, Exception):
        raise found
    return found
""",
    # Knows no key: whoever sends again is a new letter. Killed after it has stored.
    "keyless": """
def send(*, form_id, language, **rest):
    with transaction.atomic():
        form = SavedForm.objects.get(pk=form_id)
        draft = replace(services.intake(form, language), attachments=())
        receipt = public.submit(draft, idempotency_key=uuid.uuid4())
    if once():
        os.kill(os.getpid(), signal.SIGKILL)
    return receipt
""",
    # Nothing is wrong but the moment: killed when all is stored, before the answer.
    "cut": """
def send(**said):
    receipt = real(**said)
    if once():
        os.kill(os.getpid(), signal.SIGKILL)
    return receipt
""",
}
_SETPRIV = """#!/bin/sh
if [ "$DANVAN_PROCESS" = portal ]; then
  export PYTHONPATH="{folder}:$PYTHONPATH"
  for word; do
    shift
    [ "$word" = danvan.config.wsgi:application ] && word=planted_{name}:application
    set -- "$@" "$word"
  done
fi
exec {setpriv} "$@"
"""


def plant(name: str, folder: Path) -> dict[str, str]:
    """Lay out what is planted in ``folder``; give the server's settings for it."""
    folder.mkdir()
    module = folder / f"planted_{name}.py"
    module.write_text(f"{_HEAD}{PLANTED[name]}\nservices.send = send\n")
    script = folder / "setpriv"
    real = shutil.which("setpriv")
    script.write_text(_SETPRIV.format(folder=folder, name=name, setpriv=real))
    script.chmod(0o755)
    for path in (folder, module, script):
        os.chown(path, *ids(Bench().user))
    return {"PATH": f"{folder}:{os.environ['PATH']}"}
