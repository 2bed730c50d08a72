"""Fill a site with letters and files as a province has them: python -m … LETTERS FILES.

Run in the environment of a command of that data directory. Prints how many rows.
"""

import hashlib
import json
import os
import random
import sys
import uuid
from pathlib import Path

import django

BENCH = Path(__file__).resolve().parents[2] / "bench"
KILOBYTES = 50


def main(letters: int, files: int) -> None:
    """Copy so many letters into the database, and so many files onto the disk."""
    sys.path.insert(0, str(BENCH))
    django.setup()
    from django.conf import settings
    from petitions_site import Site
    from tests.drills.backup_site import USER, asked

    from danvan.host.postgres import Cluster
    from danvan.host.system import ids

    site = Site(Cluster(settings.DATA_DIR, USER))
    site.grow(letters)
    luck = random.Random(7)  # noqa: S311 - no secret
    rows = []
    for _ in range(files):
        name = str(uuid.UUID(int=luck.getrandbits(128), version=4))
        data = luck.randbytes(KILOBYTES * 1024)
        path = settings.FILES_DIR / name
        path.write_bytes(data)
        path.chmod(0o600)
        os.chown(path, *ids(USER))
        rows.append((name, len(data), hashlib.sha256(data).hexdigest()))
    with asked(settings.DATA_DIR) as db, db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO files_storedfile (id, owner, name, content_type, size, sha256)"
            " VALUES (%s, 'petitions.petition:x', 'anh.bin', 'image/png', %s, %s)",
            rows,
        )
    print(json.dumps({"petitions": site.counted("petitions_petition")}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
