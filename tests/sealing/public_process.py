"""A public process on its own: seals what it reads from stdin, and says the number.

Run as a program with the environment of the portal (its database role, its
public keys). The first line says how many bytes follow.
"""

import base64
import datetime
import json
import sys
import uuid


def main() -> None:
    """Read the whole submission, seal it, answer with the number of the case."""
    import django

    django.setup()
    from danvan.core.actor import PUBLIC
    from danvan.vault import public

    print("ready", flush=True)  # noqa: T201
    said = json.loads(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))
    file = public.File(said["file_name"], "text/plain", base64.b64decode(said["file"]))
    today = datetime.date.fromisoformat(said["today"])
    case = public.NewCase(said["receiver"], today, today, uuid.uuid4(), "")
    number = public.seal(
        case=case,
        identity=public.Contents(said["identity"], (file,)),
        story=public.Contents(said["story"]),
        by=PUBLIC,
    )
    print(number, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
